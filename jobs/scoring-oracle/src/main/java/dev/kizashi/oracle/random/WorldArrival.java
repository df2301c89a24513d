package dev.kizashi.oracle.random;

import dev.kizashi.oracle.NaiveWorld;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import java.util.List;

/** One record about anybody, in the order in which it arrives. */
public sealed interface WorldArrival {
  /** Not unique where the history delivers a record twice. */
  String eventId();

  /** Epoch millis; may lie before that of earlier arrivals. */
  long occurredAt();

  /** Hands the record to the oracle; what is due before it has to have been fired. */
  List<Emission> judgedBy(NaiveWorld world);

  /** Something that somebody did, known or not. */
  record Behaviour(Event event) implements WorldArrival {
    @Override
    public String eventId() {
      return event.eventId();
    }

    @Override
    public long occurredAt() {
      return event.occurredAt();
    }

    @Override
    public List<Emission> judgedBy(NaiveWorld world) {
      return world.event(event);
    }
  }

  /** Something that the CRM says of a lead. */
  record Crm(String eventId, String leadId, long occurredAt, CrmUpdate update)
      implements WorldArrival {
    @Override
    public List<Emission> judgedBy(NaiveWorld world) {
      return world.crm(leadId, eventId, occurredAt, update);
    }
  }
}
