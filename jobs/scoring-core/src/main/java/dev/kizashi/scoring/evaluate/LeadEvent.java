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
 * @param leadId already resolved and normalised
 * @param eventKey {@link dev.kizashi.scoring.facts.Hashes#ofText} of the event id: enough to find a
 *     duplicate
 * @param occurredAt epoch millis
 * @param hits the signals recognised, in catalogue order; may be empty
 * @param mark {@link dev.kizashi.scoring.facts.Marks#CLEAN} or why the behaviour is a machine's
 * @param campaign what brought the lead here, or null
 * @param traits by which a burst rule would find it among others, or null where none watches it
 * @param attributes of the profile, as a form has them; mostly none
 * @param crm the CRM's word on a {@code crm-updates} record, else null
 */
public record LeadEvent(
    String leadId,
    Origin origin,
    long eventKey,
    long occurredAt,
    List<Hit> hits,
    int mark,
    String campaign,
    Traits traits,
    Map<String, String> attributes,
    CrmUpdate crm) {

  public LeadEvent {
    Objects.requireNonNull(leadId, "leadId");
    Objects.requireNonNull(origin, "origin");
    hits = List.copyOf(hits);
    attributes = Map.copyOf(attributes);
  }

  /** The input record it came from. */
  public record Origin(InputTopic topic, int partition, long offset) {}
}
