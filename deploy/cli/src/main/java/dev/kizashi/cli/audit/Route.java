package dev.kizashi.cli.audit;

import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a record has to come by before it reaches its lead.
 *
 * @param keys by whom, as the trail names them
 * @param reaches whether it reaches anybody, or only teaches an address
 * @param ends whether it goes nowhere at all
 */
record Route(List<String> keys, boolean reaches, boolean ends) {
  static final String ADDRESS = "address:";
  static final String VISITOR = "visitor:";
  static final String REGISTER = "merges";

  Route {
    keys = List.copyOf(keys);
  }

  /** Of behaviour, under the catalogue that was in force when it occurred. */
  static Route of(Event event, NaiveMatching inForce) {
    String leadId = event.text(EventField.LEAD_ID);
    String visitorId = event.text(EventField.VISITOR_ID);
    boolean named = LeadIdentity.leadOf(event).isPresent();
    List<NaiveMatching.Seen> seen = inForce.signals(event);
    boolean reaches =
        named ? inForce.reachesItsLead(event, seen) : inForce.isOfInterest(event, seen);
    if (!reaches && claimOf(event).isEmpty()) {
      return new Route(List.of(), false, true);
    }
    List<String> keys = new ArrayList<>(2);
    addressOf(event).ifPresent(address -> keys.add(ADDRESS + address));
    boolean byPerson = inForce.suspectReason(event).isEmpty();
    if (visitorId != null && reaches && (byPerson || !named)) {
      keys.add(VISITOR + visitorId);
    }
    return new Route(keys, reaches, false);
  }

  /** The address that has to say whose the event is, or that goes by it. */
  private static Optional<String> addressOf(Event event) {
    String leadId = event.text(EventField.LEAD_ID);
    return leadId == null ? LeadIdentity.leadOf(event) : addressOf(leadId);
  }

  /** A lead's id, where that is an address. */
  static Optional<String> addressOf(String leadId) {
    return LeadIdentity.addressIn(leadId).filter(leadId::equals);
  }

  /** The address that a lead may claim by the event. */
  static Optional<String> claimOf(Event event) {
    String leadId = event.text(EventField.LEAD_ID);
    String email = event.text(EventField.EMAIL);
    return leadId == null || email == null
        ? Optional.empty()
        : LeadIdentity.addressIn(email).filter(address -> !address.equals(leadId));
  }
}
