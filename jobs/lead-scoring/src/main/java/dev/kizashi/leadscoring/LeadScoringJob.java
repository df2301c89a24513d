package dev.kizashi.leadscoring;

import dev.kizashi.leadscoring.LeadScoringTopology.ErasureSecret;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.runtime.access.AccessException;
import dev.kizashi.runtime.access.JobAccess;
import dev.kizashi.runtime.kafka.KafkaEnds;
import dev.kizashi.runtime.kafka.PublishedDocuments;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.resolution.Bounds;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lead scoring on Kafka: reads the options, wires, executes. */
public final class LeadScoringJob {
  private static final Logger LOG = LoggerFactory.getLogger(LeadScoringJob.class);

  private LeadScoringJob() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.of(arguments, System.getenv());
    LOG.info("options:\n{}", settings.redacted());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(FlinkDefaults.with(settings));
    try {
      wire(environment, settings);
    } catch (AccessException e) {
      LOG.error("not started: {}", e.getMessage());
      throw e;
    }
    environment.execute("kizashi-lead-scoring");
  }

  /**
   * Puts the job into an environment; waits until brokers and registry answer and there is a model
   * to judge by.
   *
   * @throws AccessException when brokers or registry do not let the job in
   */
  public static void wire(StreamExecutionEnvironment environment, Settings settings) {
    wire(environment, settings, LeadScoringTopology::scoring);
  }

  /**
   * The same around another operator in the place of scoring, for benchmarks that ask what the
   * judgement itself costs.
   *
   * @param scoring of {@link dev.kizashi.scoring.evaluate.Message}s keyed by lead and {@link
   *     dev.kizashi.scoring.documents.ConfigDocument}s broadcast
   */
  public static void wire(
      StreamExecutionEnvironment environment,
      Settings settings,
      Function<LeadScoringTopology.Settings, StreamOperatorFactory<OutputRecord>> scoring) {
    Map<OutputTopic, Integer> schemaIds = JobAccess.check(settings);
    EventTime time =
        new EventTime(
            settings.get(JobOptions.EVENT_MAX_AHEAD),
            settings.get(JobOptions.EVENT_MAX_AGE),
            settings.get(JobOptions.WATERMARK_DISORDER),
            settings.get(JobOptions.WATERMARK_IDLENESS),
            settings.get(JobOptions.WATERMARK_MAX_DRIFT));
    RegistrySettings registry = KafkaEnds.registry(settings);
    KafkaEnds kafka = new KafkaEnds(settings);
    DataStream<InputRecord> events =
        environment.fromSource(kafka.events(), time.watermarks(), "events").uid("events");
    DataStream<InputRecord> documents =
        environment
            .fromSource(kafka.configuration(), EventTime.none(), "documents")
            .uid("documents")
            .setParallelism(1);
    DataStream<InputRecord> transfers =
        environment.fromSource(kafka.transfers(), EventTime.none(), "transfers").uid("transfers");
    LeadScoringTopology.Settings known =
        new LeadScoringTopology.Settings(
            () -> ConfluentSchemaRegistry.connect(registry),
            time,
            (int) settings.get(JobOptions.EVENT_MAX_SIZE).getBytes(),
            settings.get(JobOptions.IDLE_PACE),
            settings.get(JobOptions.AUDIT_TRAIL),
            settings.get(JobOptions.ALERT_SOURCE),
            Bounds.of(
                settings.get(JobOptions.VISITORS_WAIT), settings.get(JobOptions.VISITORS_REMEMBER)),
            settings.get(JobOptions.LEADS_ACTIVE).getBytes(),
            ErasureSecret.of(settings.get(JobOptions.ERASURE_SECRET)),
            PublishedDocuments.await(settings));
    DataStream<OutputRecord> outputs =
        LeadScoringTopology.connect(events, transfers, documents, known, scoring.apply(known));
    if (kafka.movesWithOutputs()) {
      outputs.sinkTo(kafka.outputs(schemaIds)).uid("outputs").name("outputs");
      return;
    }
    // An alert may come twice, a fact may not.
    outputs
        .filter(record -> record.topic() != OutputTopic.LEAD_TRANSFERS)
        .uid("without-moves")
        .sinkTo(kafka.outputs(schemaIds))
        .uid("outputs")
        .name("outputs");
    outputs
        .filter(record -> record.topic() == OutputTopic.LEAD_TRANSFERS)
        .uid("only-moves")
        .sinkTo(kafka.moves(schemaIds))
        .uid("moves")
        .name("moves");
  }
}
