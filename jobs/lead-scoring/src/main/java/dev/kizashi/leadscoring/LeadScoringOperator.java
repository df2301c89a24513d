package dev.kizashi.leadscoring;

import dev.kizashi.runtime.logging.LogFields;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.records.AuditTrail;
import dev.kizashi.runtime.records.EmissionRecords;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.resolution.Leads;
import dev.kizashi.scoring.resolution.Turn;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The shell around {@link LeadJudge}: one judgement for an event, one timer a lead, and one read
 * and one write while a lead is active ({@link ActiveLeads}).
 *
 * <p>An operator of its own, not a process function, for two things that those cannot do: event
 * time that goes on while every input is silent ({@link SilentTime}), and a sweep over all leads
 * when another version of the model comes into force ({@link ModelSweep}).
 *
 * <p>The timer is lazy: where a lead's next instant moves later, the armed timer stays, turns out
 * early and arms itself anew. It is replaced only where the instant moves earlier.
 */
final class LeadScoringOperator extends AbstractStreamOperator<OutputRecord>
    implements TwoInputStreamOperator<Message, ConfigDocument, OutputRecord>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** The one value a lead; renaming it loses every lead. */
  static final String STATE = "lead";

  private static final String TIMERS = "instants";

  /** How Flink calls the backend of objects on the heap. */
  private static final String OBJECTS = "hashmap";

  private final LeadScoringTopology.Settings settings;

  private transient ActiveLeads leads;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient BroadcastState<Integer, ConfigDocument> documents;
  private transient KnownConfiguration known;
  private transient Rulebook book;
  private transient LeadJudge judge;
  private transient Leads rules;
  private transient ErasureMemory erased;
  private transient EmissionRecords records;
  private transient AuditTrail trail;
  private transient FateCounters fates;
  private transient Turn turn;
  private transient String job;
  private transient long checkpoint;
  private transient Counter suspects;
  private transient TransferCounters sent;
  private transient AlertCounters alerts;
  private transient TimerCounters timerCounts;
  private transient TimeInForce time;
  private transient SilentTime silentTime;
  private transient ModelSweep sweep;

  LeadScoringOperator(LeadScoringTopology.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    leads =
        new ActiveLeads(
            context
                .getKeyedStateStore()
                .getState(
                    new ValueStateDescriptor<>(
                        STATE, StateSizes.of(new LeadStateSerializer(), STATE, getMetricGroup()))),
            this::setCurrentKey,
            keepsBytes() ? settings.activeLeadsBytes() : 0,
            getMetricGroup());
    job = getRuntimeContext().getJobInfo().getJobId().toString();
    checkpoint = context.getRestoredCheckpointId().orElse(0) + 1;
    documents = context.getOperatorStateStore().getBroadcastState(KnownConfiguration.STATE);
    known = KnownConfiguration.restored(documents, settings.documents());
    TaskInfo task = getRuntimeContext().getTaskInfo();
    KeyGroupRange own =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks(),
            task.getIndexOfThisSubtask());
    erased =
        new ErasureMemory(
            context.getOperatorStateStore(),
            settings,
            own::contains,
            () ->
                KeyGroupRangeAssignment.assignToKeyGroup(
                    getCurrentKey(), task.getMaxNumberOfParallelSubtasks()));
    silentTime = new SilentTime(settings.idlePace(), context.getOperatorStateStore());
    sweep = new ModelSweep(context.getOperatorStateStore());
  }

  /**
   * A backend that keeps objects holds all leads anyway, and hands out another copy while it writes
   * a checkpoint: one that was held would change under it.
   */
  private boolean keepsBytes() {
    return !getKeyedStateBackend().getBackendTypeIdentifier().equals(OBJECTS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    records = new EmissionRecords(settings.alertSource());
    trail = new AuditTrail();
    turn = new Turn();
    fates = new FateCounters(getMetricGroup());
    suspects = JobMetric.SUSPECT_EVENTS.counter(getMetricGroup());
    sent = new TransferCounters(JobMetric.TRANSFERS_SENT, getMetricGroup());
    alerts = new AlertCounters(getMetricGroup());
    timerCounts = new TimerCounters(getMetricGroup());
    time = new TimeInForce(getMetricGroup(), getProcessingTimeService());
    erased.tell(getMetricGroup());
    LogFields.ofTask(getMetricGroup());
    // Documents say nothing of time.
    super.processWatermarkStatus(WatermarkStatus.IDLE, 1);
    compile();
    silentTime.start(getProcessingTimeService(), this::advanceTo);
  }

  private void compile() throws IOException {
    book = known.configuration().rulebook();
    judge = new LeadJudge(book);
    rules = new Leads(judge, erased.erasures());
    time.is(timers.currentWatermark(), book);
    sweep.rulesChanged(book, getProcessingTimeService(), this);
  }

  @Override
  public void processElement1(StreamRecord<Message> element) throws Exception {
    Message message = element.getValue();
    LeadState before = leads.of(message.key());
    long armedFor = before == null ? Curve.NEVER : before.armedFor();
    turn.clear();
    LeadState state = rules.take(message, before, turn);
    emit(turn.emissions());
    turn.messages().forEach(this::transfer);
    turn.outcomes().forEach(outcome -> end(outcome, message.key(), state));
    if (state != null) {
      settle(message.key(), state);
    } else {
      if (before != null) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, armedFor);
      }
      leads.remove(message.key(), before != null);
    }
    leads.makeRoom();
  }

  private void transfer(Message message) {
    sent.count(message);
    send(records.transfer(message, job, checkpoint));
  }

  private void end(Turn.Outcome outcome, String key, LeadState state) {
    fates.count(outcome.fate());
    if (outcome.suspect()) {
      suspects.inc();
    }
    if (settings.audited()) {
      send(trail.of(outcome, key, state == null ? null : book.versionsOf(state)));
    }
  }

  @Override
  public void processElement2(StreamRecord<ConfigDocument> element) throws Exception {
    if (known.take(element.getValue(), documents)) {
      compile();
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    timerCounts.fired();
    LeadState state = leads.lookAt(timer.getKey());
    if (state != null && state.armedFor() == timer.getTimestamp()) {
      state.armFor(Curve.NEVER);
      settle(timer.getKey(), state);
      leads.makeRoom();
    }
  }

  /** All leads of this task, as of now; to be closed. */
  Stream<String> leadIds() throws IOException {
    leads.writeAll();
    return this.<String>getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE);
  }

  long currentWatermark() {
    return timers.currentWatermark();
  }

  /** Judges a lead under what time has brought; the sweep's way in. */
  void lookAgain(String leadId) throws Exception {
    setCurrentKey(leadId);
    LeadState state = leads.lookAt(leadId);
    if (state != null && judge.isDue(state, timers.currentWatermark())) {
      settle(leadId, state);
      leads.makeRoom();
    }
  }

  /** Fires what is due, arms the timer for what is next, and writes the state. */
  private void settle(String leadId, LeadState state) throws Exception {
    long watermark = timers.currentWatermark();
    if (judge.isDue(state, watermark)) {
      emit(judge.onTime(leadId, state, watermark));
    }
    if (state.wakeAt() < state.armedFor()) {
      if (state.armedFor() != Curve.NEVER) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.armedFor());
      }
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, state.wakeAt());
      timerCounts.armed();
      state.armFor(state.wakeAt());
    }
    judge.alerts().drainTo(alerts);
    leads.keep(leadId, state);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("leads have no timers of processing time");
  }

  private void emit(List<Emission> emissions) {
    if (!emissions.isEmpty()) {
      long now = getProcessingTimeService().getCurrentProcessingTime();
      for (Emission emission : emissions) {
        records.of(emission, now, this::send);
      }
    }
  }

  private void send(OutputRecord record) {
    output.collect(new StreamRecord<>(record));
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    silentTime.heard(mark.getTimestamp());
    super.processWatermark1(mark);
  }

  /** Time from the inputs and time from silence meet here; it never goes back. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > timers.currentWatermark()) {
      super.processWatermark(mark);
      time.is(mark.getTimestamp(), book);
      erased.erasures().forget(mark.getTimestamp());
      sweep.timeReached(mark.getTimestamp(), getProcessingTimeService(), this);
    }
  }

  private void advanceTo(long instant) throws Exception {
    processWatermark(new Watermark(instant));
  }

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int index) throws Exception {
    if (index == 0) {
      silentTime.inputsAre(status.isIdle());
      super.processWatermarkStatus(status, index);
    }
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // Documents say nothing of time.
  }

  @Override
  public void close() throws Exception {
    if (sweep != null) {
      sweep.close();
    }
    super.close();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    leads.writeAll();
    checkpoint = context.getCheckpointId() + 1;
    erased.snapshot(timers.currentWatermark());
    silentTime.snapshot(timers.currentWatermark(), getProcessingTimeService());
    sweep.snapshot();
  }
}
