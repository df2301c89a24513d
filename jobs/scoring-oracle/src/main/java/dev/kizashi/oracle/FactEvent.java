package dev.kizashi.oracle;

/**
 * One event's match of one signal, never summed up.
 *
 * @param asset null when absent
 * @param occurredAt epoch millis
 * @param reason why it is suspect: shown, never scored; null when it is not
 * @param campaign null when the event carried none
 * @param arrival the number of the event among all that reached the lead
 */
record FactEvent(
    String signal, String asset, long occurredAt, String reason, String campaign, long arrival) {
  static final long HOUR_MILLIS = 3_600_000;

  /** As if it had been suspect from the start; a reason that it has already stays. */
  FactEvent marked(String late) {
    return suspect() ? this : new FactEvent(signal, asset, occurredAt, late, campaign, arrival);
  }

  boolean suspect() {
    return reason != null;
  }

  long hour() {
    return Math.floorDiv(occurredAt, HOUR_MILLIS);
  }

  long hourStart() {
    return hour() * HOUR_MILLIS;
  }

  long hourEnd() {
    return (hour() + 1) * HOUR_MILLIS;
  }
}
