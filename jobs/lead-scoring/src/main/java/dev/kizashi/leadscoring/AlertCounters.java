package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.alerts.AlertTally;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What became of alerts, by what they are raised on. */
final class AlertCounters implements AlertTally.Counts {
  private final Map<AlertTally.Outcome, Map<Trigger.Kind, Counter>> counters =
      new EnumMap<>(AlertTally.Outcome.class);

  AlertCounters(MetricGroup group) {
    for (AlertTally.Outcome outcome : AlertTally.Outcome.values()) {
      counters.put(outcome, metric(outcome).counters(group, Trigger.Kind.class));
    }
  }

  private static JobMetric metric(AlertTally.Outcome outcome) {
    return switch (outcome) {
      case RAISED -> JobMetric.ALERTS_RAISED;
      case WITHDRAWN -> JobMetric.ALERTS_WITHDRAWN;
      case SUPPRESSED -> JobMetric.ALERTS_SUPPRESSED;
    };
  }

  @Override
  public void add(AlertTally.Outcome outcome, Trigger.Kind kind, long count) {
    counters.get(outcome).get(kind).inc(count);
  }
}
