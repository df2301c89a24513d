package dev.kizashi.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * When an alert is tried again, and when no more: pauses double from the first to the longest, each
 * shortened by up to its half at random, so that a receiver which comes back is not met by
 * everybody at once. The last try is made when the time is over.
 *
 * @param giveUpAfter counted from the alert's first try in this process
 * @param tries at most, the first included
 */
public record RetryPolicy(
    Duration firstPause, Duration longestPause, Duration giveUpAfter, int tries) {

  public RetryPolicy {
    if (firstPause.isZero()
        || firstPause.isNegative()
        || longestPause.compareTo(firstPause) < 0
        || giveUpAfter.isNegative()) {
      throw new IllegalArgumentException(
          "the first pause must be more than nothing and not longer than the longest");
    }
    if (tries < 1) {
      throw new IllegalArgumentException("an alert must be tried at least once");
    }
  }

  /**
   * How long to wait before the next try; empty when there is none.
   *
   * @param failures tries that failed, at least 1
   * @param since the first try
   * @param asked how long the receiver asked us to wait
   * @param random in [0, 1)
   */
  Optional<Duration> pause(int failures, Duration since, Optional<Duration> asked, double random) {
    Duration left = giveUpAfter.minus(since);
    if (failures >= tries || left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    double full =
        Math.min(
            firstPause.toMillis() * Math.pow(2, failures - 1), (double) longestPause.toMillis());
    Duration own = Duration.ofMillis(Math.round(full * (1 - random / 2)));
    return Optional.of(least(left, asked.filter(wait -> wait.compareTo(own) > 0).orElse(own)));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
