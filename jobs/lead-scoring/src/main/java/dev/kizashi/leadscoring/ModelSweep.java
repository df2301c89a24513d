package dev.kizashi.leadscoring;

import dev.kizashi.scoring.evaluate.Rulebook;
import java.io.IOException;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges every lead of a task anew when another version of the model comes into force, a few
 * hundred at a time between other work. A lead that acts meanwhile is judged on its own; one that
 * was judged already is passed over, so a sweep that a failure cut short simply starts again.
 */
final class ModelSweep {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSweep.class);

  /** Some milliseconds of work; the next batch waits behind whatever has come meanwhile. */
  private static final int BATCH = 500;

  private final ListState<String> state;
  private Rulebook book;

  /** The versions that all leads are judged under, or null when that is not known. */
  private String swept;

  private String sweeping;
  private Stream<String> keys;
  private Iterator<String> left;

  ModelSweep(OperatorStateStore store) throws Exception {
    state = store.getUnionListState(new ListStateDescriptor<>("swept", StringSerializer.INSTANCE));
    boolean first = true;
    for (String versions : state.get()) {
      swept = first || versions.equals(swept) ? versions : null;
      first = false;
    }
  }

  void rulesChanged(Rulebook book, ProcessingTimeService clock, LeadScoringOperator operator)
      throws IOException {
    this.book = book;
    timeReached(operator.currentWatermark(), clock, operator);
  }

  /** Starts a sweep when {@code watermark} has brought another version into force. */
  void timeReached(long watermark, ProcessingTimeService clock, LeadScoringOperator operator)
      throws IOException {
    if (watermark == Long.MIN_VALUE) {
      // Right after a start or a restore nobody knows what is in force.
      return;
    }
    String current = book.versionsAt(watermark);
    if (!current.equals(swept) && !current.equals(sweeping)) {
      close();
      sweeping = current;
      LOG.info("{} in force; the leads of this task are judged anew", current);
      keys = operator.leadIds();
      left = keys.iterator();
      continueLater(clock, operator);
    }
  }

  private void continueLater(ProcessingTimeService clock, LeadScoringOperator operator) {
    Iterator<String> sweep = left;
    clock.registerTimer(
        clock.getCurrentProcessingTime(),
        now -> {
          if (sweep == left) {
            sweepBatch(clock, operator);
          }
        });
  }

  private void sweepBatch(ProcessingTimeService clock, LeadScoringOperator operator)
      throws Exception {
    for (int i = 0; i < BATCH && left.hasNext(); i++) {
      operator.lookAgain(left.next());
    }
    if (left.hasNext()) {
      continueLater(clock, operator);
    } else {
      swept = sweeping;
      LOG.info("every lead of this task is judged by {}", swept);
      close();
    }
  }

  void snapshot() throws Exception {
    state.clear();
    state.add(swept == null ? "" : swept);
  }

  /** Gives back the iterator over the state. */
  void close() {
    if (keys != null) {
      keys.close();
      keys = null;
      left = null;
      sweeping = null;
    }
  }
}
