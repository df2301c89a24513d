package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.TransferDecoder;
import dev.kizashi.runtime.codec.TransferDecoder.Transfer;
import dev.kizashi.runtime.codec.UnusableException;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.runtime.records.DeadLetters;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** What leads have sent each other, back from its topic. */
final class TransferReading extends ProcessFunction<InputRecord, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final LeadScoringTopology.Settings settings;

  private transient Lineage lineage;
  private transient TransferDecoder decoder;
  private transient AuditTrail trail;
  private transient FateCounters fates;

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
    fates = new FateCounters(getRuntimeContext().getMetricGroup());
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
      if (settings.audited()) {
        context.output(Outputs.SIDE, trail.ended(record, Fate.DEAD_LETTER, reason.name()));
      }
      return;
    }
    if (!lineage.owns(transfer.job(), transfer.checkpoint())) {
      fates.count(Fate.IGNORED);
      if (settings.audited()) {
        context.output(Outputs.SIDE, trail.ended(record, Fate.IGNORED, "sent anew"));
      }
      return;
    }
    Message message = transfer.message();
    if (message.station() == Station.LEADS) {
      out.collect(message);
    } else {
      context.output(Outputs.of(message.station()), message);
    }
  }
}
