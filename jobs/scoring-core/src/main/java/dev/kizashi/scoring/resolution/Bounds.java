package dev.kizashi.scoring.resolution;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much is kept of those who have no score, and for how long, in event time.
 *
 * @param waitMillis after its latest event a visitor is forgotten whom nobody has named
 * @param rememberMillis after its latest event a visitor is forgotten who was named
 * @param waitingFacts of a visitor, those of the oldest hour going first
 * @param namings of a visitor, the earliest going first
 * @param erasureMillis after an erasure what occurred before it is refused
 */
public record Bounds(
    long waitMillis, long rememberMillis, int waitingFacts, int namings, long erasureMillis)
    implements Serializable {
  public static final Bounds DEFAULT = of(Duration.ofDays(90), Duration.ofDays(400));

  /** The usual ones, but for how long visitors are kept. */
  public static Bounds of(Duration wait, Duration remember) {
    return new Bounds(
        wait.toMillis(), remember.toMillis(), 1000, 256, Duration.ofDays(30).toMillis());
  }
}
