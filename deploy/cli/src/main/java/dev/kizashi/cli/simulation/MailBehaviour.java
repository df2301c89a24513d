package dev.kizashi.cli.simulation;

import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** One mail to one lead, and what becomes of it. */
final class MailBehaviour {
  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600 * SECOND;

  /** Of the addresses that stand alone, written as people write them. */
  private static final double CAPITALS = 0.05;

  private final Playback play;
  private final WebBehaviour web;
  private final Scanners scanners;
  private final double addressOnlyShare;
  private final SplittableRandom addressing;

  /**
   * @param addressOnlyShare of mails that carry no lead id, 0 to 1
   * @param addressing decides which those are
   */
  MailBehaviour(
      Playback play,
      WebBehaviour web,
      Scanners scanners,
      double addressOnlyShare,
      SplittableRandom addressing) {
    this.play = play;
    this.web = web;
    this.scanners = scanners;
    this.addressOnlyShare = addressOnlyShare;
    this.addressing = addressing;
  }

  void mail(Person person, Interest interest, long sentAt) {
    Message message = messageTo(person, sentAt, true);
    message.becomes("sent", sentAt);
    if (play.chance(0.01)) {
      message.becomes("bounced", sentAt + 2 * SECOND);
      return;
    }
    long deliveredAt = sentAt + play.between(SECOND, 30 * SECOND);
    TrafficEvent delivered = message.becomes("delivered", deliveredAt);
    boolean keen = interest == Interest.EVALUATING || interest == Interest.BUYING;
    if (play.chance(0.2)) {
      message.isFetched(deliveredAt + play.between(SECOND, 60 * SECOND));
    }
    boolean clicked = false;
    if (play.chance(keen ? 0.6 : 0.3)) {
      long openedAt = deliveredAt + play.between(60 * SECOND, 12 * HOUR);
      message.becomes("opened", openedAt);
      if (play.chance(keen ? 0.5 : 0.25)) {
        long clickedAt = openedAt + play.between(3 * SECOND, 120 * SECOND);
        message.isClicked(clickedAt, null);
        clicked = true;
        web.visit(person, interest, clickedAt + SECOND, message.campaign);
      } else if (play.chance(0.02)) {
        message.becomes("unsubscribed", openedAt + 20 * SECOND);
      }
    }
    scanners.see(delivered, clicked);
  }

  /**
   * A mail that is opened within the hour and leads to the site: the click tells whose browser it
   * is, what follows there carries no name.
   *
   * @param known whether the mail service may know the CRM's id of the lead
   * @return when it was clicked in
   */
  long clickThrough(
      Person person, boolean known, String visitorId, Interest interest, long sentAt) {
    Message message = messageTo(person, sentAt, known);
    message.becomes("sent", sentAt);
    long deliveredAt = sentAt + play.between(SECOND, 30 * SECOND);
    TrafficEvent delivered = message.becomes("delivered", deliveredAt);
    long openedAt = deliveredAt + play.between(60 * SECOND, HOUR);
    message.becomes("opened", openedAt);
    long clickedAt = openedAt + play.between(3 * SECOND, 120 * SECOND);
    message.isClicked(clickedAt, visitorId);
    scanners.see(delivered, true);
    web.browses(visitorId, interest, clickedAt + SECOND);
    return clickedAt;
  }

  /** A mail that is opened at best. */
  void goesUnread(Person person, boolean known, long sentAt) {
    Message message = messageTo(person, sentAt, known);
    message.becomes("sent", sentAt);
    long deliveredAt = sentAt + play.between(SECOND, 30 * SECOND);
    TrafficEvent delivered = message.becomes("delivered", deliveredAt);
    if (play.chance(0.3)) {
      message.becomes("opened", deliveredAt + play.between(60 * SECOND, 12 * HOUR));
    }
    scanners.see(delivered, false);
  }

  /** A mail that nobody opens, delivered on time; returns it as it was delivered. */
  TrafficEvent lies(Person person, long deliveredAt) {
    Message message = messageTo(person, deliveredAt, true);
    message.becomes("sent", deliveredAt - 2 * SECOND);
    EmailEngagementEvent event = message.event("delivered", deliveredAt).build();
    return play.arrives(
        InputTopic.EMAIL_ENGAGEMENT, message.key(), deliveredAt, deliveredAt, event);
  }

  /** An open that the address alone tells of, known only much later. */
  void opened(Person person, long at, long arrivesAt) {
    Message message = new Message(null, person.email(), campaignAt(at), play.nextId());
    play.arrives(
        InputTopic.EMAIL_ENGAGEMENT,
        message.key(),
        at,
        arrivesAt,
        message.event("opened", at).build());
  }

  private Message messageTo(Person person, long sentAt, boolean known) {
    String id = play.nextId();
    String campaign = campaignAt(sentAt);
    double spelling = addressing.nextDouble();
    if (known && addressing.nextDouble() >= addressOnlyShare) {
      return new Message(person.leadId(), person.email(), campaign, id);
    }
    String email = person.email();
    return new Message(
        null, spelling < CAPITALS ? " " + email.toUpperCase(Locale.ROOT) : email, campaign, id);
  }

  private String campaignAt(long sentAt) {
    return "letter-"
        + Instant.ofEpochMilli(sentAt).atZone(play.zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private final class Message {
    private final String leadId;
    private final String email;
    private final String campaign;
    private final String id;

    Message(String leadId, String email, String campaign, String id) {
      this.leadId = leadId;
      this.email = email;
      this.campaign = campaign;
      this.id = id;
    }

    /** However the address is written, one lead's mail is in one partition. */
    String key() {
      return leadId != null ? leadId : email.strip().toLowerCase(Locale.ROOT);
    }

    TrafficEvent becomes(String type, long at) {
      return occurs(at, event(type, at));
    }

    /** The mail app fetches the images on its own. */
    void isFetched(long at) {
      occurs(at, event("opened", at).setMachineOpen(true));
    }

    /**
     * @param visitorId may be null: the link does not tell whose browser it opens in
     */
    void isClicked(long at, String visitorId) {
      occurs(
          at,
          event("clicked", at)
              .setVisitorId(visitorId)
              .setLinkUrl("https://www.seller.example/lp/" + campaign));
    }

    private TrafficEvent occurs(long at, EmailEngagementEvent.Builder event) {
      return play.occurs(InputTopic.EMAIL_ENGAGEMENT, key(), at, event.build());
    }

    private EmailEngagementEvent.Builder event(String type, long at) {
      return EmailEngagementEvent.newBuilder()
          .setEventId(play.nextId())
          .setOccurredAt(Instant.ofEpochMilli(at))
          .setType(type)
          .setLeadId(leadId)
          .setEmail(email)
          .setMessageId(id)
          .setCampaignId(campaign)
          .setMachineOpen(false)
          .setProperties(type.equals("bounced") ? Map.of("bounce", "soft") : Map.of());
    }
  }
}
