package dev.kizashi.oracle;

/**
 * One event's match of one signal, never summed up.
 *
 * @param asset null when absent
 * @param occurredAt epoch millis
 * @param suspect shown, never scored
 * @param campaign null when the event carried none
 * @param arrival the number of the event among all that reached the lead
 */
record FactEvent(
    String signal, String asset, long occurredAt, boolean suspect, String campaign, long arrival) {
  static final long HOUR_MILLIS = 3_600_000;

  /** As if it had been suspect from the start. */
  FactEvent marked() {
    return new FactEvent(signal, asset, occurredAt, true, campaign, arrival);
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
