package dev.kizashi.leadscoring;

import dev.kizashi.runtime.metrics.JobMetric;
import dev.kizashi.scoring.evaluate.Message;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** A counter for each kind of message that travels by {@code lead-transfers}. */
final class TransferCounters {
  private final Map<Class<?>, Counter> byKind = new IdentityHashMap<>();

  TransferCounters(JobMetric metric, MetricGroup group) {
    for (Class<?> kind : Message.class.getPermittedSubclasses()) {
      byKind.put(kind, metric.counter(group, kind.getSimpleName()));
    }
  }

  void count(Message message) {
    byKind.get(message.getClass()).inc();
  }
}
