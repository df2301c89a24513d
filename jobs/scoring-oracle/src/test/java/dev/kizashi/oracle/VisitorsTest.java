package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.SECOND;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.TextMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §8: what visitors do, and whose it is. A view is worth 10, a login 1, a click 20, for ever. */
class VisitorsTest {
  private static final long T = at("2026-03-02T09:15:00Z");

  private static final BurstRule THREE_CLICKS =
      new BurstRule("CLICK_BURST", Set.of("click"), Set.of(), "path", 3, 2 * SECOND);

  private static Sample usual() {
    return model()
        .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of(THREE_CLICKS)))
        .temperature("warm", 20, 15)
        .scores("view", 10, 0)
        .scores("login", 1, 0)
        .scores("click", 20, 0)
        .scores("form", 2, 0)
        .tells("form", "seniority", "role");
  }

  private final Scene scene = new Scene(usual());

  private int waiting(String visitorId) {
    return scene.world().visitorOf(visitorId).map(NaiveVisitor::waiting).orElse(0);
  }

  private Event.Builder click(String path, long occurredAt) {
    return scene.event("click", occurredAt).with(EventField.URL, "https://a.example" + path);
  }

  @Test
  void what_a_visitor_does_waits_and_is_judged_once_with_what_names_it() {
    assertThat(scene.visits("v1", "view", T)).isEmpty();
    assertThat(scene.fate()).isEqualTo(Fate.ANONYMOUS);
    scene.visits("v1", "view", T + HOUR);

    assertThat(words(scene.names("v1", "L1", "login", T + 2 * HOUR)))
        .containsExactly("L1#1 cold>warm IDENTITY", "L1#1 21.0");
    assertThat(waiting("v1")).isZero();
  }

  @Test
  void what_shows_nothing_is_not_even_the_visitors() {
    scene.visits("v1", "nonsense", T);

    assertThat(scene.fate()).isEqualTo(Fate.UNMATCHED);
    assertThat(scene.world().visitorOf("v1")).isEmpty();
  }

  @Test
  void what_is_watched_for_bursts_reaches_the_visitor_and_brings_no_identity() {
    Scene watched =
        new Scene(
            model()
                .exclude(
                    new Exclusions(
                        false,
                        List.of(),
                        List.of(),
                        false,
                        List.of(new BurstRule("R", Set.of("seen"), Set.of(), "path", 2, SECOND))))
                .temperature("warm", 1, 0.5)
                .scores("login", 1, 0));
    watched.visits("v1", "seen", T);
    assertThat(watched.fate()).isEqualTo(Fate.ANONYMOUS);

    assertThat(words(watched.names("v1", "L1", "login", T + 1)))
        .containsExactly("L1#1 cold>warm BEHAVIOUR", "L1#1 1.0");
  }

  @Test
  void the_first_naming_takes_all_whatever_the_times_and_is_judged_at_the_latest() {
    scene.visits("v1", "view", T);
    scene.visits("v1", "view", T + 3 * HOUR);

    List<Emission> said = scene.names("v1", "L1", "login", T + HOUR);

    assertThat(scene.score("L1")).isEqualTo(21);
    assertThat(((LeadScored) said.get(said.size() - 1)).asOf()).isEqualTo(T + 3 * HOUR);
    assertThat(scene.lead("L1").clock()).hasValue(T + 3 * HOUR);
  }

  @Test
  void what_a_named_visitor_does_is_the_leads_at_once_and_behaviour() {
    scene.names("v1", "L1", "login", T);

    assertThat(words(scene.visits("v1", "click", T + 1)))
        .containsExactly("L1#2 cold>warm BEHAVIOUR", "L1#2 21.0");
    scene.visits("v1", "view", T - HOUR);
    assertThat(scene.score("L1")).isEqualTo(31);
  }

  @Test
  void on_a_shared_machine_it_is_the_latest_by_then_and_before_all_the_earliest() {
    scene.visits("v1", "view", T);
    scene.names("v1", "L1", "login", T + 2 * HOUR);
    scene.names("v1", "L2", "login", T + 4 * HOUR);
    scene.visits("v1", "view", T + 3 * HOUR);
    scene.visits("v1", "view", T + 4 * HOUR);
    // The earliest by time, though the last to arrive; what was given stays.
    scene.names("v1", "L3", "login", T + HOUR);
    scene.visits("v1", "view", T);

    assertThat(scene.score("L1")).isEqualTo(21);
    assertThat(scene.score("L2")).isEqualTo(11);
    assertThat(scene.score("L3")).isEqualTo(11);
  }

  @Test
  void of_equally_early_namings_the_first_counts_before_and_the_last_after() {
    scene.names("v1", "L1", "login", T);
    scene.names("v1", "L2", "login", T);

    scene.visits("v1", "view", T - 1);
    scene.visits("v1", "view", T);

    assertThat(scene.score("L1")).isEqualTo(11);
    assertThat(scene.score("L2")).isEqualTo(11);
  }

  @Test
  void a_naming_by_address_names_whom_the_address_is_an_alias_of() {
    scene.claims("L1", "kim@a.example", "view", T);
    scene.visits("v1", "view", T);

    scene.tell(
        scene
            .event("click", T + 1)
            .with(EventField.EMAIL, "kim@a.example")
            .with(EventField.VISITOR_ID, "v1"));

    assertThat(scene.score("L1")).isEqualTo(40);
  }

  @Test
  void a_machine_names_nobody_but_what_it_does_waits() {
    scene.tell(
        scene
            .event("view", T)
            .with(EventField.USER_AGENT, "bot")
            .with(EventField.VISITOR_ID, "v1"));
    scene.tell(
        scene
            .event("login", T + 1)
            .with(EventField.USER_AGENT, "bot")
            .with(EventField.LEAD_ID, "L2")
            .with(EventField.VISITOR_ID, "v1"));
    assertThat(waiting("v1")).isEqualTo(1);

    assertThat(words(scene.names("v1", "L1", "click", T + 2)))
        .containsExactly("L1#1 cold>warm IDENTITY", "L1#1 20.0");
    assertThat(scene.lead("L1").factCount()).isEqualTo(2);
  }

  @Test
  void what_waits_is_looked_up_among_what_waits() {
    Event view = scene.event("view", T).with(EventField.VISITOR_ID, "v1").build();
    scene.tell(view);
    scene.tell(view);
    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);

    scene.names("v1", "L1", "login", T + 1);
    scene.tell(view);

    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    assertThat(scene.score("L1")).isEqualTo(11);
  }

  @Test
  void what_names_a_visitor_is_looked_up_unless_something_waits() {
    Event.Builder login =
        scene.event("login", T).with(EventField.LEAD_ID, "L1").with(EventField.VISITOR_ID, "v1");
    scene.tell(login);
    scene.tell(login);
    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    scene.visits("v2", "view", T);

    Event again =
        scene
            .event("login", T)
            .with(EventField.EVENT_ID, "e1")
            .with(EventField.LEAD_ID, "L1")
            .with(EventField.VISITOR_ID, "v2")
            .build();
    scene.tell(again);

    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    assertThat(scene.score("L1")).isEqualTo(12);
  }

  @Test
  void a_waiting_visitor_is_forgotten_at_its_clock_and_90_days() {
    scene.visits("v1", "view", T);
    scene.visits("v1", "view", T - DAY);

    scene.pass(T + 90 * DAY - 1);
    assertThat(waiting("v1")).isEqualTo(2);
    scene.pass(T + 90 * DAY);

    assertThat(scene.world().visitorOf("v1")).isEmpty();
    scene.names("v1", "L1", "login", T + 90 * DAY);
    assertThat(scene.score("L1")).isEqualTo(1);
  }

  @Test
  void a_named_visitor_is_forgotten_at_its_clock_and_400_days() {
    scene.names("v1", "L1", "login", T);
    scene.visits("v1", "view", T + DAY);

    scene.visits("v1", "view", T + 401 * DAY - 1);
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    scene.visits("v1", "view", T + 801 * DAY - 1);

    assertThat(scene.fate()).isEqualTo(Fate.ANONYMOUS);
  }

  @Test
  void of_too_many_facts_those_of_the_oldest_hour_go() {
    Scene narrow = new Scene(usual(), new Bounds(90 * DAY, 400 * DAY, 2, 256, 30 * DAY));
    narrow.visits("v1", "view", T);
    narrow.visits("v1", "view", T + 1);
    narrow.visits("v1", "form", T);
    // Three facts, but two that differ.
    assertThat(narrow.world().visitorOf("v1").orElseThrow().waiting()).isEqualTo(3);
    narrow.visits("v1", "view", T + HOUR);

    narrow.names("v1", "L1", "login", T + HOUR);

    assertThat(narrow.score("L1")).isEqualTo(11);
  }

  @Test
  void of_too_many_namings_the_earliest_goes() {
    Scene narrow = new Scene(usual(), new Bounds(90 * DAY, 400 * DAY, 1000, 2, 30 * DAY));
    narrow.names("v1", "L1", "login", T);
    narrow.names("v1", "L2", "login", T + 1);
    narrow.names("v1", "L3", "login", T + 2);

    narrow.visits("v1", "view", T);

    assertThat(narrow.score("L1")).isEqualTo(1);
    assertThat(narrow.score("L2")).isEqualTo(11);
  }

  @Test
  void a_naming_that_is_known_is_none() {
    Scene narrow = new Scene(usual(), new Bounds(90 * DAY, 400 * DAY, 1000, 2, 30 * DAY));
    narrow.names("v1", "L1", "login", T);
    narrow.names("v1", "L2", "login", T + 1);
    narrow.names("v1", "L2", "login", T + 1);

    narrow.visits("v1", "view", T);

    assertThat(narrow.score("L1")).isEqualTo(11);
  }

  @Test
  void what_waits_can_be_a_burst_by_itself_and_is_brought_as_one() {
    for (int i = 0; i < 3; i++) {
      scene.tell(click("/a", T + i).with(EventField.VISITOR_ID, "v1"));
    }
    assertThat(scene.world().lastSuspect()).isTrue();

    assertThat(words(scene.names("v1", "L1", "login", T + HOUR))).containsExactly("L1#1 1.0");
    assertThat(scene.lead("L1").factCount()).isEqualTo(4);
  }

  @Test
  void what_turns_out_a_burst_only_with_what_is_brought_corrects() {
    scene.tell(click("/a", T).with(EventField.LEAD_ID, "L1"));
    scene.tell(click("/a", T + 1).with(EventField.VISITOR_ID, "v1"));
    scene.tell(click("/a", T + 2).with(EventField.VISITOR_ID, "v1"));

    assertThat(words(scene.names("v1", "L1", "login", T + 3)))
        .containsExactly("L1#2 warm>cold CORRECTION", "L1#2 1.0");
  }

  @Test
  void marks_on_what_is_brought_alone_correct_nothing() {
    scene.tell(click("/a", T).with(EventField.VISITOR_ID, "v1"));
    scene.tell(click("/a", T + 1).with(EventField.VISITOR_ID, "v1"));
    scene.visits("v1", "view", T + 1);
    scene.visits("v1", "view", T + 1);

    List<Emission> said =
        scene.tell(
            click("/a", T + 2).with(EventField.LEAD_ID, "L1").with(EventField.VISITOR_ID, "v1"));

    assertThat(words(said)).containsExactly("L1#1 cold>warm IDENTITY", "L1#1 20.0");
    assertThat(scene.world().lastSuspect()).isTrue();
  }

  @Test
  void what_forms_said_waits_with_its_time_and_is_heard_before_what_the_event_says() {
    Scene told =
        new Scene(
            usual()
                .fit(
                    new Fit(
                        List.of(
                            new Criterion(
                                "seniority",
                                List.of(
                                    new Choice(List.of(new TextMatcher.Equal("vp")), 40),
                                    new Choice(List.of(new TextMatcher.Equal("intern")), 5)))),
                        List.of(new Grade("A", 30), new Grade("D", 0)))));
    Event.Builder asked =
        told.event("form", T + 1)
            .with(EventField.VISITOR_ID, "v1")
            .properties(Map.of("role", "intern"));
    told.tell(asked);
    told.visits("v2", "view", T);
    told.tell(
        told.event("form", T + 1)
            .with(EventField.LEAD_ID, "L1")
            .with(EventField.VISITOR_ID, "v1")
            .properties(Map.of("role", "vp")));
    assertThat(told.lead("L1").score(T + HOUR).fit()).isEqualTo(40);

    told.tell(
        told.event("form", T + 2)
            .with(EventField.VISITOR_ID, "v2")
            .properties(Map.of("role", "intern")));
    told.names("v2", "L1", "login", T + 3);
    assertThat(told.lead("L1").score(T + HOUR).fit()).isEqualTo(5);
  }

  @Test
  void an_alert_on_a_signal_rests_on_the_latest_hour_that_is_brought() {
    Scene alerting = new Scene(usual().alert("clicks", Trigger.Kind.SIGNAL, "click"));
    long later = T + 2 * HOUR;
    alerting.tell(alerting.event("click", T).with(EventField.VISITOR_ID, "v1"));
    alerting.tell(
        alerting
            .event("click", later)
            .with(EventField.URL, "https://a.example/a")
            .with(EventField.VISITOR_ID, "v1"));
    List<Emission> raised = alerting.names("v1", "L1", "login", later);
    assertThat(words(raised))
        .containsExactly("L1#1 cold>warm IDENTITY", "L1#1 +clicks", "L1#1 41.0");

    // Two more, and the hour has no click of a person's left; the earlier one does not save it.
    alerting.tell(
        alerting
            .event("click", later + 1)
            .with(EventField.URL, "https://a.example/a")
            .with(EventField.LEAD_ID, "L1"));
    List<Emission> said =
        alerting.tell(
            alerting
                .event("click", later + 2)
                .with(EventField.URL, "https://a.example/a")
                .with(EventField.LEAD_ID, "L1"));

    assertThat(words(said)).contains("L1#3 -clicks SUSPECT");
    assertThat(Said.alerts(said).get(0).alertId())
        .isEqualTo(((AlertIssued) raised.get(1)).alertId());
  }

  @Test
  void a_visitor_follows_the_lead_that_was_named_on_it() {
    scene.names("v1", "L2", "login", T);
    scene.merges("L1", "L2", T + 1);

    scene.visits("v1", "view", T + 2);
    assertThat(scene.score("L1")).isEqualTo(11);
    scene.unmerges("L1", "L2", T + 3);

    assertThat(scene.score("L1")).isZero();
    assertThat(scene.score("L2")).isEqualTo(11);
    scene.visits("v1", "view", T + 4);
    assertThat(scene.score("L2")).isEqualTo(21);
  }
}
