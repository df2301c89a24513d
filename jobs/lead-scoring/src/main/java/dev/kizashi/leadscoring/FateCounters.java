package dev.kizashi.leadscoring;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.evaluate.Fate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * A counter for each fate of a record; over all operators they sum to what was consumed. What a
 * record led to elsewhere is no fate of its own, and nobody reads how often that was.
 */
final class FateCounters {
  private final Map<Fate, Counter> counters = new EnumMap<>(Fate.class);

  FateCounters(MetricGroup group) {
    for (Fate fate : Fate.values()) {
      counters.put(
          fate,
          fate == Fate.FOLLOWED
              ? new SimpleCounter()
              : JobMetric.RECORDS.counter(group, fate.name().toLowerCase(Locale.ROOT)));
    }
  }

  void count(Fate fate) {
    counters.get(fate).inc();
  }

  /** For operators that find out what cannot be used. */
  static Map<DeadLetterReason, Counter> deadLetters(MetricGroup group) {
    return JobMetric.DEAD_LETTERS.counters(group, DeadLetterReason.class);
  }
}
