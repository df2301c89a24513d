package dev.kizashi.leadscoring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * Which transfers belong to the state that this job has. A job that is restored from another
 * checkpoint than the latest finds transfers that its predecessor sent afterwards; it sends the
 * same once more, so those are not taken.
 */
final class Lineage {
  /** Predecessors further back have nothing left in the topic. */
  private static final int MOST = 50;

  private static final char SEPARATOR = '@';

  private final ListState<String> state;

  /** By job the last checkpoint whose transfers count, oldest job first. */
  private final Map<String, Long> until = new LinkedHashMap<>();

  /**
   * Restores what there is.
   *
   * @param job Flink's id of this job
   */
  Lineage(FunctionInitializationContext context, String job) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("lineage", StringSerializer.INSTANCE));
    for (String entry : state.get()) {
      int at = entry.indexOf(SEPARATOR);
      until.merge(
          entry.substring(0, at), Long.valueOf(entry.substring(at + 1)), (one, other) -> other);
    }
    if (context.getRestoredCheckpointId().isPresent()) {
      long restored = context.getRestoredCheckpointId().getAsLong();
      until.replaceAll((predecessor, last) -> last == Long.MAX_VALUE ? (Long) restored : last);
    }
    // A job that fails goes on from its latest checkpoint, so all that is committed counts.
    until.remove(job);
    until.put(job, Long.MAX_VALUE);
    while (until.size() > MOST) {
      until.remove(until.keySet().iterator().next());
    }
  }

  /** Whether what a job sent, at the earliest within a checkpoint, belongs to this state. */
  boolean owns(String job, long checkpoint) {
    return until.getOrDefault(job, Long.MIN_VALUE) >= checkpoint;
  }

  void snapshot() throws Exception {
    state.clear();
    for (Map.Entry<String, Long> entry : until.entrySet()) {
      state.add(entry.getKey() + SEPARATOR + entry.getValue());
    }
  }
}
