package dev.kizashi.runtime.records;

import dev.kizashi.runtime.codec.DeadLetterHeaders;
import dev.kizashi.runtime.codec.DeadLetterReason;

/** Records that cannot be used, as outputs: the original bytes, and in headers where and why. */
public final class DeadLetters {
  private DeadLetters() {}

  /**
   * @param detail one line, without personal data
   */
  public static OutputRecord of(InputRecord record, DeadLetterReason reason, String detail) {
    return new OutputRecord(
        OutputTopic.DEAD_LETTERS,
        record.key(),
        record.value(),
        DeadLetterHeaders.of(
            record.topic().topicName(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            reason,
            detail));
  }
}
