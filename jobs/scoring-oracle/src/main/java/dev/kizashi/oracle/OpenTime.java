package dev.kizashi.oracle;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** §6: when a deadline ends, in elapsed or in open time. */
final class OpenTime {
  private OpenTime() {}

  /** Epoch millis, for a duration that starts at {@code start}. */
  static long endOf(Deadline deadline, long start, BusinessHours hours, ZoneId zone) {
    if (!deadline.businessHours() || deadline.millis() == 0) {
      return start + deadline.millis();
    }
    long left = deadline.millis();
    long passed = start;
    // A gap may push a closing time past midnight, so the day before is looked at as well.
    LocalDate day = Instant.ofEpochMilli(start).atZone(zone).toLocalDate().minusDays(1);
    while (true) {
      long from = Math.max(passed, instant(day, hours.from(), zone));
      long to = instant(day, hours.to(), zone);
      if (isOpen(hours, day) && to > from) {
        if (left <= to - from) {
          return from + left;
        }
        left -= to - from;
        passed = to;
      }
      day = day.plusDays(1);
    }
  }

  private static boolean isOpen(BusinessHours hours, LocalDate day) {
    return hours.days().contains(day.getDayOfWeek()) && !hours.holidays().contains(day);
  }

  /** In a gap the wall time moves later, in an overlap the earlier one counts. */
  private static long instant(LocalDate day, LocalTime wall, ZoneId zone) {
    return day.atTime(wall).atZone(zone).withEarlierOffsetAtOverlap().toInstant().toEpochMilli();
  }
}
