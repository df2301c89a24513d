package dev.kizashi.runtime.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands beside a dead letter's original bytes: where they came from and why they are there.
 */
public final class DeadLetterHeaders {
  private static final String VERSION =
      orElse(DeadLetterHeaders.class.getPackage().getImplementationVersion(), "development");

  private DeadLetterHeaders() {}

  /**
   * @param topic by the contract's name
   * @param timestamp the log's, epoch millis
   * @param detail one line, without personal data
   */
  public static Map<String, String> of(
      String topic,
      int partition,
      long offset,
      long timestamp,
      DeadLetterReason reason,
      String detail) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("dl.topic", topic);
    headers.put("dl.partition", String.valueOf(partition));
    headers.put("dl.offset", String.valueOf(offset));
    headers.put("dl.timestamp", String.valueOf(timestamp));
    headers.put("dl.reason", reason.name());
    headers.put("dl.detail", detail);
    headers.put("dl.job_version", VERSION);
    return headers;
  }

  private static String orElse(String version, String unknown) {
    return version == null ? unknown : version;
  }
}
