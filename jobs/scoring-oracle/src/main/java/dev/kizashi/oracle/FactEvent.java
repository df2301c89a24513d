package dev.kizashi.oracle;

import dev.kizashi.oracle.RecentArrivals.Arrival;

/**
 * One event's match of one signal, never summed up.
 *
 * @param source where the history came from
 * @param asset null when absent
 * @param occurredAt epoch millis
 * @param suspectReason why it is shown and never scored; null when it is a person's
 * @param campaign null when the event carried none
 * @param arrival the event, which may have matched other signals too
 */
record FactEvent(
    Source source,
    String signal,
    String asset,
    long occurredAt,
    String suspectReason,
    String campaign,
    Arrival arrival) {
  static final long HOUR_MILLIS = 3_600_000;

  boolean suspect() {
    return suspectReason != null;
  }

  /** As if it had been suspect from the start. The first reason stays. */
  FactEvent marked(String reason) {
    return suspect()
        ? this
        : new FactEvent(source, signal, asset, occurredAt, reason, campaign, arrival);
  }

  FactEvent from(Source other) {
    return new FactEvent(other, signal, asset, occurredAt, suspectReason, campaign, arrival);
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
