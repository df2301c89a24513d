package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.runtime.records.DeadLetters;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.RegistryConnector;
import dev.kizashi.runtime.time.EventTime;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the shuffle: bytes become events, events become signals, and only what reaches a lead goes
 * on. What does not is counted and, where the trail is on, written down.
 */
final class SignalRecognition extends BroadcastProcessFunction<InputRecord, ConfigDocument, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SignalRecognition.class);

  private final RegistryConnector registry;
  private final EventTime time;
  private final int maxEventBytes;
  private final boolean audited;
  private final List<ConfigDocument> atSubmission;

  private transient EventDecoder decoder;
  private transient KnownConfiguration known;
  private transient Recognition recognition;
  private transient AuditTrail trail;
  private transient FateCounters fates;
  private transient Map<DeadLetterReason, Counter> deadLetters;
  private transient Counter late;

  SignalRecognition(LeadScoringTopology.Settings settings) {
    this.registry = settings.registry();
    this.time = settings.time();
    this.maxEventBytes = settings.maxEventBytes();
    this.audited = settings.audited();
    this.atSubmission = settings.documents();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    known =
        KnownConfiguration.restored(
            context.getOperatorStateStore().getBroadcastState(KnownConfiguration.STATE),
            atSubmission);
  }

  @Override
  public void open(OpenContext context) {
    decoder = new EventDecoder(new WriterSchemas(registry.connect()), maxEventBytes);
    trail = new AuditTrail();
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    LogFields.ofTask(metrics);
    fates = new FateCounters(metrics);
    deadLetters = FateCounters.deadLetters(metrics);
    late = JobMetric.LATE_EVENTS.counter(metrics);
    compile();
  }

  private void compile() {
    recognition = new Recognition(known.configuration().matchers());
  }

  @Override
  public void processBroadcastElement(
      ConfigDocument document, Context context, Collector<Message> out) throws Exception {
    if (known.take(document, context.getBroadcastState(KnownConfiguration.STATE))) {
      compile();
    }
  }

  @Override
  public void processElement(InputRecord record, ReadOnlyContext context, Collector<Message> out) {
    Decoded decoded = decoder.decode(record.topic(), record.value());
    decoded.fold(
        behaviour -> {
          if (inTime(record, behaviour.event().occurredAt(), context)) {
            Recognised recognised = recognition.behaviour(behaviour.event(), record.origin());
            if (recognised.fate() == Fate.SCORED) {
              send(recognised.event(), context, out);
            } else {
              end(record, recognised.fate(), context);
            }
          }
          return null;
        },
        crm -> {
          if (inTime(record, crm.occurredAt(), context)) {
            send(
                Recognition.crm(
                    crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), record.origin()),
                context,
                out);
          }
          return null;
        },
        unusable -> {
          bury(record, unusable.reason(), unusable.detail(), context);
          return null;
        });
  }

  private static void send(Message message, ReadOnlyContext context, Collector<Message> out) {
    if (message.station() == Station.LEADS) {
      out.collect(message);
    } else {
      context.output(Outputs.of(message.station()), message);
    }
  }

  private boolean inTime(InputRecord record, long occurredAt, ReadOnlyContext context) {
    long now = context.currentProcessingTime();
    if (time.isFuture(occurredAt, now)) {
      bury(
          record,
          DeadLetterReason.FUTURE_TIMESTAMP,
          "occurred_at " + occurredAt + " is more than " + time.ahead().toMillis() + " ms ahead",
          context);
      return false;
    }
    if (time.isLongPast(occurredAt, now)) {
      bury(
          record,
          DeadLetterReason.PAST_TIMESTAMP,
          "occurred_at " + occurredAt + " is more than " + time.ago().toDays() + " d ago",
          context);
      return false;
    }
    if (occurredAt < context.currentWatermark()) {
      late.inc();
    }
    return true;
  }

  private void bury(
      InputRecord record, DeadLetterReason reason, String detail, ReadOnlyContext context) {
    context.output(Outputs.SIDE, DeadLetters.of(record, reason, detail));
    fates.count(Fate.DEAD_LETTER);
    deadLetters.get(reason).inc();
    if (LOG.isDebugEnabled()) {
      try (LogFields.OfRecord about = LogFields.ofRecord(record)) {
        LOG.debug("a dead letter: {}", reason);
      }
    }
    if (audited) {
      context.output(Outputs.SIDE, trail.ended(record, Fate.DEAD_LETTER, reason.name()));
    }
  }

  private void end(InputRecord record, Fate fate, ReadOnlyContext context) {
    fates.count(fate);
    if (audited) {
      context.output(Outputs.SIDE, trail.ended(record, fate, null));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // The broadcast state is written by Flink.
  }
}
