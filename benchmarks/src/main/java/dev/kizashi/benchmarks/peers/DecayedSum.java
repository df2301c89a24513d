package dev.kizashi.benchmarks.peers;

import java.time.Duration;

/**
 * A lead's points, each of which halves in {@value #HALF_LIFE_DAYS} days: as of the latest event,
 * so that one value and one instant stand for all events, in whatever order they come.
 *
 * <p>Flat and mutable, with all fields public: a POJO to Flink's serializers and an accumulator to
 * SQL.
 */
public final class DecayedSum {
  static final int HALF_LIFE_DAYS = 7;

  private static final double LOST_PER_MILLI =
      Math.log(2) / Duration.ofDays(HALF_LIFE_DAYS).toMillis();

  /** The least change that is told. */
  private static final double NEWS = 1;

  public double points;

  /** Epoch milliseconds of the latest event. */
  public long at;

  /** What was told last. */
  public double told;

  public DecayedSum() {}

  DecayedSum(double points, long at, double told) {
    this.points = points;
    this.at = at;
    this.told = told;
  }

  /** Of one event, or of another sum. */
  void add(double more, long occurredAt) {
    if (occurredAt > at) {
      points = points * left(occurredAt - at) + more;
      at = occurredAt;
    } else {
      points += more * left(at - occurredAt);
    }
  }

  /** Whether there is something to tell, which then counts as told. */
  boolean tells() {
    if (Math.abs(points - told) < NEWS) {
      return false;
    }
    told = points;
    return true;
  }

  private static double left(long millis) {
    return Math.exp(-LOST_PER_MILLI * millis);
  }
}
