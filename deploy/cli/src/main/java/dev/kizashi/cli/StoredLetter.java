package dev.kizashi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record as it stands on {@code dead-letters}.
 *
 * @param topic the one that it came from, by the contract's name; empty where nothing says so
 * @param partition -1 where nothing says so
 * @param offset -1 where nothing says so
 * @param reason a code of {@code dl.reason}; empty where nothing says so
 * @param detail one line, without personal data
 * @param key as it was, null for none
 * @param value as it was, null for none
 * @param headers that are not ours
 */
record StoredLetter(
    String topic,
    int partition,
    long offset,
    String reason,
    String detail,
    byte[] key,
    byte[] value,
    List<Header> headers) {
  private static final String OURS = "dl.";
  private static final int SHOWN_BYTES = 400;

  static StoredLetter of(ConsumerRecord<byte[], byte[]> record) {
    return new StoredLetter(
        text(record, "dl.topic"),
        Math.toIntExact(number(record, "dl.partition")),
        number(record, "dl.offset"),
        text(record, "dl.reason"),
        text(record, "dl.detail"),
        record.key(),
        record.value(),
        Arrays.stream(record.headers().toArray())
            .filter(header -> !header.key().startsWith(OURS))
            .toList());
  }

  /** Where the record was read. */
  String place() {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }

  /** Key and value as far as they are text: other bytes as dots, and no more than some hundred. */
  String content() {
    return "key %s, value %s".formatted(printable(key), printable(value));
  }

  private static String printable(byte[] bytes) {
    if (bytes == null) {
      return "none";
    }
    String text =
        new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), UTF_8)
            .codePoints()
            .mapToObj(
                it -> Character.isISOControl(it) || it == 0xFFFD ? "." : Character.toString(it))
            .collect(Collectors.joining());
    return bytes.length > SHOWN_BYTES ? "%s… (%d bytes)".formatted(text, bytes.length) : text;
  }

  private static long number(ConsumerRecord<byte[], byte[]> record, String header) {
    String text = text(record, header);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
