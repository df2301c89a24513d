package dev.kizashi.leadscoring;

import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.RegistryConnector;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.LeadEvent;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/**
 * From records in to records out; knows no Kafka.
 *
 * <pre>
 * documents → gate ─┬──── broadcast ────┐
 * events ────────→ recognition ─ by lead → scoring → outputs
 *                        └ dead letters, trail ────┘
 * </pre>
 */
public final class LeadScoringTopology {
  // A uid ties an operator to its state in savepoints: renaming one loses what is named beside it.
  /** Documents accepted so far. */
  static final String GATE = "config-gate";

  /** The documents broadcast. */
  static final String RECOGNITION = "signal-recognition";

  /** Every lead, every timer, the documents broadcast, event time in silence. */
  static final String SCORING = "lead-scoring";

  private LeadScoringTopology() {}

  /**
   * What the operators have to know.
   *
   * @param documents accepted before the job started, so that no event has to wait for the first
   * @param idlePace seconds of event time a second of silence
   * @param audited whether the trail is written
   */
  public record Settings(
      RegistryConnector registry,
      EventTime time,
      int maxEventBytes,
      double idlePace,
      boolean audited,
      String alertSource,
      List<ConfigDocument> documents)
      implements Serializable {
    public Settings {
      documents = List.copyOf(documents);
    }
  }

  /**
   * Wires the job.
   *
   * @param events with watermarks
   * @param documents in one partition, without watermarks
   * @return every output, for one sink
   */
  public static DataStream<OutputRecord> connect(
      DataStream<InputRecord> events, DataStream<InputRecord> documents, Settings settings) {
    return connect(events, documents, settings, scoring(settings));
  }

  /** What judges leads. */
  static StreamOperatorFactory<OutputRecord> scoring(Settings settings) {
    return SimpleOperatorFactory.of(new LeadScoringOperator(settings));
  }

  /**
   * The same around another operator, for benchmarks that ask what the judgement itself costs.
   *
   * @param scoring of {@link LeadEvent}s keyed by lead and {@link ConfigDocument}s broadcast
   */
  static DataStream<OutputRecord> connect(
      DataStream<InputRecord> events,
      DataStream<InputRecord> documents,
      Settings settings,
      StreamOperatorFactory<OutputRecord> scoring) {
    SingleOutputStreamOperator<ConfigDocument> accepted =
        documents
            .process(new ConfigurationGate(settings.registry()))
            .returns(ConfigDocumentSerializer.TYPE)
            .uid(GATE)
            .name("accept documents")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<LeadEvent> recognised =
        events
            .connect(accepted.broadcast(KnownConfiguration.STATE))
            .process(new SignalRecognition(settings))
            .returns(LeadEventSerializer.TYPE)
            .uid(RECOGNITION)
            .name("recognise signals");
    DataStream<OutputRecord> judged = score(recognised, accepted, scoring);
    return judged.union(
        recognised.getSideOutput(Outputs.SIDE), accepted.getSideOutput(Outputs.SIDE));
  }

  /** By hand, since Flink's connected streams take an operator of one's own only fully keyed. */
  private static DataStream<OutputRecord> score(
      DataStream<LeadEvent> recognised,
      DataStream<ConfigDocument> accepted,
      StreamOperatorFactory<OutputRecord> operator) {
    KeyedStream<LeadEvent, String> byLead = recognised.keyBy(LeadEvent::leadId, Types.STRING);
    TwoInputTransformation<LeadEvent, ConfigDocument, OutputRecord> scoring =
        new TwoInputTransformation<>(
            byLead.getTransformation(),
            accepted.broadcast().getTransformation(),
            "score leads",
            operator,
            OutputRecord.TYPE,
            recognised.getExecutionEnvironment().getParallelism());
    scoring.setUid(SCORING);
    scoring.setStateKeyType(Types.STRING);
    scoring.setStateKeySelectors(byLead.getKeySelector(), null);
    recognised.getExecutionEnvironment().addOperator(scoring);
    return new DataStream<>(recognised.getExecutionEnvironment(), scoring);
  }
}
