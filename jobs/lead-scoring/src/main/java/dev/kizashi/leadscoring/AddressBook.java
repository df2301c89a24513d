package dev.kizashi.leadscoring;

import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.resolution.Addresses;
import dev.kizashi.scoring.resolution.Turn;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The shell around {@link Addresses}: one read and one write for an event known by address. */
final class AddressBook extends KeyedProcessFunction<String, Message, Message> {
  private static final long serialVersionUID = 1L;

  /** The one value an address; renaming it loses them. */
  static final String STATE = "address";

  private final boolean audited;

  private transient ValueState<Addresses.State> addresses;
  private transient TurnOutput turns;

  AddressBook(boolean audited) {
    this.audited = audited;
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
    turns = new TurnOutput(getRuntimeContext().getMetricGroup(), audited);
  }

  @Override
  public void processElement(Message message, Context context, Collector<Message> out)
      throws Exception {
    Turn turn = turns.begin();
    // Nothing to keep is written as null, which deletes the row.
    addresses.update(Addresses.take(message, addresses.value(), turn));
    turns.end(context.getCurrentKey(), context::output, out);
  }
}
