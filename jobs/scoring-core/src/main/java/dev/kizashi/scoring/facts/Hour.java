package dev.kizashi.scoring.facts;

/** The grain of a fact: hours of UTC, counted from the epoch. */
public final class Hour {
  public static final long MILLIS = 3_600_000L;

  private Hour() {}

  /** The hour that an instant (epoch millis) lies in. */
  public static int of(long instant) {
    return (int) Math.floorDiv(instant, MILLIS);
  }

  /** The hour's first instant. */
  public static long startOf(int hour) {
    return hour * MILLIS;
  }

  /** The instant at which the hour is over, which is the next one's first. */
  public static long endOf(int hour) {
    return (hour + 1L) * MILLIS;
  }
}
