package dev.kizashi.runtime.records;

import dev.kizashi.runtime.codec.DeadLetterReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records that cannot be used, as outputs: the original bytes, and in headers where and why. */
public final class DeadLetters {
  private static final String VERSION =
      orElse(DeadLetters.class.getPackage().getImplementationVersion(), "development");

  private DeadLetters() {}

  /**
   * @param detail one line, without personal data
   */
  public static OutputRecord of(InputRecord record, DeadLetterReason reason, String detail) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("dl.topic", record.topic().topicName());
    headers.put("dl.partition", String.valueOf(record.partition()));
    headers.put("dl.offset", String.valueOf(record.offset()));
    headers.put("dl.timestamp", String.valueOf(record.timestamp()));
    headers.put("dl.reason", reason.name());
    headers.put("dl.detail", detail);
    headers.put("dl.job_version", VERSION);
    return new OutputRecord(OutputTopic.DEAD_LETTERS, record.key(), record.value(), headers);
  }

  private static String orElse(String version, String unknown) {
    return version == null ? unknown : version;
  }
}
