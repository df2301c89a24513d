package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.identity.EmailAddress;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.List;
import java.util.Map;

/**
 * From an event to what the shuffle carries, without any state: whom it names, which signals it
 * shows, and whether it goes any further. An event reaches its lead when it shows a signal, names
 * the lead on a visitor's machine, has a type that a burst rule watches, or comes from the CRM;
 * another one goes on only to teach an address.
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
    private static final Recognised UNMATCHED = new Recognised(Fate.UNMATCHED, null);
  }

  /** Recognises behaviour; the catalogue is the one in force when it occurred. */
  public Recognised behaviour(Event event, LeadEvent.Origin origin) {
    String leadId = event.text(EventField.LEAD_ID);
    String email = event.text(EventField.EMAIL);
    String visitorId = event.text(EventField.VISITOR_ID);
    boolean named = leadId != null || email != null;
    SignalMatcher matcher = matchers.at(event.occurredAt());
    List<Hit> hits = matcher.match(event);
    boolean reaches =
        !hits.isEmpty() || (named && visitorId != null) || matcher.watchesBursts(event.type());
    if (!reaches && !claims(leadId, email)) {
      return Recognised.UNMATCHED;
    }
    int mark = matcher.markOf(event);
    boolean asksVisitor = visitorId != null && reaches && (mark == Marks.CLEAN || !named);
    return new Recognised(
        Fate.SCORED,
        new LeadEvent(
            who(leadId, email, asksVisitor ? visitorId : null, reaches),
            origin,
            Hashes.ofText(event.eventId()),
            event.occurredAt(),
            hits,
            mark,
            campaignOf(event),
            matcher.traitsOf(event),
            mark == Marks.CLEAN ? matcher.profileOf(event, hits) : Map.of(),
            null,
            null));
  }

  /** What the CRM says always reaches the lead; of merges and erasure the register comes first. */
  public static LeadEvent crm(
      String leadId, String eventId, long occurredAt, CrmUpdate update, LeadEvent.Origin origin) {
    String email = update.email();
    Who who =
        who(
            leadId,
            email == null || email.isEmpty() ? null : EmailAddress.normalised(email),
            null,
            true);
    boolean registered =
        switch (update.kind()) {
          case MERGED, UNMERGED, ERASED -> true;
          default -> false;
        };
    return new LeadEvent(
        registered ? who.at(Station.MERGES) : who,
        origin,
        Hashes.ofText(eventId),
        occurredAt,
        List.of(),
        Marks.CLEAN,
        null,
        null,
        Map.of(),
        update,
        null);
  }

  private static boolean claims(String leadId, String email) {
    return leadId != null && email != null && !email.equals(leadId);
  }

  /**
   * Whom to ask first: an address for what is known by address alone (or by a lead id that is one),
   * then a visitor, then the lead.
   */
  private static Who who(String leadId, String email, String visitorId, boolean reaches) {
    boolean asksAddress = leadId == null ? email != null : EmailAddress.isNormalised(leadId);
    Station next = visitorId == null ? Station.LEADS : Station.VISITORS;
    return new Who(
        asksAddress ? Station.ADDRESSES : next,
        leadId,
        leadId == null || claims(leadId, email) ? email : null,
        visitorId,
        "",
        0,
        reaches,
        List.of());
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
      case CRM_UPDATES, SCORING_CONFIG, LEAD_TRANSFERS -> null;
    };
  }
}
