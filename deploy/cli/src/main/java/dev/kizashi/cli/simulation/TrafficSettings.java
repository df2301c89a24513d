package dev.kizashi.cli.simulation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * What simulated traffic is like. Equal settings give equal traffic, event for event.
 *
 * @param leads how many known people there are, at least 1
 * @param start the first instant of event time
 * @param zone whose days, nights and weekends the people live by
 * @param sessionsPerLeadPerDay on average over leads and time; a session has about five events
 * @param zipfExponent how unequal leads are: rank k acts about k^-exponent as often as rank 1; 0 is
 *     all alike
 * @param anonymousShare of sessions, by visitors that nobody has named, 0 to 1
 * @param duplicateShare of events delivered a second time within ten minutes, 0 to 1
 * @param lateShare of events delivered a minute to two days after they occurred, 0 to 1; the CRM is
 *     never late
 */
public record TrafficSettings(
    long seed,
    int leads,
    Instant start,
    ZoneId zone,
    double sessionsPerLeadPerDay,
    double zipfExponent,
    double anonymousShare,
    double duplicateShare,
    double lateShare) {

  public TrafficSettings {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(zone, "zone");
    if (leads < 1) {
      throw new IllegalArgumentException("leads must be at least 1: " + leads);
    }
    if (!(sessionsPerLeadPerDay > 0)) {
      throw new IllegalArgumentException(
          "sessionsPerLeadPerDay must be positive: " + sessionsPerLeadPerDay);
    }
    if (!(zipfExponent >= 0)) {
      throw new IllegalArgumentException("zipfExponent must not be negative: " + zipfExponent);
    }
    requireShare("anonymousShare", anonymousShare);
    requireShare("duplicateShare", duplicateShare);
    requireShare("lateShare", lateShare);
  }

  /** In order and without duplicates, in UTC, a fifth of the sessions anonymous. */
  public static TrafficSettings of(long seed, int leads, Instant start) {
    return new TrafficSettings(seed, leads, start, ZoneId.of("UTC"), 0.25, 0.7, 0.2, 0, 0);
  }

  public TrafficSettings withDisorder(double duplicateShare, double lateShare) {
    return new TrafficSettings(
        seed,
        leads,
        start,
        zone,
        sessionsPerLeadPerDay,
        zipfExponent,
        anonymousShare,
        duplicateShare,
        lateShare);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be within 0 and 1: " + share);
    }
  }
}
