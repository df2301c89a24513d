package dev.kizashi.oracle.random;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Models, catalogues and histories of one lead that meet as many rules as possible in few events:
 * every kind of cap, clamp, half-life and zone, penalties, late and repeated arrivals, machines,
 * many events in one hour and long silences. The same seed gives the same.
 *
 * <p>Points, clamps and {@code min} are multiples of a quarter and temperatures' bounds are not: no
 * engagement comes to rest on a bound, where the instant of a crossing would be rounding's choice.
 * Burst rules and the lifecycle have no part in it.
 */
public final class RandomHistories {
  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private static final List<String> ZONES =
      List.of("UTC", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");
  private static final List<Long> HALF_LIVES =
      List.of(0L, 10 * 60 * SECOND, HOUR, 6 * HOUR, DAY, 7 * DAY, 14 * DAY, 14 * DAY, 30 * DAY);

  /** Shortly before North America, and days before Lord Howe, change their clocks. */
  private static final List<Instant> BEGINNINGS =
      List.of(
          Instant.parse("2026-03-07T20:00:00Z"),
          Instant.parse("2026-10-31T22:30:00Z"),
          Instant.parse("2026-04-03T03:59:58Z"),
          Instant.parse("2025-12-28T23:00:00Z"));

  private final Random random;
  private final String leadId;
  private final SignalCatalogue catalogue;
  private final ScoringModel model;

  /** What one seed gives: a catalogue, a model for it, and a lead. */
  public RandomHistories(long seed) {
    random = new Random(seed);
    leadId = chance(30) ? "kim." + seed + "@acme.example" : "L-" + seed;
    catalogue = someCatalogue(1 + random.nextInt(9));
    model = someModel(1 + random.nextInt(9), 0);
  }

  /** A CRM's id or a normalised address. */
  public String leadId() {
    return leadId;
  }

  public SignalCatalogue catalogue() {
    return catalogue;
  }

  public ScoringModel model() {
    return model;
  }

  /** Another model of the same name for the same catalogue, one version on; differs each time. */
  public ScoringModel nextModel(long effectiveFrom) {
    return someModel(model.version() + 1, effectiveFrom);
  }

  // ---- the catalogue ------------------------------------------------------------------------

  private SignalCatalogue someCatalogue(int version) {
    List<SignalDefinition> signals = new ArrayList<>();
    signals.add(signal("page-view", "page_view", null, null));
    signals.add(
        signal(
            "pricing-view",
            "page_view",
            null,
            "path",
            where("path", new TextMatcher.Glob("/pricing*")),
            where("dwell_seconds", new TextMatcher.Between(20, Double.POSITIVE_INFINITY))));
    signals.add(
        signal(
            "careers-view",
            "page_view",
            null,
            null,
            where("path", new TextMatcher.Prefix("/careers")),
            where("path", new TextMatcher.Glob("*?s"))));
    signals.add(
        signal(
            "doc-download",
            "file_download",
            null,
            "path",
            where("path", new TextMatcher.Matches("/docs/[a-z]+\\.pdf"))));
    signals.add(signal("site-search", "site_search", "event.query_q != ''", "query_q"));
    signals.add(
        signal(
            "demo-video",
            "video_progress",
            null,
            "video",
            where("percent", new TextMatcher.Between(50, 100))));
    signals.add(
        signal(
            "contact-form",
            "form_submit",
            "event.country == 'JP' || event.dwell_seconds > 30.0",
            null,
            where("form", new TextMatcher.Equal("contact"))));
    signals.add(signal("mail-open", "opened", null, "message_id"));
    signals.add(signal("mail-click", "clicked", null, "path"));
    signals.add(signal("opt-out", "unsubscribed", null, null));
    signals.add(
        new SignalDefinition(
            "exhibition",
            List.of("booth_visit", "event_attended"),
            List.of(where("title", new TextMatcher.In(List.of("Expo", "Summit")))),
            null,
            "title",
            Map.of(),
            "Met us at an exhibition"));
    signals.add(signal("call", "call", null, null));
    Exclusions exclude =
        chance(70)
            ? new Exclusions(
                false,
                List.of("*Bot*", "curl/?.*"),
                List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/33"),
                chance(50),
                List.of())
            : Exclusions.NONE;
    long dedupeWindow = pick(List.of(HOUR, 12 * HOUR, 2 * DAY, 30 * DAY));
    return new SignalCatalogue(version, dedupeWindow, signals, exclude);
  }

  private static SignalDefinition signal(
      String name, String on, String when, String distinctBy, Condition... where) {
    return new SignalDefinition(
        name, List.of(on), List.of(where), when, distinctBy, Map.of(), name.replace('-', ' '));
  }

  private static Condition where(String property, TextMatcher matcher) {
    return new Condition(property, matcher);
  }

  // ---- the model ----------------------------------------------------------------------------

  private ScoringModel someModel(int version, long effectiveFrom) {
    List<Category> categories = new ArrayList<>();
    for (String name : List.of("web", "intent", "mail", "people")) {
      if (categories.isEmpty() || chance(60)) {
        categories.add(
            new Category(
                name,
                chance(30) ? -quarters(0, 60) : Double.NEGATIVE_INFINITY,
                chance(40) ? quarters(20, 200) : Double.POSITIVE_INFINITY));
      }
    }
    boolean penalties = chance(70);
    List<ScoringRule> scoring = new ArrayList<>();
    for (SignalDefinition signal : catalogue.signals()) {
      if (chance(80)) {
        boolean penalty = penalties && chance(30);
        scoring.add(
            new ScoringRule(
                signal.name(),
                pick(categories).name(),
                chance(5) ? 0 : penalty ? -quarters(1, 80) : quarters(1, 100),
                pick(HALF_LIVES),
                chance(40)
                    ? null
                    : new Cap(1 + random.nextInt(3), pick(List.of(Cap.Window.values())))));
      }
    }
    Collections.shuffle(scoring, random);
    return new ScoringModel(
        "random",
        version,
        catalogue.version(),
        effectiveFrom,
        ZoneId.of(pick(ZONES)),
        ScoringModel.Role.CHAMPION,
        pick(List.of(2 * DAY, 30 * DAY, 90 * DAY, ScoringModel.DEFAULT_RETENTION_MILLIS)),
        pick(List.of(0.0, 0.5, 1.0, 5.0)),
        chance(70) ? 0 : -quarters(1, 200),
        chance(50) ? 100 : chance(50) ? 60 : Double.POSITIVE_INFINITY,
        categories,
        scoring,
        someFit(),
        Map.of(),
        someTemperatures(),
        LifecycleRules.NONE,
        chance(50)
            ? BusinessHours.DEFAULT
            : new BusinessHours(
                Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
                LocalTime.of(1, 30),
                LocalTime.of(16, 45),
                Set.of(LocalDate.of(2026, 3, 9), LocalDate.of(2026, 11, 2))),
        someAlerts());
  }

  private static Fit someFit() {
    return new Fit(
        List.of(
            new Criterion(
                "seniority",
                List.of(
                    new Choice(List.of(new TextMatcher.In(List.of("vp", "director"))), 40),
                    new Choice(List.of(new TextMatcher.Equal("manager")), 25),
                    new Choice(List.of(new TextMatcher.Glob("*")), 5))),
            new Criterion(
                "company_size",
                List.of(
                    new Choice(List.of(new TextMatcher.Between(1_000, 1e9)), 45.5),
                    new Choice(List.of(new TextMatcher.Between(50, 999)), 20))),
            new Criterion(
                "industry",
                List.of(
                    new Choice(List.of(new TextMatcher.Prefix("gov")), -30),
                    new Choice(List.of(new TextMatcher.Matches("manu.*|it")), 30)))),
        List.of(new Grade("A", 75), new Grade("B", 50), new Grade("C", 25), new Grade("D", 5)));
  }

  private List<Temperature> someTemperatures() {
    List<Temperature> temperatures = new ArrayList<>();
    temperatures.add(new Temperature("cold", Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
    double exit = 0;
    double enter = 0;
    for (String name : List.of("warm", "hot", "burning").subList(0, 1 + random.nextInt(3))) {
      exit += 2 + random.nextInt(12) + 0.37;
      enter = Math.max(enter, exit) + 1 + random.nextInt(12) + 0.17;
      temperatures.add(new Temperature(name, enter, exit));
    }
    return temperatures;
  }

  private List<AlertDefinition> someAlerts() {
    return List.of(
        alert("got-hot", Trigger.Kind.TEMPERATURE, List.of("hot", "burning")),
        alert("got-warm", Trigger.Kind.TEMPERATURE, List.of("warm")),
        alert("asks", Trigger.Kind.SIGNAL, List.of("contact-form", "pricing-view")),
        alert("met", Trigger.Kind.SIGNAL, List.of("exhibition")));
  }

  private AlertDefinition alert(String name, Trigger.Kind kind, List<String> names) {
    return new AlertDefinition(
        name,
        new Trigger(kind, names, 0),
        chance(70) ? Set.of() : chance(80) ? Set.of("lead", "mql") : Set.of("customer"),
        pick(List.of(0L, HOUR, 7 * DAY)),
        pick(List.of("normal", "high")),
        chance(40) ? null : new Deadline(pick(List.of(HOUR, 4 * HOUR, 30 * HOUR)), chance(60)));
  }

  // ---- the history --------------------------------------------------------------------------

  /**
   * What arrives of the lead, in order of arrival: behaviour that names it, and profiles. A further
   * call begins another history, with the same event ids.
   *
   * @param n how many arrivals, repetitions included
   */
  public List<Arrival> history(int n) {
    List<Arrival> history = new ArrayList<>();
    long now = pick(BEGINNINGS).toEpochMilli() + random.nextInt((int) HOUR);
    for (int i = 0; i < n; i++) {
      now += pause();
      if (!history.isEmpty() && chance(6)) {
        int back = chance(70) ? Math.min(5, history.size()) : history.size();
        history.add(history.get(history.size() - 1 - random.nextInt(back)));
      } else {
        long occurredAt = now - (chance(12) ? lateness() : 0);
        String eventId = "e" + i;
        history.add(
            chance(10)
                ? crm(eventId, occurredAt)
                : new Arrival.Behaviour(behaviour(eventId, occurredAt)));
      }
    }
    return history;
  }

  private long pause() {
    int kind = random.nextInt(100);
    if (kind < 8) {
      return 0;
    } else if (kind < 55) {
      return random.nextInt((int) (120 * SECOND));
    } else if (kind < 80) {
      return random.nextInt((int) (5 * HOUR));
    } else if (kind < 97) {
      return (long) (random.nextDouble() * 6 * DAY);
    }
    return (long) (random.nextDouble() * 120 * DAY);
  }

  private long lateness() {
    return (long) (random.nextDouble() * pick(List.of(HOUR, DAY, 5 * DAY, 60 * DAY)));
  }

  private Event behaviour(String eventId, long occurredAt) {
    int topic = random.nextInt(10);
    if (topic < 6) {
      return clickstream(eventId, occurredAt);
    }
    return topic < 9 ? email(eventId, occurredAt) : offline(eventId, occurredAt);
  }

  private Event clickstream(String eventId, long occurredAt) {
    String type =
        pick(
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
    properties.put("percent", pick(List.of("10", "50", "75.5", "1e2", "most")));
    properties.put("video", pick(List.of("intro", "tour")));
    properties.put("form", pick(List.of("contact", "newsletter")));
    if (chance(50)) {
      properties.put("country", pick(List.of("JP", "US")));
    }
    return machine(named(InputTopic.CLICKSTREAM, eventId, occurredAt, type))
        .with(EventField.VISITOR_ID, chance(50) ? "v1" : null)
        .with(
            EventField.URL,
            pick(
                List.of(
                    "https://www.example.com/pricing",
                    "https://www.example.com/pricing/teams?utm=x",
                    "https://www.example.com/careers",
                    "https://www.example.com/docs/guide.pdf",
                    "https://www.example.com/docs/api.pdf",
                    "https://www.example.com/search?q=kafka+streams",
                    "https://www.example.com/search?q=",
                    "https://www.example.com")))
        .with(EventField.DWELL_MS, chance(60) ? (Long) (long) random.nextInt(60_000) : null)
        .with(EventField.CAMPAIGN_SOURCE, chance(30) ? pick(List.of("ads", "search")) : null)
        .with(EventField.CAMPAIGN_NAME, chance(20) ? pick(List.of("spring", "autumn")) : null)
        .properties(properties)
        .build();
  }

  private Event email(String eventId, long occurredAt) {
    String type =
        pick(List.of("opened", "opened", "clicked", "clicked", "clicked", "sent", "unsubscribed"));
    return machine(named(InputTopic.EMAIL_ENGAGEMENT, eventId, occurredAt, type))
        .with(EventField.MESSAGE_ID, "m" + random.nextInt(4))
        .with(EventField.CAMPAIGN_ID, chance(50) ? pick(List.of("c-1", "c-2")) : null)
        .with(
            EventField.LINK_URL,
            chance(50) ? "https://www.example.com/docs/guide.pdf?m=" + eventId : null)
        .with(EventField.MACHINE_OPEN, type.equals("opened") && chance(40))
        .build();
  }

  private Event offline(String eventId, long occurredAt) {
    String type = pick(List.of("booth_visit", "event_attended", "call", "event_no_show"));
    return named(InputTopic.OFFLINE_ACTIVITY, eventId, occurredAt, type)
        .with(EventField.TITLE, chance(80) ? pick(List.of("Expo", "Summit", "Meetup")) : null)
        .with(EventField.CAMPAIGN, chance(50) ? "autumn-fair" : null)
        .build();
  }

  private Event.Builder named(InputTopic topic, String eventId, long occurredAt, String type) {
    Event.Builder event =
        Event.on(topic)
            .with(EventField.EVENT_ID, eventId)
            .with(EventField.OCCURRED_AT, occurredAt)
            .with(EventField.TYPE, type);
    return leadId.indexOf('@') < 0
        ? event.with(EventField.LEAD_ID, leadId)
        : event.with(EventField.EMAIL, chance(50) ? leadId : " Kim." + leadId.substring(4));
  }

  private Event.Builder machine(Event.Builder event) {
    return event
        .with(
            EventField.USER_AGENT,
            chance(10) ? "Some-ROBOT/1.0" : chance(5) ? "curl/8.1" : "Mozilla/5.0")
        .with(
            EventField.IP,
            chance(8)
                ? pick(List.of("10.20.30.40", "192.0.2.7", "2001:db8:1::5"))
                : pick(List.of("203.0.113.9", "192.0.2.8", "2001:db8:8000::5")));
  }

  private Arrival.Crm crm(String eventId, long occurredAt) {
    Map<String, String> attributes = new HashMap<>();
    maybe(attributes, "seniority", List.of("vp", "manager", "intern", ""));
    maybe(attributes, "company_size", List.of("12", "640", "5000", "many"));
    maybe(attributes, "industry", List.of("government", "manufacturing", "it", ""));
    maybe(attributes, "budget", List.of("50k", "none", ""));
    maybe(attributes, "need", List.of("urgent", "some"));
    CrmUpdate.Kind kind =
        chance(85) ? CrmUpdate.Kind.PROFILE_UPSERTED : CrmUpdate.Kind.ALERT_ACKNOWLEDGED;
    return new Arrival.Crm(
        eventId,
        leadId,
        occurredAt,
        new CrmUpdate(
            kind,
            attributes,
            chance(30) && leadId.indexOf('@') < 0 ? "Kim@" + leadId + ".example" : null,
            chance(20) ? pick(List.of("ACC-1", "ACC-2", "")) : null,
            chance(30) ? pick(List.of("aoi", "ben", "")) : null,
            null,
            null,
            null,
            kind == CrmUpdate.Kind.ALERT_ACKNOWLEDGED ? "unknown" : null));
  }

  private void maybe(Map<String, String> attributes, String name, List<String> values) {
    if (chance(50)) {
      attributes.put(name, pick(values));
    }
  }

  // ---- dice ---------------------------------------------------------------------------------

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A multiple of 0.25 between the two numbers of quarters. */
  private double quarters(int least, int most) {
    return (least + random.nextInt(most - least + 1)) / 4.0;
  }
}
