package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.evaluate.Rulebook;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** The time that a task has come to and what is in force then, for whoever reads metrics. */
final class TimeInForce {
  private volatile long watermark = Long.MIN_VALUE;
  private volatile int modelVersion;
  private volatile int signalsVersion;

  TimeInForce(MetricGroup group, ProcessingTimeService clock) {
    JobMetric.WATERMARK_LAG.gauge(group, () -> lag(clock.getCurrentProcessingTime()));
    JobMetric.MODEL_VERSION.gauge(group, () -> modelVersion);
    JobMetric.SIGNALS_VERSION.gauge(group, () -> signalsVersion);
  }

  private double lag(long now) {
    long reached = watermark;
    return reached == Long.MIN_VALUE ? Double.NaN : now - (double) reached;
  }

  /** Time has come to {@code watermark}, or another version is known. */
  void is(long watermark, Rulebook book) {
    this.watermark = watermark;
    if (watermark != Long.MIN_VALUE) {
      modelVersion = book.modelVersionAt(watermark);
      signalsVersion = book.signalsVersionAt(watermark);
    }
  }
}
