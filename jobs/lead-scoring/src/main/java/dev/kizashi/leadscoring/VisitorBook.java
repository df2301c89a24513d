package dev.kizashi.leadscoring;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Turn;
import dev.kizashi.scoring.resolution.VisitorState;
import dev.kizashi.scoring.resolution.Visitors;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The shell around {@link Visitors}: one read and one write for an event of a visitor, and one
 * timer a visitor, which turns out early where the visitor was seen again and arms itself anew.
 */
final class VisitorBook
    extends KeyedBroadcastProcessFunction<String, Message, ConfigDocument, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** The one value a visitor; renaming it loses them. */
  static final String STATE = "visitor";

  private final Bounds bounds;
  private final boolean audited;
  private final List<ConfigDocument> atSubmission;

  private transient ValueState<VisitorState> visitors;
  private transient KnownConfiguration known;
  private transient Visitors rules;
  private transient NumberMemory numbers;
  private transient TurnOutput turns;
  private transient TimerCounters timers;

  VisitorBook(LeadScoringTopology.Settings settings) {
    this.bounds = settings.bounds();
    this.audited = settings.audited();
    this.atSubmission = settings.documents();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    visitors =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    STATE,
                    StateSizes.of(
                        new VisitorStateSerializer(),
                        STATE,
                        getRuntimeContext().getMetricGroup())));
    known =
        KnownConfiguration.restored(
            context.getOperatorStateStore().getBroadcastState(KnownConfiguration.STATE),
            atSubmission);
    numbers = new NumberMemory(context.getOperatorStateStore());
  }

  @Override
  public void open(OpenContext context) {
    turns = new TurnOutput(getRuntimeContext().getMetricGroup(), audited);
    timers = new TimerCounters(getRuntimeContext().getMetricGroup());
    compile();
  }

  private void compile() {
    rules = new Visitors(known.configuration().rulebook(), bounds, numbers.numbers());
  }

  @Override
  public void processBroadcastElement(
      ConfigDocument document, Context context, Collector<Message> out) throws Exception {
    if (known.take(document, context.getBroadcastState(KnownConfiguration.STATE))) {
      compile();
    }
  }

  @Override
  public void processElement(Message message, ReadOnlyContext context, Collector<Message> out)
      throws Exception {
    VisitorState before = visitors.value();
    Turn turn = turns.begin();
    VisitorState state = rules.take(message, before, turn);
    if (state == null) {
      if (before != null) {
        context.timerService().deleteEventTimeTimer(before.armedFor());
      }
      visitors.clear();
    } else {
      arm(state, context);
      visitors.update(state);
    }
    turns.end(context.getCurrentKey(), context::output, out);
  }

  private void arm(VisitorState state, ReadOnlyContext context) {
    long due = rules.forgetAt(state);
    if (due < state.armedFor()) {
      context.timerService().deleteEventTimeTimer(state.armedFor());
      context.timerService().registerEventTimeTimer(due);
      timers.armed();
      state.armFor(due);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Message> out)
      throws Exception {
    timers.fired();
    VisitorState state = visitors.value();
    if (state == null || state.armedFor() != timestamp) {
      return;
    }
    if (rules.forgetAt(state) <= timestamp) {
      rules.forgotten(state);
      visitors.clear();
    } else {
      state.armFor(Long.MAX_VALUE);
      arm(state, context);
      visitors.update(state);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    numbers.snapshot();
  }
}
