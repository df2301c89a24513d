package dev.kizashi.cli.simulation;

import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.util.Map;

/** What the seller's CRM says of a lead. */
final class CrmBehaviour {
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
    upserts(person, raisedAt + play.between(20 * 60_000, 4 * 3_600_000), qualification(person));
  }

  private Map<String, String> qualification(Person person) {
    return Map.of(
        "authority", person.authority(),
        "budget", play.pick("approved", "requested", "none yet"),
        "need", play.pick("missed follow-ups", "slow reporting", "manual lists"),
        "timeframe", play.pick("now", "this-quarter", "this-year"));
  }

  private void upserts(Person person, long at, Map<String, String> attributes) {
    CrmUpdate update =
        CrmUpdate.newBuilder()
            .setEventId(play.nextId())
            .setOccurredAt(Instant.ofEpochMilli(at))
            .setLeadId(person.leadId())
            .setKind(CrmKind.PROFILE_UPSERTED)
            .setAttributes(attributes)
            .setEmail(person.email())
            .setAccountId(person.accountId())
            .setOwner(person.owner())
            .build();
    play.occurs(InputTopic.CRM_UPDATES, person.leadId(), at, update);
  }
}
