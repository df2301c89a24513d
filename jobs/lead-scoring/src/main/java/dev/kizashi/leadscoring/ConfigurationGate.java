package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.ConfigRecords;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.records.DeadLetters;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.RegistryConnector;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a document is accepted or refused, so that no two tasks can disagree. What is
 * refused goes to the dead letters with every reason; what runs goes on.
 */
final class ConfigurationGate extends ProcessFunction<InputRecord, ConfigDocument>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationGate.class);

  private final RegistryConnector registry;
  private transient ConfigRecords records;
  private transient Configuration configuration;
  private transient ListState<ConfigDocument> accepted;
  private transient Counter acceptedCount;
  private transient Counter refusedCount;
  private transient Map<DeadLetterReason, Counter> deadLetters;

  ConfigurationGate(RegistryConnector registry) {
    this.registry = registry;
  }

  @Override
  public void open(OpenContext context) {
    records = new ConfigRecords(new WriterSchemas(registry.connect()));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    LogFields.ofTask(metrics);
    acceptedCount = JobMetric.DOCUMENTS_ACCEPTED.counter(metrics);
    refusedCount = JobMetric.DOCUMENTS_REFUSED.counter(metrics);
    deadLetters = FateCounters.deadLetters(metrics);
  }

  @Override
  public void processElement(InputRecord record, Context context, Collector<ConfigDocument> out) {
    records
        .decode(record.value())
        .fold(
            document -> {
              offer(document, record, context, out);
              return null;
            },
            unusable -> {
              refuse(record, unusable.reason(), unusable.detail(), context);
              return null;
            });
  }

  private void offer(
      ConfigDocument document, InputRecord record, Context context, Collector<ConfigDocument> out) {
    Optional<String> refusal = configuration.offer(document);
    if (refusal.isPresent()) {
      refuse(record, DeadLetterReason.BAD_CONFIG, refusal.get(), context);
    } else {
      acceptedCount.inc();
      try (LogFields.OfRecord about = LogFields.ofRecord(record)) {
        LOG.info("accepted {} {} version {}", document.kind(), document.name(), document.version());
      }
      out.collect(document);
    }
  }

  private void refuse(InputRecord record, DeadLetterReason reason, String detail, Context context) {
    refusedCount.inc();
    deadLetters.get(reason).inc();
    try (LogFields.OfRecord about = LogFields.ofRecord(record)) {
      LOG.warn("refused a document as {}: its dead letter says why; what runs goes on", reason);
    }
    context.output(Outputs.SIDE, DeadLetters.of(record, reason, detail));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    accepted.update(configuration.accepted());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    accepted =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("accepted", new ConfigDocumentSerializer()));
    configuration = new Configuration();
    for (ConfigDocument document : accepted.get()) {
      configuration.offer(document);
    }
  }
}
