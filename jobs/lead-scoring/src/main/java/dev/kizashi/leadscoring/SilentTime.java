package dev.kizashi.leadscoring;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Event time while every input is silent. Flink's time stops then, and a lead that fell silent on a
 * quiet night would stay warm until somebody else acts. So from where the events left it, time goes
 * on at a given pace of the machine's clock, which for live traffic is the clock itself; a backlog
 * that pauses does not leap to today. Whether the inputs are silent is known only behind the
 * shuffle, where every upstream task is heard.
 *
 * <p>Recovery does not restore watermarks: the last one is kept here with the time of day, so that
 * a job restored into silence goes on too.
 */
final class SilentTime {
  private static final long TICK_MILLIS = 200;

  private final double pace;
  private final ListState<long[]> state;
  private long heard = Long.MIN_VALUE;
  private long heardAt;
  private boolean silent;
  private ProcessingTimeService clock;
  private Advance advance;

  /** Takes the operator's time to an instant. */
  interface Advance {
    void to(long instant) throws Exception;
  }

  SilentTime(double pace, OperatorStateStore store) throws Exception {
    this.pace = pace;
    this.state =
        store.getUnionListState(
            new ListStateDescriptor<>("silent-time", LongPrimitiveArraySerializer.INSTANCE));
    for (long[] entry : state.get()) {
      if (entry[0] > heard) {
        heard = entry[0];
        heardAt = entry[1];
      }
    }
  }

  void start(ProcessingTimeService clock, Advance advance) {
    this.clock = clock;
    this.advance = advance;
    tickLater();
  }

  /** The inputs' time has come to {@code watermark}. */
  void heard(long watermark) {
    if (watermark > heard) {
      heard = watermark;
      heardAt = clock.getCurrentProcessingTime();
    }
  }

  void inputsAre(boolean silent) {
    this.silent = silent;
  }

  private void tickLater() {
    if (pace > 0) {
      clock.registerTimer(clock.getCurrentProcessingTime() + TICK_MILLIS, this::tick);
    }
  }

  private void tick(long now) throws Exception {
    if (silent && heard != Long.MIN_VALUE) {
      advance.to(heard + (long) ((now - heardAt) * pace));
    }
    tickLater();
  }

  /** Keeps where time stands, by whichever way it came there. */
  void snapshot(long watermark, ProcessingTimeService clock) throws Exception {
    state.clear();
    if (watermark != Long.MIN_VALUE) {
      state.add(new long[] {watermark, clock.getCurrentProcessingTime()});
    }
  }
}
