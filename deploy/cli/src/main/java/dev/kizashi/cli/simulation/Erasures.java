package dev.kizashi.cli.simulation;

import dev.kizashi.events.CrmKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Leads who ask to be forgotten. The CRM does it once a night. What they did before arrives
 * afterwards too, and now and then one of them comes again.
 */
final class Erasures {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final LocalTime NIGHTLY = LocalTime.of(3, 30);

  private final Playback play;
  private final CrmBehaviour crm;
  private final WebBehaviour web;
  private final MailBehaviour mail;
  private final double share;
  private final Map<Integer, Long> erasedAt = new HashMap<>();

  /**
   * @param play of these alone
   * @param share of the leads introduced
   */
  Erasures(Playback play, CrmBehaviour crm, WebBehaviour web, MailBehaviour mail, double share) {
    this.play = play;
    this.crm = crm;
    this.web = web;
    this.mail = mail;
    this.share = share;
  }

  /** Whether the CRM erases at one of these instants, the first and the last included. */
  static boolean isBetween(long from, long to, ZoneId zone) {
    return nightAfter(from - 1, zone) <= to;
  }

  private static long nightAfter(long instant, ZoneId zone) {
    ZonedDateTime time = Instant.ofEpochMilli(instant).atZone(zone);
    ZonedDateTime night = time.toLocalDate().atTime(NIGHTLY).atZone(zone);
    ZonedDateTime next =
        night.isAfter(time) ? night : time.toLocalDate().plusDays(1).atTime(NIGHTLY).atZone(zone);
    return next.toInstant().toEpochMilli();
  }

  void introduced(Person person, long at) {
    if (play.chance(share)) {
      erases(person, at + play.between(HOUR, 10 * DAY));
    }
  }

  /** A lead that was merged is to be forgotten now and then, as far as anybody is. */
  void merged(Person person, long at) {
    if (share > 0 && play.chance(0.05)) {
      erases(person, at + play.between(HOUR, 5 * DAY));
    }
  }

  /** Whether somebody was erased by then. */
  boolean isErased(Person person, long at) {
    Long erased = erasedAt.get(person.index());
    return erased != null && erased <= at;
  }

  private void erases(Person person, long asked) {
    long at = nightAfter(asked, play.zone);
    if (erasedAt.putIfAbsent(person.index(), at) != null) {
      return;
    }
    crm.says(person, at, CrmKind.ERASED);
    web.viewed(person.visitorId(), person.leadId(), before(at), after(at));
    if (play.chance(0.5)) {
      web.viewed(person.visitorId(), null, before(at), after(at));
    }
    if (play.chance(0.5)) {
      mail.opened(person, before(at), after(at));
    }
    if (play.chance(0.4)) {
      web.visit(person, Interest.EVALUATING, at + play.between(6 * HOUR, 20 * DAY), null);
    }
  }

  private long before(long at) {
    return at - play.between(MINUTE, DAY);
  }

  private long after(long at) {
    return at + play.between(MINUTE, 20 * HOUR);
  }
}
