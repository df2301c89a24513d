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
 * @param scannerShare of mail clicks, those of mail scanners, 0 to {@value #MOST_SCANNERS}; what
 *     people do is the same whatever it is
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
    double lateShare,
    IdentitySettings identity,
    double scannerShare) {
  /**
   * One click in five. For business mail, published counts go from 10–30 % (<a
   * href="https://check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect">Live
   * Direct Marketing</a>) to 75 % (<a
   * href="https://blog.omnivery.com/blog/nhi-is-getting-worse">Omnivery</a>).
   */
  public static final double USUAL_SCANNERS = 0.2;

  /** Mails that nobody clicks in have to be enough for all of them. */
  static final double MOST_SCANNERS = 0.8;

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
    Objects.requireNonNull(identity, "identity");
    requireShare("anonymousShare", anonymousShare, 1);
    requireShare("duplicateShare", duplicateShare, 1);
    requireShare("lateShare", lateShare, 1);
    requireShare("scannerShare", scannerShare, MOST_SCANNERS);
  }

  /** Everybody is named from the start, and mail is scanned as is usual. */
  public TrafficSettings(
      long seed,
      int leads,
      Instant start,
      ZoneId zone,
      double sessionsPerLeadPerDay,
      double zipfExponent,
      double anonymousShare,
      double duplicateShare,
      double lateShare) {
    this(
        seed,
        leads,
        start,
        zone,
        sessionsPerLeadPerDay,
        zipfExponent,
        anonymousShare,
        duplicateShare,
        lateShare,
        IdentitySettings.NONE,
        USUAL_SCANNERS);
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
        lateShare,
        identity,
        scannerShare);
  }

  public TrafficSettings withIdentity(IdentitySettings identity) {
    return new TrafficSettings(
        seed,
        leads,
        start,
        zone,
        sessionsPerLeadPerDay,
        zipfExponent,
        anonymousShare,
        duplicateShare,
        lateShare,
        identity,
        scannerShare);
  }

  public TrafficSettings withScanners(double scannerShare) {
    return new TrafficSettings(
        seed,
        leads,
        start,
        zone,
        sessionsPerLeadPerDay,
        zipfExponent,
        anonymousShare,
        duplicateShare,
        lateShare,
        identity,
        scannerShare);
  }

  static void requireShare(String name, double share, double most) {
    if (!(share >= 0 && share <= most)) {
      throw new IllegalArgumentException(
          "%s must be within 0 and %s: %s"
              .formatted(name, most == 1 ? "1" : Double.toString(most), share));
    }
  }
}
