package dev.kizashi.cli.audit;

import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which leads may have come under other names as well: as a visitor, by an address, or as a lead
 * that was merged. When, only a trail could tell.
 */
final class OtherNames {
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Set<String> acting = new HashSet<>();

  /** Behaviour that reaches somebody, or may teach an address. */
  void learn(Event event) {
    String visitorId = event.text(EventField.VISITOR_ID);
    String leadId = event.text(EventField.LEAD_ID);
    String named = LeadIdentity.leadOf(event).orElse(null);
    if (named == null) {
      acting.add(Route.VISITOR + visitorId);
      return;
    }
    if (leadId == null) {
      acting.add(named);
    }
    if (visitorId != null) {
      link(named, Route.VISITOR + visitorId);
    }
    Route.claimOf(event).ifPresent(address -> link(named, address));
  }

  void learn(Decoded.Crm crm) {
    String email = crm.update().email();
    if (email != null && !email.isEmpty()) {
      LeadIdentity.addressIn(email).ifPresent(address -> link(crm.leadId(), address));
    }
    switch (crm.update().kind()) {
      case MERGED, UNMERGED, ERASED -> {
        moved.add(crm.leadId());
        moved.add(crm.update().otherLeadId());
      }
      default -> acting.add(crm.leadId());
    }
  }

  private void link(String leadId, String name) {
    acting.add(leadId);
    if (!leadId.equals(name)) {
      names.computeIfAbsent(leadId, it -> new HashSet<>()).add(name);
      names.computeIfAbsent(name, it -> new HashSet<>()).add(leadId);
    }
  }

  /** Whether nothing of the lead can have been anybody else's, or come under another name. */
  boolean isPlain(String leadId) {
    return !moved.contains(leadId)
        && names.getOrDefault(leadId, Set.of()).stream()
            .noneMatch(name -> acting.contains(name) || moved.contains(name));
  }
}
