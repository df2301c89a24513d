package dev.kizashi.runtime.codec;

import dev.kizashi.scoring.signals.InvalidEventException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a list says when something happened. */
final class CsvTime {
  static final String ISO = "iso";
  static final String EPOCH_SECONDS = "epoch_seconds";

  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
  private static final long SECOND_MILLIS = 1_000;
  private static final DateTimeFormatter ISO_8601 =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final DateTimeFormatter format;
  private final long integerUnitMillis;
  private final ZoneId zone;

  /**
   * @param format {@link #ISO}, where an integer is epoch millis; {@link #EPOCH_SECONDS}; or a
   *     pattern of {@link DateTimeFormatter}, names of months and days in English
   * @param zone of times that do not say theirs; null when there are none
   * @throws IllegalArgumentException when the pattern is none
   */
  CsvTime(String format, ZoneId zone) {
    this.zone = zone;
    this.integerUnitMillis =
        format.equals(ISO) ? 1 : format.equals(EPOCH_SECONDS) ? SECOND_MILLIS : 0;
    this.format =
        integerUnitMillis != 0 ? ISO_8601 : DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
  }

  /**
   * @throws InvalidEventException when the text is no such time
   */
  Instant read(String text) {
    try {
      if (integerUnitMillis != 0 && INTEGER.matcher(text).matches()) {
        return Instant.ofEpochMilli(Math.multiplyExact(Long.parseLong(text), integerUnitMillis));
      }
      TemporalAccessor time =
          format.parseBest(
              IsoTime.withoutFinerThanNanos(text),
              ZonedDateTime::from,
              OffsetDateTime::from,
              LocalDateTime::from,
              LocalDate::from);
      return Instant.ofEpochMilli(instant(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidEventException("is no time of the mapping's format");
    }
  }

  private Instant instant(TemporalAccessor time) {
    if (time instanceof ZonedDateTime || time instanceof OffsetDateTime) {
      return Instant.from(time);
    }
    if (zone == null) {
      throw new InvalidEventException("says no offset, and the mapping no zone");
    }
    return time instanceof LocalDateTime local
        ? local.atZone(zone).toInstant()
        : ((LocalDate) time).atStartOfDay(zone).toInstant();
  }
}
