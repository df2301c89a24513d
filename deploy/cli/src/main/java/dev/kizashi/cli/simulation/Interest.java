package dev.kizashi.cli.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** How much a lead cares at an instant. */
enum Interest {
  /** Nothing but silence: the lead cools. */
  NONE,
  /** Reads, clicks in mails. */
  CURIOUS,
  /** Compares: product pages, documents, webinars. */
  EVALUATING,
  /** Wants it: pricing, gated material, a demo request. */
  BUYING,
  /** Looks for a job, not for a product. */
  JOB_SEEKING;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int PURPOSE_RHYTHM = 3;
  private static final int PURPOSE_CYCLE = 4;

  /**
   * A lead's life goes round: some days of attention, then weeks of silence, each round with an
   * intent of its own.
   *
   * @param elapsed millis since the traffic began: the same people do the same in any year
   */
  static Interest of(Population people, int lead, long elapsed) {
    SplittableRandom rhythm = people.randomOf(lead, PURPOSE_RHYTHM);
    long round = (long) (DAY * (25 + 45 * rhythm.nextDouble()));
    long active = (long) (DAY * (2 + 5 * rhythm.nextDouble()));
    long shifted = elapsed + (long) (round * rhythm.nextDouble());
    long position = Math.floorMod(shifted, round);
    if (position >= active) {
      return NONE;
    }
    long cycle = Math.floorDiv(shifted, round);
    double intent = people.randomOf(lead * 100_003L + cycle, PURPOSE_CYCLE).nextDouble();
    if (intent < 0.05) {
      return JOB_SEEKING;
    }
    if (intent < 0.55) {
      return CURIOUS;
    }
    // Nobody buys on the first day.
    return intent < 0.80 || position < active / 3 ? EVALUATING : BUYING;
  }
}
