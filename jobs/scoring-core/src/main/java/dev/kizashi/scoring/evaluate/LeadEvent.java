package dev.kizashi.scoring.evaluate;

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

  /**
   * A signal recognised.
   *
   * @param signal {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of its name
   * @param asset the value of the signal's distinct_by property, or null
   */
  public record Hit(int signal, String asset) {}
}
