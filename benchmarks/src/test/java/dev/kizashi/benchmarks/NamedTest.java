package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.signals.EventField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedTest {
  private static final List<TrafficEvent> TRAFFIC =
      new Traffic(Backlog.traffic(1, 200)).stream().limit(5_000).toList();

  private static String text(TrafficEvent event, EventField field) {
    return EventDecoder.ofRecord(event.topic(), event.record())
        .fold(
            behaviour -> behaviour.event().text(field),
            crm -> field == EventField.LEAD_ID ? crm.leadId() : crm.update().email(),
            unusable -> "unusable");
  }

  @Test
  void every_event_names_its_lead_and_nothing_else() {
    assertThat(TRAFFIC.stream().flatMap(event -> Named.of(event).stream()))
        .hasSizeBetween(4_950, 5_000)
        .allMatch(event -> text(event, EventField.LEAD_ID).startsWith("L-"))
        .allMatch(event -> text(event, EventField.EMAIL) == null)
        .allMatch(event -> text(event, EventField.VISITOR_ID) == null);
  }

  @Test
  void a_browser_and_an_address_belong_to_one_lead() {
    Map<String, String> leads = new HashMap<>();
    for (TrafficEvent event : TRAFFIC) {
      String email = text(event, EventField.EMAIL);
      Optional<TrafficEvent> named = Named.of(event);
      if (email != null && named.isPresent()) {
        String lead = text(named.get(), EventField.LEAD_ID);
        assertThat(leads.merge(email, lead, (before, now) -> now)).isEqualTo(lead);
      }
    }
    assertThat(leads)
        .hasSizeGreaterThan(20)
        .hasSameSizeAs(leads.values().stream().distinct().toList());
  }
}
