package dev.kizashi.cli.simulation;

import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * What the seller's CRM says of a lead. Salespeople act on hands raised, as far as they do: some
 * leads nobody calls, some calls come too late, some outcomes fit no stage that the engine knows
 * the lead in.
 */
final class CrmBehaviour {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** The schema's scale. */
  private static final int AMOUNT_DECIMALS = 4;

  private final Playback play;

  CrmBehaviour(Playback play) {
    this.play = play;
  }

  /** The lead becomes known; of some it is known already what they are after. */
  void introduces(Person person, long at) {
    upserts(
        person,
        at,
        Map.of(
            "title", person.title(),
            "seniority", person.seniority(),
            "industry", person.industry(),
            "company_size", Integer.toString(person.companySize()),
            "source", person.source()));
    if (play.chance(0.4)) {
      upserts(person, at + 1_000, qualification(person));
    }
  }

  /** After a hand was raised, somebody rings up and asks. */
  void qualifies(Person person, long raisedAt) {
    upserts(person, raisedAt + play.between(20 * MINUTE, 4 * HOUR), qualification(person));
  }

  /** What becomes of a hand raised, months ahead. */
  void sells(Person person, long raisedAt) {
    if (play.chance(0.25)) {
      return;
    }
    long acceptedAt = raisedAt + play.between(10 * MINUTE, 30 * HOUR);
    says(person, acceptedAt, CrmKind.ACCEPTED);
    if (play.chance(0.3)) {
      rejects(person, acceptedAt + play.between(HOUR, 5 * DAY), rejection());
      return;
    }
    long openedAt = acceptedAt + play.between(HOUR, 6 * DAY);
    says(person, openedAt, CrmKind.OPPORTUNITY_OPENED);
    long decidedAt = openedAt + play.between(2 * DAY, 40 * DAY);
    if (play.chance(0.6)) {
      loses(person, decidedAt);
    } else {
      wins(person, decidedAt);
      if (play.chance(0.2)) {
        says(person, decidedAt + play.between(30 * DAY, 200 * DAY), CrmKind.CHURNED);
      }
    }
  }

  private String rejection() {
    return play.pick("timing", "timing", "budget", "competitor", "student", "no answer");
  }

  /** An outcome without a reason. */
  void says(Person person, long at, CrmKind kind) {
    send(person, at, update(person, at, kind));
  }

  void rejects(Person person, long at, String reason) {
    send(person, at, update(person, at, CrmKind.REJECTED).setReason(reason));
  }

  void wins(Person person, long at) {
    BigDecimal amount = BigDecimal.valueOf(5 + play.random.nextInt(200)).movePointRight(3);
    send(
        person,
        at,
        update(person, at, CrmKind.WON)
            .setAmount(amount.setScale(AMOUNT_DECIMALS))
            .setCurrency("EUR"));
  }

  private void loses(Person person, long at) {
    String reason = play.pick("price", "no decision", "competitor");
    send(person, at, update(person, at, CrmKind.LOST).setReason(reason));
  }

  /** By hand. */
  void sets(Person person, long at, String stage) {
    send(person, at, update(person, at, CrmKind.STAGE_SET).setStage(stage));
  }

  /** The CRM takes two leads for one person; the other one is absorbed. */
  void merges(Person into, Person other, long at) {
    send(into, at, update(into, at, CrmKind.MERGED).setOtherLeadId(other.leadId()));
  }

  /** They were two after all. */
  void unmerges(Person from, Person other, long at) {
    send(from, at, update(from, at, CrmKind.UNMERGED).setOtherLeadId(other.leadId()));
  }

  private Map<String, String> qualification(Person person) {
    return Map.of(
        "authority", person.authority(),
        "budget", play.pick("approved", "requested", "none yet"),
        "need", play.pick("missed follow-ups", "slow reporting", "manual lists"),
        "timeframe", play.pick("now", "this-quarter", "this-year"));
  }

  private void upserts(Person person, long at, Map<String, String> attributes) {
    send(
        person,
        at,
        update(person, at, CrmKind.PROFILE_UPSERTED)
            .setAttributes(attributes)
            .setEmail(person.email())
            .setAccountId(person.accountId())
            .setOwner(person.owner()));
  }

  private CrmUpdate.Builder update(Person person, long at, CrmKind kind) {
    return CrmUpdate.newBuilder()
        .setEventId(play.nextId())
        .setOccurredAt(Instant.ofEpochMilli(at))
        .setLeadId(person.leadId())
        .setKind(kind)
        .setAttributes(Map.of());
  }

  private void send(Person person, long at, CrmUpdate.Builder update) {
    play.occurs(InputTopic.CRM_UPDATES, person.leadId(), at, update.build());
  }
}
