package dev.kizashi.runtime.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;

/** Instants as the contract writes them, and as it accepts them. */
final class IsoTime {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HH:mm", "Z")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /** More digits than the formatter knows are cut off here, to the same effect. */
  private static final Pattern BEYOND_NANOS = Pattern.compile("(\\.\\d{9})\\d+");

  private IsoTime() {}

  /** UTC, exactly three decimals, {@code Z}. */
  static String text(Instant instant) {
    return MILLIS.format(instant);
  }

  static String text(long epochMillis) {
    return text(Instant.ofEpochMilli(epochMillis));
  }

  /**
   * Epoch millis of a date and time with {@code Z} or an offset; what is finer is cut off.
   *
   * @throws DateTimeException for anything else
   * @throws ArithmeticException for a year that millis cannot say
   */
  static long millis(String text) {
    return OffsetDateTime.parse(withoutFinerThanNanos(text), WITH_OFFSET)
        .toInstant()
        .toEpochMilli();
  }

  static String withoutFinerThanNanos(String text) {
    return BEYOND_NANOS.matcher(text).replaceFirst("$1");
  }
}
