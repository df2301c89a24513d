package dev.kizashi.leadscoring;

import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.resolution.MergeRegister;
import dev.kizashi.scoring.resolution.MergeRegister.Link;
import dev.kizashi.scoring.resolution.Turn;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;

/** The shell around {@link MergeRegister}: one task, all under one key. */
final class MergeBook extends KeyedProcessFunction<String, Message, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** Who is merged into whom; renaming it loses every merge. */
  static final String STATE = "links";

  private final LeadScoringTopology.Settings settings;

  private transient MapState<String, Link> links;
  private transient ValueState<Long> orders;
  private transient ErasureMemory erased;
  private transient MergeRegister register;
  private transient TurnOutput turns;
  private transient long watermark;

  MergeBook(LeadScoringTopology.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    links =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(STATE, StringSerializer.INSTANCE, new LinkSerializer()));
    orders =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("orders", LongSerializer.INSTANCE));
    erased = new ErasureMemory(context.getOperatorStateStore(), settings, group -> true, () -> 0);
    watermark = Long.MIN_VALUE;
  }

  @Override
  public void open(OpenContext context) {
    register = new MergeRegister(new LinksInState(), erased.erasures());
    turns = new TurnOutput(getRuntimeContext().getMetricGroup(), settings.audited());
    erased.tell(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Message message, Context context, Collector<Message> out)
      throws Exception {
    watermark = context.timerService().currentWatermark();
    erased.erasures().forget(watermark);
    Turn turn = turns.begin();
    register.take(message, turn);
    turns.end(context.getCurrentKey(), context::output, out);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    erased.snapshot(watermark);
  }

  private final class LinksInState implements MergeRegister.Links {
    @Override
    public Link get(String leadId) {
      return access(() -> links.get(leadId));
    }

    @Override
    public void put(String leadId, Link link) {
      access(
          () -> {
            links.put(leadId, link);
            return null;
          });
    }

    @Override
    public void remove(String leadId) {
      access(
          () -> {
            links.remove(leadId);
            return null;
          });
    }

    @Override
    public long nextOrder() {
      return access(
          () -> {
            Long last = orders.value();
            long next = last == null ? 1 : last + 1;
            orders.update(next);
            return next;
          });
    }

    private <T> T access(StateAccess<T> access) {
      try {
        return access.run();
      } catch (Exception e) {
        throw new FlinkRuntimeException("the register of merges cannot be used", e);
      }
    }
  }

  private interface StateAccess<T> {
    T run() throws Exception;
  }
}
