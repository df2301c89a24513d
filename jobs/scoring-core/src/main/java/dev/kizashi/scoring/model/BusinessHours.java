package dev.kizashi.scoring.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a seller's people are at work, in the model's zone. A wall time that a daylight-saving gap
 * skips moves later, one that occurs twice means the earlier: {@link LocalDate#atTime} with {@code
 * atZone} does exactly that.
 */
public record BusinessHours(
    Set<DayOfWeek> days, LocalTime from, LocalTime to, Set<LocalDate> holidays) {

  /** Monday to Friday, nine to six, no holidays. */
  public static final BusinessHours DEFAULT =
      new BusinessHours(
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(9, 0),
          LocalTime.of(18, 0),
          Set.of());

  /** Ten years without an open day is a mistake in the document, not a deadline. */
  private static final int DAYS_SEARCHED = 3_660;

  public BusinessHours {
    days = Set.copyOf(days);
    holidays = Set.copyOf(holidays);
    if (days.isEmpty() || !from.isBefore(to)) {
      throw new IllegalArgumentException("business hours need a day and from before to");
    }
  }

  /**
   * The first instant at which that much open time has passed since {@code start}; both epoch
   * millis.
   */
  public long after(long start, long openMillis, ZoneId zone) {
    // A gap may push a closing time past midnight, so the day before may still be open.
    LocalDate date = Instant.ofEpochMilli(start).atZone(zone).toLocalDate().minusDays(1);
    long left = openMillis;
    // Where a gap moves a closing time into the next day, that day's hours do not count twice.
    long counted = start;
    for (int searched = 0; searched < DAYS_SEARCHED; searched++, date = date.plusDays(1)) {
      if (!days.contains(date.getDayOfWeek()) || holidays.contains(date)) {
        continue;
      }
      long opens = Math.max(counted, date.atTime(from).atZone(zone).toInstant().toEpochMilli());
      long closes = date.atTime(to).atZone(zone).toInstant().toEpochMilli();
      if (closes - opens >= left) {
        return left == 0 ? start : opens + left;
      }
      left -= Math.max(0, closes - opens);
      counted = Math.max(counted, closes);
    }
    throw new IllegalStateException("no open day within " + DAYS_SEARCHED + " days");
  }
}
