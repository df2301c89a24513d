package dev.kizashi.leadscoring;

import dev.kizashi.scoring.resolution.Numbers;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/**
 * Above which number somebody new begins, in the state of an operator: one number a task, and after
 * a change of parallelism the highest of all, since nobody knows who was whose.
 */
final class NumberMemory {
  private final ListState<Long> kept;
  private final Numbers numbers = new Numbers();

  NumberMemory(OperatorStateStore store) throws Exception {
    kept = store.getUnionListState(new ListStateDescriptor<>("numbers", LongSerializer.INSTANCE));
    for (long highest : kept.get()) {
      numbers.restore(highest);
    }
  }

  Numbers numbers() {
    return numbers;
  }

  void snapshot() throws Exception {
    kept.clear();
    kept.add(numbers.highest());
  }
}
