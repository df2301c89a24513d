package dev.kizashi.cli.simulation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;

/**
 * How busy people are by the hour of their week, and time measured by it: a clock that hurries
 * through a working day and hardly moves at night. Instants drawn evenly from it fall when people
 * are about.
 */
final class WorkingWeek {
  private static final double[] WORKDAY = {
    .03, .03, .03, .03, .03, .05, .1, .3, .7, 1, 1, 1, .7, .9, 1, 1, 1, .8, .5, .3, .3, .25, .15,
    .05
  };
  private static final double WEEKEND = 0.15;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final long start;

  /** What has passed of busy time by the end of each hour since the start; 0 comes first. */
  private final double[] passed;

  /** From an instant on, for a time of at least an hour; what is left of a last hour is cut off. */
  WorkingWeek(ZoneId zone, long start, Duration duration) {
    this.start = start;
    this.passed = new double[Math.toIntExact(duration.toHours()) + 1];
    for (int hour = 1; hour < passed.length; hour++) {
      ZonedDateTime time = Instant.ofEpochMilli(start + (hour - 1) * HOUR).atZone(zone);
      passed[hour] = passed[hour - 1] + busyness(time);
    }
  }

  /** Busiest hours that pass in all. */
  double total() {
    return passed[passed.length - 1];
  }

  /**
   * The instant by which so much has passed, in epoch millis; never earlier for more.
   *
   * @param busy 0 to {@link #total}
   */
  long at(double busy) {
    int found = Arrays.binarySearch(passed, busy);
    if (found >= 0) {
      return start + found * HOUR;
    }
    int hour = Math.min(-found - 2, passed.length - 2);
    double share = (busy - passed[hour]) / (passed[hour + 1] - passed[hour]);
    return start + hour * HOUR + (long) (HOUR * Math.min(1, share));
  }

  /** 1 in the busiest hours. */
  static double busyness(ZonedDateTime time) {
    boolean weekend = time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    return WORKDAY[time.getHour()] * (weekend ? WEEKEND : 1);
  }

  /** On average over a week. */
  static double meanBusyness() {
    double day = Arrays.stream(WORKDAY).average().orElseThrow();
    return day * (5 + 2 * WEEKEND) / 7;
  }
}
