package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.TransferDecoder;
import dev.kizashi.runtime.codec.TransferDecoder.Transfer;
import dev.kizashi.runtime.codec.UnusableException;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.runtime.records.DeadLetters;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What leads have sent each other, back from its topic. */
final class TransferReading extends ProcessFunction<InputRecord, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(TransferReading.class);

  private final LeadScoringTopology.Settings settings;

  private transient Lineage lineage;
  private transient TransferDecoder decoder;
  private transient AuditTrail trail;
  private transient FateCounters fates;
  private transient Map<DeadLetterReason, Counter> deadLetters;
  private transient TransferCounters received;

  TransferReading(LeadScoringTopology.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    lineage = new Lineage(context, getRuntimeContext().getJobInfo().getJobId().toString());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    lineage.snapshot();
  }

  @Override
  public void open(OpenContext context) {
    decoder = new TransferDecoder(new WriterSchemas(settings.registry().connect()));
    trail = new AuditTrail();
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    LogFields.ofTask(metrics);
    fates = new FateCounters(metrics);
    deadLetters = FateCounters.deadLetters(metrics);
    received = new TransferCounters(JobMetric.TRANSFERS_RECEIVED, metrics);
  }

  @Override
  public void processElement(InputRecord record, Context context, Collector<Message> out) {
    Transfer transfer;
    try {
      transfer = decoder.decode(record.value(), record.origin());
    } catch (UnusableException e) {
      DeadLetterReason reason = e.unusable().reason();
      context.output(Outputs.SIDE, DeadLetters.of(record, reason, e.getMessage()));
      fates.count(Fate.DEAD_LETTER);
      deadLetters.get(reason).inc();
      try (LogFields.OfRecord about = LogFields.ofRecord(record)) {
        LOG.warn("no transfer of ours, and a dead letter now: {}", reason);
      }
      if (settings.audited()) {
        context.output(Outputs.SIDE, trail.ended(record, Fate.DEAD_LETTER, reason.name()));
      }
      return;
    }
    if (!lineage.owns(transfer.job(), transfer.checkpoint())) {
      fates.count(Fate.IGNORED);
      if (LOG.isDebugEnabled()) {
        try (LogFields.OfRecord about = LogFields.ofRecord(record)) {
          LOG.debug("sent anew since the checkpoint that this job was restored from");
        }
      }
      if (settings.audited()) {
        context.output(Outputs.SIDE, trail.ended(record, Fate.IGNORED, "sent anew"));
      }
      return;
    }
    Message message = transfer.message();
    received.count(message);
    if (message.station() == Station.LEADS) {
      out.collect(message);
    } else {
      context.output(Outputs.of(message.station()), message);
    }
  }
}
