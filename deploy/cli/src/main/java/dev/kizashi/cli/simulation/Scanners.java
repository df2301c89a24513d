package dev.kizashi.cli.simulation;

import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;

/**
 * Mail scanners: machines that follow the links of a mail before, or instead of, a person.
 *
 * <p>They add to a history and change nothing of it: they draw from a stream of their own, and by
 * the shipped catalogue's rules no person's event is suspect because of them. So they stay away
 * from
 *
 * <ul>
 *   <li>mails that a person clicks in: a burst marks every click of its message;
 *   <li>mails whose delivery is reported late: the rule that finds a gateway by its haste needs the
 *       delivery, and needs it first, so that no click counts even for an instant;
 *   <li>times at which the CRM erases ({@link Erasures}): a click that came as the first thing
 *       after it would begin a lead anew.
 * </ul>
 *
 * They name the lead exactly as the mail's delivery did, so they teach no address either. What they
 * owe is kept as a balance: their share of all clicks comes out right in the long run.
 */
final class Scanners {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** The catalogue says five seconds. */
  static final long GATEWAY_WITHIN = 4 * SECOND;

  private static final int MOST_LINKS = 8;
  private static final double GATEWAYS = 0.6;
  private static final double CRAWLERS = 0.85;

  /** More than this behind, every mail will do. */
  private static final double FAR_BEHIND = 50;

  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";

  /** By the maintained list of crawlers, and by the shipped catalogue's own. */
  private static final String[] AGENTS = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Barracuda Sentinel)",
    "Mimecast-URL-Protect/1.0"
  };

  private final Playback play;
  private final double clicksPerClick;
  private double owed;

  /**
   * @param play of these alone
   * @param share of all mail clicks, 0 to less than 1
   */
  Scanners(Playback play, double share) {
    this.play = play.neverLate();
    this.clicksPerClick = share / (1 - share);
  }

  /**
   * A mail has been delivered, and everything that becomes of it is known.
   *
   * @param clicked whether by a person
   */
  void see(TrafficEvent delivered, boolean clicked) {
    if (clicked) {
      owed += clicksPerClick;
    } else if (owed > 0 && delivered.arrivesAt() == delivered.occurredAt()) {
      if (owed > FAR_BEHIND || play.chance(0.5)) {
        owed -= scan(delivered);
      }
    }
  }

  /** A gateway follows every link of one mail, whatever the balance is. */
  void follow(TrafficEvent delivered, int links) {
    if (clicksPerClick > 0) {
      gateway(delivered, links);
    }
  }

  private int scan(TrafficEvent delivered) {
    double kind = play.random.nextDouble();
    int links = 1 + play.random.nextInt(MOST_LINKS);
    if (kind < GATEWAYS) {
      return gateway(delivered, links);
    }
    long at = delivered.occurredAt() + play.between(MINUTE, 6 * HOUR);
    long last = at + links * 20 * SECOND;
    if (Erasures.isBetween(delivered.occurredAt(), last, play.zone)) {
      return 0;
    }
    String agent = kind < CRAWLERS ? play.pick(AGENTS) : BROWSER;
    // A range that is reserved for examples; the shipped catalogue excludes it.
    String prefix = kind < CRAWLERS ? "198.51.100." : "203.0.113.";
    // A sandbox follows links with a browser that is new every time, which is nobody's.
    String visitorId = play.chance(0.3) ? "scanner-" + play.nextId() : null;
    for (int link = 1; link <= links; link++) {
      clicks(delivered, link, at, agent, prefix + (1 + play.random.nextInt(254)), visitorId);
      at += play.between(100, 20 * SECOND);
    }
    return links;
  }

  private int gateway(TrafficEvent delivered, int links) {
    long last = delivered.occurredAt() + GATEWAY_WITHIN;
    if (Erasures.isBetween(delivered.occurredAt(), last, play.zone)) {
      return 0;
    }
    long at = delivered.occurredAt() + play.random.nextInt(2_000);
    for (int link = 1; link <= links; link++) {
      clicks(delivered, link, Math.min(at, last), BROWSER, null, null);
      at += 20 + play.random.nextInt(250);
    }
    return links;
  }

  private void clicks(
      TrafficEvent delivered, int link, long at, String agent, String ip, String visitorId) {
    EmailEngagementEvent event =
        EmailEngagementEvent.newBuilder((EmailEngagementEvent) delivered.record())
            .setEventId(play.nextId())
            .setOccurredAt(Instant.ofEpochMilli(at))
            .setType("clicked")
            .setVisitorId(visitorId)
            .setLinkUrl("https://www.seller.example/lp/link-" + link)
            .setUserAgent(agent)
            .setIp(ip)
            .build();
    play.occurs(InputTopic.EMAIL_ENGAGEMENT, delivered.key(), at, event);
  }
}
