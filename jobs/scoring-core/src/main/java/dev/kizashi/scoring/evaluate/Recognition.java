package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.List;
import java.util.Map;

/**
 * From an event to what the shuffle carries, without any state: which lead it names, which signals
 * it shows, and whether it goes any further. An event reaches its lead when it shows a signal,
 * names the lead on a visitor's machine, has a type that a burst rule watches, or comes from the
 * CRM.
 */
public final class Recognition {
  private final Timeline<SignalMatcher> matchers;

  public Recognition(Timeline<SignalMatcher> matchers) {
    this.matchers = matchers;
  }

  /**
   * @param fate {@link Fate#SCORED} when {@code event} is there to be judged, else what became of
   *     it
   */
  public record Recognised(Fate fate, LeadEvent event) {
    private static final Recognised ANONYMOUS = new Recognised(Fate.ANONYMOUS, null);
    private static final Recognised UNMATCHED = new Recognised(Fate.UNMATCHED, null);
  }

  /** Recognises behaviour; the catalogue is the one in force when it occurred. */
  public Recognised behaviour(Event event, LeadEvent.Origin origin) {
    String leadId = event.text(EventField.LEAD_ID);
    if (leadId == null) {
      leadId = event.text(EventField.EMAIL);
    }
    if (leadId == null) {
      return Recognised.ANONYMOUS;
    }
    SignalMatcher matcher = matchers.at(event.occurredAt());
    List<Hit> hits = matcher.match(event);
    if (hits.isEmpty()
        && event.field(EventField.VISITOR_ID) == null
        && !matcher.watchesBursts(event.type())) {
      return Recognised.UNMATCHED;
    }
    int mark = matcher.markOf(event);
    return new Recognised(
        Fate.SCORED,
        new LeadEvent(
            leadId,
            origin,
            Hashes.ofText(event.eventId()),
            event.occurredAt(),
            hits,
            mark,
            campaignOf(event),
            matcher.traitsOf(event),
            mark == Marks.CLEAN ? matcher.profileOf(event, hits) : Map.of(),
            null));
  }

  /** What the CRM says always reaches the lead. */
  public static LeadEvent crm(
      String leadId, String eventId, long occurredAt, CrmUpdate update, LeadEvent.Origin origin) {
    return new LeadEvent(
        leadId,
        origin,
        Hashes.ofText(eventId),
        occurredAt,
        List.of(),
        Marks.CLEAN,
        null,
        null,
        Map.of(),
        update);
  }

  /** What brought the lead here, in the words of its topic. */
  private static String campaignOf(Event event) {
    return switch (event.topic()) {
      case CLICKSTREAM -> {
        String name = event.text(EventField.CAMPAIGN_NAME);
        yield name != null ? name : event.text(EventField.CAMPAIGN_SOURCE);
      }
      case EMAIL_ENGAGEMENT -> event.text(EventField.CAMPAIGN_ID);
      case OFFLINE_ACTIVITY -> event.text(EventField.CAMPAIGN);
      case CRM_UPDATES, SCORING_CONFIG -> null;
    };
  }
}
