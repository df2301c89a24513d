package dev.kizashi.cli;

import java.util.concurrent.TimeUnit;

/**
 * Lets events go at the distance of their own times, so many times as fast. The first goes at once,
 * and so does whatever is late.
 */
final class Pace {
  private final double speed;
  private final long startedAt = System.nanoTime();
  private long first = Long.MIN_VALUE;

  /**
   * @param speed greater than 0; 1 is real time
   */
  Pace(double speed) {
    this.speed = speed;
  }

  /** Returns when it is the turn of an event of that time. */
  void awaitTurn(long occurredAt) {
    if (first == Long.MIN_VALUE) {
      first = occurredAt;
    }
    long due = startedAt + (long) (TimeUnit.MILLISECONDS.toNanos(occurredAt - first) / speed);
    long left = due - System.nanoTime();
    if (left > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.environment("Interrupted while keeping the pace.", e);
      }
    }
  }
}
