package dev.kizashi.cli.simulation;

import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.time.temporal.IsoFields;
import java.util.Map;

/** One mail to one lead, and what becomes of it. */
final class MailBehaviour {
  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600 * SECOND;

  private final Playback play;
  private final WebBehaviour web;

  MailBehaviour(Playback play, WebBehaviour web) {
    this.play = play;
    this.web = web;
  }

  void mail(Person person, Interest interest, long sentAt) {
    String campaign =
        "letter-"
            + Instant.ofEpochMilli(sentAt).atZone(play.zone).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    Message message = new Message(person, campaign, play.nextId());
    message.becomes("sent", sentAt, false);
    if (play.chance(0.01)) {
      message.becomes("bounced", sentAt + 2 * SECOND, false);
      return;
    }
    long deliveredAt = sentAt + play.between(SECOND, 30 * SECOND);
    message.becomes("delivered", deliveredAt, false);
    if (play.chance(0.05)) {
      // A security gateway follows every link before it lets the mail through.
      for (int link = 1; link <= 4; link++) {
        message.becomes("clicked", deliveredAt + link * 300L, false);
      }
    }
    boolean keen = interest == Interest.EVALUATING || interest == Interest.BUYING;
    if (play.chance(0.2)) {
      message.becomes("opened", deliveredAt + play.between(SECOND, 60 * SECOND), true);
    }
    if (play.chance(keen ? 0.6 : 0.3)) {
      long openedAt = deliveredAt + play.between(60 * SECOND, 12 * HOUR);
      message.becomes("opened", openedAt, false);
      if (play.chance(keen ? 0.5 : 0.25)) {
        long clickedAt = openedAt + play.between(3 * SECOND, 120 * SECOND);
        message.becomes("clicked", clickedAt, false);
        web.visit(person, interest, clickedAt + SECOND, campaign);
      } else if (play.chance(0.01)) {
        message.becomes("unsubscribed", openedAt + 20 * SECOND, false);
      }
    }
  }

  private final class Message {
    private final Person person;
    private final String campaign;
    private final String id;

    Message(Person person, String campaign, String id) {
      this.person = person;
      this.campaign = campaign;
      this.id = id;
    }

    void becomes(String type, long at, boolean machineOpen) {
      EmailEngagementEvent event =
          EmailEngagementEvent.newBuilder()
              .setEventId(play.nextId())
              .setOccurredAt(Instant.ofEpochMilli(at))
              .setType(type)
              .setLeadId(person.leadId())
              .setEmail(person.email())
              .setMessageId(id)
              .setCampaignId(campaign)
              .setLinkUrl(
                  type.equals("clicked") ? "https://www.seller.example/lp/" + campaign : null)
              .setMachineOpen(machineOpen)
              .setProperties(type.equals("bounced") ? Map.of("bounce", "soft") : Map.of())
              .build();
      play.occurs(InputTopic.EMAIL_ENGAGEMENT, person.leadId(), at, event);
    }
  }
}
