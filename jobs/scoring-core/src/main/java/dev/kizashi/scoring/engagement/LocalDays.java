package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.facts.Hour;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/**
 * Which local date an hour belongs to, by its first instant. Asking the zone's rules costs more
 * than valuing a fact, and leads act in the same hours, so answers are kept in a small
 * direct-mapped table.
 */
final class LocalDays {
  /** Six weeks of hours; older ones are asked again. */
  private static final int SLOTS = 1024;

  private static final int MILLIS_A_SECOND = 1000;
  private static final int SECONDS_A_DAY = 86_400;

  private final ZoneRules rules;
  private final int[] hours = new int[SLOTS];
  private final int[] days = new int[SLOTS];

  LocalDays(ZoneId zone) {
    this.rules = zone.getRules();
    Arrays.fill(hours, Integer.MIN_VALUE);
  }

  /** Days from 1970-01-01 of the local calendar. */
  int dayOf(int hour) {
    int slot = hour & (SLOTS - 1);
    if (hours[slot] != hour) {
      long start = Hour.startOf(hour);
      int offset = rules.getOffset(Instant.ofEpochMilli(start)).getTotalSeconds();
      days[slot] = (int) Math.floorDiv(start / MILLIS_A_SECOND + offset, SECONDS_A_DAY);
      hours[slot] = hour;
    }
    return days[slot];
  }

  /** ISO weeks, counted; the epoch's day was a Thursday. */
  int weekOf(int hour) {
    return Math.floorDiv(dayOf(hour) + 3, 7);
  }
}
