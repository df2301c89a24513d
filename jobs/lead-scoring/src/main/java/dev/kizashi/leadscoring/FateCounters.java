package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.evaluate.Fate;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** A counter for each fate; over all operators they sum to what was consumed. */
final class FateCounters {
  private final Map<Fate, Counter> counters;

  FateCounters(MetricGroup group) {
    counters = JobMetric.RECORDS.counters(group, Fate.class);
  }

  void count(Fate fate) {
    counters.get(fate).inc();
  }

  /** For operators that find out what cannot be used. */
  static Map<DeadLetterReason, Counter> deadLetters(MetricGroup group) {
    return JobMetric.DEAD_LETTERS.counters(group, DeadLetterReason.class);
  }
}
