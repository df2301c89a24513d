package dev.kizashi.cli.it;

import static dev.kizashi.runtime.codec.DeadLetterReason.FUTURE_TIMESTAMP;
import static dev.kizashi.runtime.codec.DeadLetterReason.INVALID;
import static dev.kizashi.runtime.codec.DeadLetterReason.NO_IDENTITY;
import static dev.kizashi.runtime.codec.DeadLetterReason.PAST_TIMESTAMP;
import static dev.kizashi.runtime.codec.DeadLetterReason.UNDECODABLE;
import static dev.kizashi.runtime.codec.DeadLetterReason.UNKNOWN_SCHEMA;

import dev.kizashi.runtime.codec.DeadLetterReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The ways in which a record can be of no use, each made from a good one. */
enum Malformed {
  BAD_MAGIC_BYTE(
      UNDECODABLE,
      (good, writers) -> {
        byte[] value = writers.ours(good);
        value[0] = 1;
        return value;
      }),
  SCHEMA_ID_OF_NOTHING(
      UNKNOWN_SCHEMA,
      (good, writers) ->
          ByteBuffer.wrap(writers.ours(good)).putInt(1, 1_000_000 + good.number() % 100).array()),
  TRUNCATED(
      UNDECODABLE,
      (good, writers) -> {
        byte[] value = writers.ours(good);
        return Arrays.copyOf(value, 1 + good.number() % (value.length - 1));
      }),
  TRAILING_GARBAGE(
      UNDECODABLE,
      (good, writers) -> {
        byte[] value = writers.ours(good);
        return Arrays.copyOf(value, value.length + 1 + good.number() % 7);
      }),
  EMPTY(UNDECODABLE, (good, writers) -> new byte[0]),
  NULL(UNDECODABLE, (good, writers) -> null),
  DEEP_UNION(UNDECODABLE, (good, writers) -> writers.deep(good)),
  NOT_A_NUMBER(UNDECODABLE, (good, writers) -> writers.timeNotANumber(good)),
  IN_MICROSECONDS(UNDECODABLE, (good, writers) -> writers.timeInMicroseconds(good)),
  LACKING_A_FIELD(UNDECODABLE, (good, writers) -> writers.withoutEventId(good)),
  OF_NOBODY(NO_IDENTITY, (good, writers) -> writers.ours(good, good.ofNobody())),
  NO_ADDRESS(
      INVALID, (good, writers) -> writers.ours(good, good.with("email", "ann@@acme.example"))),
  NO_EVENT_ID(INVALID, (good, writers) -> writers.ours(good, good.with("event_id", ""))),
  IN_TWO_HOURS(FUTURE_TIMESTAMP, after(Duration.ofHours(2))),
  IN_TEN_YEARS(FUTURE_TIMESTAMP, after(Duration.ofDays(3_653))),
  AT_THE_END_OF_TIME(
      FUTURE_TIMESTAMP,
      (good, writers) -> writers.ours(good, good.at(Instant.ofEpochMilli(Long.MAX_VALUE)))),
  FIFTY_YEARS_AGO(PAST_TIMESTAMP, after(Duration.ofDays(-18_263))),
  AT_ZERO(PAST_TIMESTAMP, (good, writers) -> writers.ours(good, good.at(Instant.EPOCH)));

  private final DeadLetterReason reason;

  // The lambdas hold nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Change change;

  private interface Change {
    byte[] of(GoodRecord good, Writers writers);
  }

  Malformed(DeadLetterReason reason, Change change) {
    this.reason = reason;
    this.change = change;
  }

  private static Change after(Duration ahead) {
    return (good, writers) -> writers.ours(good, good.at(Instant.now().plus(ahead)));
  }

  DeadLetterReason reason() {
    return reason;
  }

  /** The bytes as they are sent, or null. */
  byte[] value(GoodRecord good, Writers writers) {
    return change.of(good, writers);
  }
}
