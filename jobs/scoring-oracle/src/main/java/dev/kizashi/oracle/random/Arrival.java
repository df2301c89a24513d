package dev.kizashi.oracle.random;

import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import java.util.List;

/** One record of a lead's history, in the order in which it arrives. */
public sealed interface Arrival {
  /** Not unique where the history delivers a record twice. */
  String eventId();

  /** Epoch millis; may lie before that of earlier arrivals. */
  long occurredAt();

  /**
   * Whether it may move the lead along its lifecycle. Then it depends on what came before it, and
   * what counts of a lead that recycles depends on when it was judged.
   */
  boolean isOutcome();

  /** Hands the record to the oracle. */
  List<Emission> judgedBy(NaiveLead lead);

  /** Something that the lead did. */
  record Behaviour(Event event) implements Arrival {
    @Override
    public String eventId() {
      return event.eventId();
    }

    @Override
    public long occurredAt() {
      return event.occurredAt();
    }

    @Override
    public boolean isOutcome() {
      return false;
    }

    @Override
    public List<Emission> judgedBy(NaiveLead lead) {
      return lead.event(event);
    }
  }

  /** Something that the CRM says of the lead. */
  record Crm(String eventId, String leadId, long occurredAt, CrmUpdate update) implements Arrival {
    @Override
    public boolean isOutcome() {
      return update.kind() != CrmUpdate.Kind.PROFILE_UPSERTED
          && update.kind() != CrmUpdate.Kind.ALERT_ACKNOWLEDGED;
    }

    @Override
    public List<Emission> judgedBy(NaiveLead lead) {
      return lead.crm(eventId, occurredAt, update);
    }
  }
}
