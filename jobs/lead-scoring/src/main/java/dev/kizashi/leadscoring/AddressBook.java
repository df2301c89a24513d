package dev.kizashi.leadscoring;

import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.resolution.Addresses;
import dev.kizashi.scoring.resolution.Turn;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The shell around {@link Addresses}: one read and one write for an event known by address. */
final class AddressBook extends KeyedProcessFunction<String, Message, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** The one value an address; renaming it loses them. */
  static final String STATE = "address";

  private final boolean audited;

  private transient ValueState<Addresses.State> addresses;
  private transient NumberMemory numbers;
  private transient Addresses rules;
  private transient TurnOutput turns;

  AddressBook(boolean audited) {
    this.audited = audited;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    numbers = new NumberMemory(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    numbers.snapshot();
  }

  @Override
  public void open(OpenContext context) {
    addresses =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    STATE,
                    StateSizes.of(
                        new AddressStateSerializer(),
                        STATE,
                        getRuntimeContext().getMetricGroup())));
    rules = new Addresses(numbers.numbers());
    turns = new TurnOutput(getRuntimeContext().getMetricGroup(), audited);
  }

  @Override
  public void processElement(Message message, Context context, Collector<Message> out)
      throws Exception {
    Turn turn = turns.begin();
    // Nothing to keep is written as null, which deletes the row.
    addresses.update(rules.take(message, addresses.value(), turn));
    turns.end(context.getCurrentKey(), context::output, out);
  }
}
