package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What crosses the shuffle for one event that reaches a lead: not the event, but what was
 * recognised in it.
 *
 * @param who it is about, as far as that is known
 * @param eventKey {@link dev.kizashi.scoring.facts.Hashes#ofText} of the event id: enough to find a
 *     duplicate
 * @param occurredAt epoch millis
 * @param hits the signals recognised, in catalogue order; may be empty
 * @param mark {@link dev.kizashi.scoring.facts.Marks#CLEAN} or why the behaviour is a machine's
 * @param campaign what brought the lead here, or null
 * @param traits by which a burst rule would find it among others, or null where none watches it
 * @param attributes of the profile, as a form has them; mostly none
 * @param crm the CRM's word on a {@code crm-updates} record, else null
 * @param brought what a visitor did before it was named by this, or null
 */
public record LeadEvent(
    Who who,
    Origin origin,
    long eventKey,
    long occurredAt,
    List<Hit> hits,
    int mark,
    String campaign,
    Traits traits,
    Map<String, String> attributes,
    CrmUpdate crm,
    Brought brought)
    implements Message {

  public LeadEvent {
    Objects.requireNonNull(who, "who");
    Objects.requireNonNull(origin, "origin");
    hits = List.copyOf(hits);
    attributes = Map.copyOf(attributes);
  }

  /** The input record it came from. */
  public record Origin(InputTopic topic, int partition, long offset) {}

  /** The lead; null as long as only an address or a visitor is known. */
  public String leadId() {
    return who.leadId();
  }

  @Override
  public Station station() {
    return who.station();
  }

  @Override
  public String key() {
    return who.key();
  }

  /** The same of somebody else. */
  public LeadEvent of(Who other) {
    return of(other, brought);
  }

  /** The same of somebody else, with what a visitor did. */
  public LeadEvent of(Who other, Brought history) {
    return new LeadEvent(
        other,
        origin,
        eventKey,
        occurredAt,
        hits,
        mark,
        campaign,
        traits,
        attributes,
        crm,
        history);
  }

  LeadEvent by(Origin record) {
    return new LeadEvent(
        who, record, eventKey, occurredAt, hits, mark, campaign, traits, attributes, crm, brought);
  }
}
