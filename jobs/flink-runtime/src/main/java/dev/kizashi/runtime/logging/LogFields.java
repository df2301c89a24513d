package dev.kizashi.runtime.logging;

import dev.kizashi.runtime.records.InputRecord;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.slf4j.MDC;

/**
 * What a line of the log carries beside its message, to be found by: the task that wrote it, and
 * the record that it is about. Flink adds the job. Of a record that is its place and nothing else:
 * no key, no value, nobody's name.
 */
public final class LogFields {
  public static final String TASK = "task";
  public static final String SUBTASK = "subtask";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";

  private LogFields() {}

  /**
   * Every line of this thread, whoever writes it, is this subtask's from now on. A thread is a
   * task's for as long as both live.
   *
   * @param metrics of an operator of the task, which know its name
   */
  public static void ofTask(MetricGroup metrics) {
    Map<String, String> scope = metrics.getAllVariables();
    putIfKnown(TASK, scope.get(ScopeFormat.SCOPE_TASK_NAME));
    putIfKnown(SUBTASK, scope.get(ScopeFormat.SCOPE_TASK_SUBTASK_INDEX));
  }

  private static void putIfKnown(String field, String value) {
    if (value != null) {
      MDC.put(field, value);
    }
  }

  /** The lines until it is closed are about a record. */
  public static OfRecord ofRecord(InputRecord record) {
    MDC.put(TOPIC, record.topic().topicName());
    MDC.put(PARTITION, Integer.toString(record.partition()));
    MDC.put(OFFSET, Long.toString(record.offset()));
    return new OfRecord();
  }

  /** Takes the fields away again. */
  public static final class OfRecord implements AutoCloseable {
    private OfRecord() {}

    @Override
    public void close() {
      MDC.remove(TOPIC);
      MDC.remove(PARTITION);
      MDC.remove(OFFSET);
    }
  }
}
