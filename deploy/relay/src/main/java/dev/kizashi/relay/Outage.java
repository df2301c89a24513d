package dev.kizashi.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Somebody without an answer: a line when it begins, one a minute, and one when it is over; and how
 * long to leave them alone, the longer the longer it lasts.
 */
final class Outage {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LEAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String who;
  private final Notes notes;
  private final LongSupplier nanos;
  private boolean isOn;
  private long sinceNanos;
  private long toldNanos;

  /**
   * @param who as a sentence begins
   */
  Outage(String who, Notes notes, LongSupplier nanos) {
    this.who = who;
    this.notes = notes;
    this.nanos = nanos;
  }

  synchronized void goesOn() {
    long now = nanos.getAsLong();
    if (!isOn) {
      isOn = true;
      sinceNanos = now;
    } else if (now - toldNanos < QUIET_NANOS) {
      return;
    }
    toldNanos = now;
    notes.note(who + " does not answer: waiting, no alert is lost or skipped.");
  }

  synchronized void isOver() {
    if (isOn) {
      isOn = false;
      notes.note(
          "%s answers again, after %d s."
              .formatted(who, TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - sinceNanos)));
    }
  }

  /** Before they are asked again. */
  synchronized long pauseNanos() {
    long lasted = isOn ? nanos.getAsLong() - sinceNanos : 0;
    return Math.max(LEAST_PAUSE_NANOS, Math.min(lasted / 2, LONGEST_PAUSE_NANOS));
  }

  synchronized boolean isOn() {
    return isOn;
  }
}
