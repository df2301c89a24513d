package dev.kizashi.oracle;

import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.Comparator;
import java.util.List;

/** Which campaign brought a lead. */
final class Campaign {
  private Campaign() {}

  /** Of clicks the campaign's name, else its source; of mails the id; null when there is none. */
  static String of(Event event) {
    switch (event.topic()) {
      case CLICKSTREAM:
        String name = event.text(EventField.CAMPAIGN_NAME);
        return name != null ? name : event.text(EventField.CAMPAIGN_SOURCE);
      case EMAIL_ENGAGEMENT:
        return event.text(EventField.CAMPAIGN_ID);
      case OFFLINE_ACTIVITY:
        return event.text(EventField.CAMPAIGN);
      default:
        return null;
    }
  }

  /** Of equally late ones the greater text; null without any. */
  static String latest(List<FactEvent> facts) {
    return facts.stream()
        .filter(fact -> !fact.suspect() && fact.campaign() != null)
        .max(Comparator.comparingLong(FactEvent::occurredAt).thenComparing(FactEvent::campaign))
        .map(FactEvent::campaign)
        .orElse(null);
  }
}
