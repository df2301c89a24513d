package dev.kizashi.benchmarks;

import dev.kizashi.cli.simulation.Population;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The same traffic as told by somebody who knows everybody: every event names its lead by the CRM's
 * id and by nothing else. Merges are left out, for there is nothing to merge.
 */
final class Named {
  private Named() {}

  /** The event with its lead's id and without visitor and address; empty for a merge. */
  static Optional<TrafficEvent> of(TrafficEvent event) {
    return switch (event.topic()) {
      case CLICKSTREAM -> {
        ClickstreamEvent it = (ClickstreamEvent) event.record();
        String lead = leadOf(it.getLeadId(), it.getEmail(), it.getVisitorId());
        yield named(
            event,
            lead,
            ClickstreamEvent.newBuilder(it)
                .setLeadId(lead)
                .setEmail(null)
                .setVisitorId(null)
                .build());
      }
      case EMAIL_ENGAGEMENT -> {
        EmailEngagementEvent it = (EmailEngagementEvent) event.record();
        String lead = leadOf(it.getLeadId(), it.getEmail(), it.getVisitorId());
        yield named(
            event,
            lead,
            EmailEngagementEvent.newBuilder(it)
                .setLeadId(lead)
                .setEmail(null)
                .setVisitorId(null)
                .build());
      }
      case OFFLINE_ACTIVITY -> {
        OfflineActivityEvent it = (OfflineActivityEvent) event.record();
        String lead = leadOf(it.getLeadId(), it.getEmail(), null);
        yield named(
            event,
            lead,
            OfflineActivityEvent.newBuilder(it).setLeadId(lead).setEmail(null).build());
      }
      case CRM_UPDATES -> {
        CrmUpdate it = (CrmUpdate) event.record();
        boolean merges = it.getKind() == CrmKind.MERGED || it.getKind() == CrmKind.UNMERGED;
        yield merges
            ? Optional.empty()
            : named(event, it.getLeadId(), CrmUpdate.newBuilder(it).setEmail(null).build());
      }
      case SCORING_CONFIG, LEAD_TRANSFERS ->
          throw new IllegalStateException("no traffic on " + event.topic());
    };
  }

  private static String leadOf(String leadId, String email, String visitorId) {
    return leadId != null ? leadId : Population.leadOf(email != null ? email : visitorId);
  }

  private static Optional<TrafficEvent> named(
      TrafficEvent event, String lead, SpecificRecord record) {
    return Optional.of(
        new TrafficEvent(event.topic(), lead, record, event.occurredAt(), event.arrivesAt()));
  }
}
