package dev.kizashi.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * Event time of the demo: begins in the past and runs faster than life, but never into the future.
 *
 * @param beganAt when it began to run, by {@link System#nanoTime}
 * @param speed simulated seconds a second
 */
record SimulatedTime(Instant start, long beganAt, double speed) {

  static SimulatedTime startingNow(Instant start, double speed) {
    return new SimulatedTime(start, System.nanoTime(), speed);
  }

  Instant now() {
    return start.plus(elapsed());
  }

  Duration elapsed() {
    return Duration.ofMillis((long) ((System.nanoTime() - beganAt) / 1e6 * speed));
  }

  /** How long to wait until then; not positive when it has come. */
  Duration until(long instant) {
    double ahead = instant - start.toEpochMilli() - (double) elapsed().toMillis();
    return Duration.ofNanos((long) (ahead / speed * 1e6));
  }

  boolean hasReachedThePresent() {
    return !now().isBefore(Instant.now());
  }
}
