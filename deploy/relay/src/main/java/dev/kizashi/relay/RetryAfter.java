package dev.kizashi.relay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or a date. */
final class RetryAfter {
  /** Nobody waits for longer, and arithmetic ends somewhere. */
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** Empty for what is neither. */
  static Optional<Duration> parse(String header, Instant now) {
    String text = header.strip();
    if (text.matches("\\d{1," + MOST_DIGITS + "}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
