package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** How often somebody is to be looked at, and is. */
final class TimerCounters {
  private final Counter armed;
  private final Counter fired;

  TimerCounters(MetricGroup group) {
    armed = JobMetric.TIMERS_ARMED.counter(group);
    fired = JobMetric.TIMERS_FIRED.counter(group);
  }

  void armed() {
    armed.inc();
  }

  void fired() {
    fired.inc();
  }
}
