package dev.kizashi.oracle.random;

import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Behaviour of all topics that {@link RandomCatalogue} knows something of, whoever shows it. */
final class RandomEvents {
  private final Dice dice;
  private final Opening opening;

  /** How an event begins: with its id, time and type, and whom it names. */
  interface Opening {
    Event.Builder of(InputTopic topic, String eventId, long occurredAt, String type);
  }

  RandomEvents(Dice dice, Opening opening) {
    this.dice = dice;
    this.opening = opening;
  }

  /** Of any topic, and not yet complete: identity may be added. */
  Event.Builder any(String eventId, long occurredAt) {
    int topic = dice.below(10);
    if (topic < 6) {
      return clickstream(eventId, occurredAt);
    }
    return topic < 9 ? email(eventId, occurredAt) : offline(eventId, occurredAt);
  }

  Event.Builder clickstream(String eventId, long occurredAt) {
    String type =
        dice.pick(
            List.of(
                "page_view",
                "page_view",
                "page_view",
                "file_download",
                "site_search",
                "video_progress",
                "form_submit",
                "app_view"));
    Map<String, String> properties = new HashMap<>();
    properties.put("percent", dice.pick(List.of("10", "50", "75.5", "1e2", "most")));
    properties.put("video", dice.pick(List.of("intro", "tour")));
    properties.put("form", dice.pick(List.of("contact", "newsletter")));
    maybe(properties, "country", List.of("JP", "US"));
    maybe(properties, "role", List.of("vp", "manager", "intern", ""));
    maybe(properties, "position", List.of("director", "intern", ""));
    maybe(properties, "employees", List.of("12", "640", "5000"));
    maybe(properties, "budget", List.of("10k", ""));
    return machine(opening.of(InputTopic.CLICKSTREAM, eventId, occurredAt, type))
        .with(EventField.VISITOR_ID, dice.chance(50) ? "v1" : null)
        .with(
            EventField.URL,
            dice.pick(
                List.of(
                    "https://www.example.com/pricing",
                    "https://www.example.com/pricing/teams?utm=x",
                    "https://www.example.com/careers",
                    "https://www.example.com/docs/guide.pdf",
                    "https://www.example.com/docs/api.pdf",
                    "https://www.example.com/search?q=kafka+streams",
                    "https://www.example.com/search?q=",
                    "https://www.example.com")))
        .with(EventField.DWELL_MS, dice.chance(60) ? (Long) (long) dice.below(60_000) : null)
        .with(
            EventField.CAMPAIGN_SOURCE,
            dice.chance(30) ? dice.pick(List.of("ads", "search")) : null)
        .with(
            EventField.CAMPAIGN_NAME,
            dice.chance(20) ? dice.pick(List.of("spring", "autumn")) : null)
        .properties(properties);
  }

  Event.Builder email(String eventId, long occurredAt) {
    String type =
        dice.pick(
            List.of("opened", "opened", "clicked", "clicked", "clicked", "sent", "unsubscribed"));
    return machine(opening.of(InputTopic.EMAIL_ENGAGEMENT, eventId, occurredAt, type))
        .with(EventField.MESSAGE_ID, "m" + dice.below(4))
        .with(EventField.CAMPAIGN_ID, dice.chance(50) ? dice.pick(List.of("c-1", "c-2")) : null)
        .with(
            EventField.LINK_URL,
            dice.chance(50) ? "https://www.example.com/docs/guide.pdf?m=" + eventId : null)
        .with(EventField.MACHINE_OPEN, type.equals("opened") && dice.chance(40));
  }

  Event.Builder offline(String eventId, long occurredAt) {
    String type = dice.pick(List.of("booth_visit", "event_attended", "call", "event_no_show"));
    return opening
        .of(InputTopic.OFFLINE_ACTIVITY, eventId, occurredAt, type)
        .with(
            EventField.TITLE,
            dice.chance(80) ? dice.pick(List.of("Expo", "Summit", "Meetup")) : null)
        .with(EventField.CAMPAIGN, dice.chance(50) ? "autumn-fair" : null);
  }

  /** Where and by what it was done; a machine's as it comes. */
  Event.Builder machine(Event.Builder event) {
    return event
        .with(
            EventField.USER_AGENT,
            dice.chance(10) ? "Some-ROBOT/1.0" : dice.chance(5) ? "curl/8.1" : "Mozilla/5.0")
        .with(
            EventField.IP,
            dice.chance(8)
                ? dice.pick(List.of("10.20.30.40", "192.0.2.7", "2001:db8:1::5"))
                : dice.pick(List.of("203.0.113.9", "192.0.2.8", "2001:db8:8000::5")));
  }

  void maybe(Map<String, String> texts, String name, List<String> values) {
    if (dice.chance(50)) {
      texts.put(name, dice.pick(values));
    }
  }
}
