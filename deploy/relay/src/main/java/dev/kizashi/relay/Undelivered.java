package dev.kizashi.relay;

import dev.kizashi.runtime.codec.AlertCloudEvent;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An alert on its way: the record as it was read, and what has become of it so far. One courier at
 * a time has it.
 */
final class Undelivered {
  private final PartitionProgress progress;
  private final ConsumerRecord<byte[], byte[]> record;
  private boolean unread;
  private int failures;
  private long firstTriedNanos;
  private Unusable givenUp;

  Undelivered(PartitionProgress progress, ConsumerRecord<byte[], byte[]> record) {
    this.progress = progress;
    this.record = record;
  }

  PartitionProgress progress() {
    return progress;
  }

  int partition() {
    return record.partition();
  }

  long offset() {
    return record.offset();
  }

  long timestamp() {
    return record.timestamp();
  }

  byte[] key() {
    return record.key();
  }

  byte[] value() {
    return record.value();
  }

  /** Whether it is no alert: the lead was erased, and nobody has to be told. */
  boolean isTombstone() {
    return record.value() == null;
  }

  int bytes() {
    return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }

  /** Whoever it keeps its order with; without a key nobody. */
  Object lead() {
    return record.key() == null ? this : ByteBuffer.wrap(record.key());
  }

  /** What the engine says it comes from. */
  Optional<String> source() {
    Header header = record.headers().lastHeader(AlertCloudEvent.SOURCE_HEADER);
    return header == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Nobody could say how its bytes are read. */
  void leftUnread() {
    unread = true;
  }

  /** Its bytes were read; whether they could not be before. */
  boolean readAtLast() {
    boolean before = unread;
    unread = false;
    return before;
  }

  /** A try begins. */
  void tried(long nanos) {
    if (failures == 0) {
      firstTriedNanos = nanos;
    }
  }

  /**
   * The try failed.
   *
   * @return how many have
   */
  int failed() {
    return ++failures;
  }

  /** Tries that failed. */
  int failures() {
    return failures;
  }

  Duration sinceFirstTry(long nanos) {
    return Duration.ofNanos(nanos - firstTriedNanos);
  }

  /** It goes to the dead letters, and to nobody else any more. */
  void giveUp(Unusable why) {
    givenUp = why;
  }

  /** Why it goes to the dead letters, once that is settled. */
  Optional<Unusable> givenUp() {
    return Optional.ofNullable(givenUp);
  }
}
