package dev.kizashi.runtime.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Every metric of the jobs' own, one of each a subtask; docs/metrics.md is generated from here.
 * What is counted for every event is resolved when a task opens: counting is an addition then, with
 * nothing looked up by name and nothing allocated.
 *
 * <p>Counters begin at zero whenever a task starts, also after a failure: rates are what is asked
 * of them.
 */
public enum JobMetric {
  RECORDS(
      Type.COUNTER,
      "fate",
      "records",
      "Input records by what became of them, as `audit-trail` says it: `scored`, `unmatched`,"
          + " `anonymous`, `duplicate`, `dead_letter` or `ignored`. Each is counted once, where its"
          + " fate is settled: over all operators the sum is what was consumed."),
  DEAD_LETTERS(
      Type.COUNTER,
      "reason",
      "deadLetters",
      "Records that went to `dead-letters`, refused documents among them, by the code of"
          + " `dl.reason`."),
  LATE_EVENTS(
      Type.COUNTER,
      null,
      "lateEvents",
      "Events that the task's watermark had passed when they were read. They count exactly; many of"
          + " them say that `watermarks.disorder` is too short or a producer holds events back."),
  SUSPECT_EVENTS(
      Type.COUNTER,
      null,
      "suspectEvents",
      "Events of a lead that are a machine's: shown and not scored."),
  LEAD_READS(
      Type.COUNTER,
      "from",
      "leadReads",
      "How often a lead was looked at that the task held (`held`), and one that had to be read from"
          + " the state (`state`). Many reads from the state for few leads say that"
          + " `leads.active-memory` is short."),
  TIMERS_ARMED(
      Type.COUNTER,
      null,
      "timersArmed",
      "Instants set at which a lead or a visitor has to be looked at."),
  TIMERS_FIRED(
      Type.COUNTER,
      null,
      "timersFired",
      "Such instants that came, also those that turned out early."),
  TRANSFERS_SENT(
      Type.COUNTER,
      "kind",
      "transfersSent",
      "Messages sent by way of `lead-transfers`, by the `kind` of the record."),
  TRANSFERS_RECEIVED(
      Type.COUNTER,
      "kind",
      "transfersReceived",
      "Messages that came back from there. What is sent and not received yet is in flight; how many"
          + " are committed and wait is `pendingRecords` of the source `transfers`."),
  ALERTS_RAISED(
      Type.COUNTER, "kind", "alertsRaised", "Alerts raised, by what their definition is `on`."),
  ALERTS_WITHDRAWN(Type.COUNTER, "kind", "alertsWithdrawn", "Alerts taken back, likewise."),
  ALERTS_SUPPRESSED(
      Type.COUNTER, "kind", "alertsSuppressed", "Alerts that a cool-down kept back, likewise."),
  DOCUMENTS_ACCEPTED(Type.COUNTER, null, "documentsAccepted", "Models and catalogues accepted."),
  DOCUMENTS_REFUSED(
      Type.COUNTER, null, "documentsRefused", "Models and catalogues refused; what runs goes on."),
  WATERMARK_LAG(
      Type.GAUGE,
      null,
      "watermarkLagMillis",
      "The machine's clock less the time that the leads' operator has come to, in silence too; NaN"
          + " before it knows any."),
  MODEL_VERSION(
      Type.GAUGE,
      null,
      "modelVersion",
      "The version of the model in force; 0 before time is known."),
  SIGNALS_VERSION(
      Type.GAUGE,
      null,
      "signalsVersion",
      "The version of the catalogue in force; 0 before time is known."),
  ERASURES_REMEMBERED(
      Type.GAUGE,
      null,
      "erasuresRemembered",
      "Erased ids that are still refused, by the leads' tasks and by the register."),
  STATE_VALUE_BYTES(
      Type.HISTOGRAM,
      "state",
      "valueBytes",
      "Sizes of the latest 1000 values of a state that were written, and in `_count` how many were.");

  /** Before every name of ours, so that none is another's. */
  public static final String GROUP = "kizashi";

  private static final String OPERATOR_SCOPE = "flink_taskmanager_job_task_operator_";
  private static final int WINDOW = 1000;

  private final Type type;
  private final String label;
  private final String key;
  private final String description;

  /** How values come about. */
  public enum Type {
    COUNTER,
    GAUGE,
    /** Quantiles 0.5 to 0.999. */
    HISTOGRAM
  }

  JobMetric(Type type, String label, String key, String description) {
    this.type = type;
    this.label = label;
    this.key = key;
    this.description = description;
  }

  public Type type() {
    return type;
  }

  /** What tells its values apart beside Flink's own labels, or null. */
  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** As Flink's reporter for Prometheus names it. */
  public String prometheusName() {
    return OPERATOR_SCOPE + GROUP + '_' + (label == null ? "" : label + '_') + key;
  }

  public Counter counter(MetricGroup operator) {
    return group(operator).counter(key);
  }

  public Counter counter(MetricGroup operator, String labelled) {
    return group(operator, labelled).counter(key);
  }

  /** A counter for each value of the label. */
  public <E extends Enum<E>> Map<E, Counter> counters(MetricGroup operator, Class<E> labels) {
    Map<E, Counter> counters = new EnumMap<>(labels);
    for (E labelled : labels.getEnumConstants()) {
      counters.put(labelled, counter(operator, labelled.name().toLowerCase(Locale.ROOT)));
    }
    return counters;
  }

  /**
   * @param value is asked by another thread than the task's
   */
  public <T extends Number> void gauge(MetricGroup operator, Gauge<T> value) {
    group(operator).gauge(key, value);
  }

  /** Keeps the latest values in an array of its own. */
  public Histogram histogram(MetricGroup operator, String labelled) {
    return group(operator, labelled).histogram(key, new DescriptiveStatisticsHistogram(WINDOW));
  }

  private MetricGroup group(MetricGroup operator) {
    if (label != null) {
      throw new IllegalStateException(this + " is told by " + label);
    }
    return operator.addGroup(GROUP);
  }

  private MetricGroup group(MetricGroup operator, String labelled) {
    return operator.addGroup(GROUP).addGroup(label, labelled);
  }
}
