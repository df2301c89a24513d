package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.runtime.types.StateSerializer;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** How large the values of a state are when they are written. */
final class StateSizes {
  private StateSizes() {}

  /** The same serializer, measured. */
  static <T> StateSerializer<T> of(
      StateSerializer<T> serializer, String state, MetricGroup metrics) {
    Histogram sizes = JobMetric.STATE_VALUE_BYTES.histogram(metrics, state);
    return serializer.telling(sizes::update);
  }
}
