package dev.kizashi.scoring.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.Role;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final double NONE_BELOW = Double.NEGATIVE_INFINITY;
  private static final double NONE_ABOVE = Double.POSITIVE_INFINITY;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  @Test
  void a_catalogue_says_what_its_document_says() {
    SignalCatalogue catalogue = catalogue(GoodDocuments.EVERY_CATALOGUE_KEY);

    assertThat(catalogue.version()).isEqualTo(3);
    assertThat(catalogue.dedupeWindowMillis()).isEqualTo(36 * HOUR);
    assertThat(catalogue.signals().get(0))
        .isEqualTo(
            new SignalDefinition(
                "pricing-view",
                List.of("page_view"),
                List.of(
                    new Condition("path", new TextMatcher.Glob("/pricing*")),
                    new Condition("dwell_seconds", new TextMatcher.Between(20, NONE_ABOVE)),
                    new Condition("dwell_seconds", new TextMatcher.Between(NONE_BELOW, 600)),
                    new Condition("plan", new TextMatcher.In(List.of("7", "true", "pro"))),
                    new Condition("plan", new TextMatcher.Prefix("p")),
                    new Condition("code", new TextMatcher.Glob("404"))),
                "event.country == \"JP\"",
                "path",
                Map.of("plan", "plan", "country", "query_country"),
                "Viewed pricing"));
    assertThat(catalogue.exclude())
        .isEqualTo(
            new Exclusions(
                true,
                List.of("*bot*"),
                List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::ffff:10.0.0.0/104"),
                true,
                List.of(
                    new BurstRule(
                        "CLICK_BURST", Set.of("clicked"), Set.of(), "message_id", 3, 2_000),
                    new BurstRule(
                        "CLICK_AT_DELIVERY",
                        Set.of("clicked"),
                        Set.of("delivered"),
                        "message_id",
                        0,
                        5_000))));
  }

  @Test
  void only_true_and_false_are_booleans_so_yes_names_a_signal_and_off_an_event_type() {
    SignalDefinition yes = catalogue(GoodDocuments.EVERY_CATALOGUE_KEY).signals().get(1);

    assertThat(yes)
        .isEqualTo(
            new SignalDefinition(
                "yes", List.of("on", "off"), List.of(), null, null, Map.of(), "yes"));
  }

  @Test
  void a_model_says_what_its_document_says() {
    ScoringModel model = model(GoodDocuments.EVERY_MODEL_KEY);

    assertThat(model.name()).isEqualTo("b2b");
    assertThat(model.version()).isEqualTo(7);
    assertThat(model.signalsVersion()).isEqualTo(3);
    assertThat(Instant.ofEpochMilli(model.effectiveFrom())).isEqualTo("2026-01-01T00:00:00.123Z");
    assertThat(model.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(model.role()).isEqualTo(Role.CHALLENGER);
    assertThat(model.retentionMillis()).isEqualTo(100 * DAY);
    assertThat(model.minChange()).isEqualTo(0.5);
    assertThat(model.engagementMin()).isEqualTo(-10);
    assertThat(model.engagementMax()).isEqualTo(100);
    assertThat(model.categories())
        .containsExactly(
            new Category("web", -5, 40), new Category("intent", NONE_BELOW, NONE_ABOVE));
    assertThat(model.scoring())
        .containsExactly(
            new ScoringRule("pricing-view", "intent", 10, 14 * DAY, new Cap(1, Cap.Window.DAY)),
            new ScoringRule("careers-view", "web", -10, 0, null));
    assertThat(model.temperatures())
        .containsExactly(
            new Temperature("cold", NONE_BELOW, NONE_BELOW),
            new Temperature("warm", 30, 20),
            new Temperature("hot", 70, 50));
    assertThat(model.businessHours())
        .isEqualTo(
            new BusinessHours(
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                LocalTime.of(10, 0),
                LocalTime.of(16, 30),
                Set.of(LocalDate.of(2026, 1, 3))));
  }

  @Test
  void grades_are_sorted_best_first_and_choices_hold_all_their_matchers() {
    Fit fit = model(GoodDocuments.EVERY_MODEL_KEY).fit();

    assertThat(fit.grades())
        .containsExactly(
            new Grade("A", 75), new Grade("B", 50), new Grade("C", 25), new Grade("D", 0));
    assertThat(fit.criteria().get(0).choices())
        .containsExactly(
            new Choice(List.of(new TextMatcher.In(List.of("vp", "director"))), 40),
            new Choice(List.of(new TextMatcher.Equal("manager")), 25),
            new Choice(List.of(new TextMatcher.Glob("*")), 5));
    assertThat(fit.criteria().get(1).choices())
        .containsExactly(
            new Choice(
                List.of(
                    new TextMatcher.Between(100, NONE_ABOVE),
                    new TextMatcher.Between(NONE_BELOW, 999)),
                3));
  }

  @Test
  void the_lifecycle_and_the_alerts_say_what_the_document_says() {
    ScoringModel model = model(GoodDocuments.EVERY_MODEL_KEY);

    assertThat(model.lifecycle())
        .isEqualTo(
            new LifecycleRules(
                List.of(
                    new Clause("hot", Set.of(), Set.of(), List.of()),
                    new Clause("warm", Set.of("A", "B"), Set.of(), List.of()),
                    new Clause(null, Set.of(), Set.of("A1", "B1", "-1"), List.of()),
                    new Clause(null, Set.of(), Set.of(), List.of("demo-request"))),
                "disqualified",
                Map.of("timing", "recycled"),
                true,
                7 * DAY,
                Map.of(
                    "mql",
                    new StageCare(
                        new Deadline(2 * HOUR, true), new Deadline(4 * HOUR, true), 14 * DAY),
                    "sal",
                    new StageCare(null, new Deadline(2 * DAY, false), 0))));
    assertThat(model.alerts())
        .extracting(
            alert -> alert.name(),
            alert -> alert.on(),
            alert -> alert.audience(),
            alert -> alert.cooldownMillis(),
            alert -> alert.priority(),
            alert -> alert.respond())
        .containsExactly(
            tuple(
                "hot",
                new Trigger(Trigger.Kind.TEMPERATURE, List.of("warm", "hot"), 0),
                Set.of("lead", "mql"),
                7 * DAY,
                "high",
                new Deadline(4 * HOUR, false)),
            tuple(
                "qualified",
                new Trigger(Trigger.Kind.LIFECYCLE, List.of("mql"), 0),
                Set.of(),
                0L,
                "normal",
                null),
            tuple(
                "asked",
                new Trigger(Trigger.Kind.SIGNAL, List.of("demo-request"), 0),
                Set.of(),
                0L,
                "normal",
                new Deadline(4 * HOUR, true)),
            tuple(
                "slow",
                new Trigger(Trigger.Kind.SLA, List.of("breach"), 0),
                Set.of(),
                0L,
                "normal",
                null),
            tuple(
                "stuck",
                new Trigger(Trigger.Kind.STAGNATION, List.of(), 0),
                Set.of("mql"),
                0L,
                "normal",
                null),
            tuple(
                "quiet",
                new Trigger(Trigger.Kind.QUIET, List.of(), 30 * DAY),
                Set.of(),
                0L,
                "normal",
                null),
            tuple(
                "corrected",
                new Trigger(Trigger.Kind.WITHDRAWN_EVIDENCE, List.of(), 0),
                Set.of(),
                0L,
                "normal",
                null));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  @Test
  void what_a_document_leaves_out_has_its_default() {
    assertThat(catalogue("{version: 2, signals: {}}"))
        .isEqualTo(new SignalCatalogue(2, 48 * HOUR, List.of(), Exclusions.NONE));
    assertThat(model("{model: m, version: 1, signals_version: 1}"))
        .isEqualTo(
            new ScoringModel(
                "m",
                1,
                1,
                0,
                ZoneId.of("UTC"),
                Role.CHAMPION,
                400 * DAY,
                1,
                0,
                NONE_ABOVE,
                List.of(),
                List.of(),
                Fit.NONE,
                Map.of(),
                List.of(new Temperature("cold", NONE_BELOW, NONE_BELOW)),
                LifecycleRules.NONE,
                BusinessHours.DEFAULT,
                List.of()));
  }

  @Test
  void every_unit_of_a_duration_is_understood() {
    for (Map.Entry<String, Long> unit :
        Map.of(
                "7ms", 7L, "7s", 7_000L, "7m", 420_000L, "7h", 7 * HOUR, "7d", 7 * DAY, "7w",
                49 * DAY)
            .entrySet()) {
      assertThat(
              catalogue("{version: 1, signals: {}, dedupe_window: %s}".formatted(unit.getKey()))
                  .dedupeWindowMillis())
          .isEqualTo(unit.getValue());
    }
  }

  @Test
  void the_shipped_documents_belong_together_and_have_no_problem() {
    Parsed<SignalCatalogue> catalogue =
        Documents.catalogue("signals.yaml", GoodDocuments.shipped("signals.yaml"));
    Parsed<ScoringModel> model =
        Documents.model(
            "model.yaml", GoodDocuments.shipped("model.yaml"), catalogue.value().orElseThrow());

    assertThat(catalogue.problems()).isEmpty();
    assertThat(model.problems()).isEmpty();
    assertThat(model.value().orElseThrow().scoring())
        .extracting(ScoringRule::signal)
        .containsExactlyInAnyOrderElementsOf(
            catalogue.value().get().signals().stream().map(SignalDefinition::name).toList());
    assertThat(Documents.crossCheck(model.value().get(), catalogue.value().get())).isEmpty();
  }

  @Test
  void a_model_that_asks_for_signals_its_catalogue_lacks_is_told_where() {
    SignalCatalogue catalogue =
        catalogue("{version: 2, signals: {demo-request: {on: form_submit}}}");
    String yaml =
        """
        model: m
        version: 1
        signals_version: 1
        categories: {intent: {}}
        scoring:
          demo-requst: {category: intent, points: 30}
        lifecycle:
          recycle: {reset: true}
          qualify: [{signal: [demo-request, webinar]}]
        alerts:
          asked: {on: {signal: demo_request}}
        """;

    Parsed<ScoringModel> located = Documents.model("model.yaml", yaml, catalogue);

    assertThat(located.isValid()).isFalse();
    assertThat(located.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "model.yaml:3:18: signals_version is 1, the catalogue's version 2",
            "model.yaml:6:3: the catalogue has no signal \"demo-requst\"; did you mean"
                + " \"demo-request\"?",
            "model.yaml:9:37: the catalogue has no signal \"webinar\"",
            "model.yaml:11:24: the catalogue has no signal \"demo_request\"; did you mean"
                + " \"demo-request\"?");
    assertThat(Documents.crossCheck(model(yaml), catalogue))
        .extracting(Problem::message)
        .containsExactlyElementsOf(located.problems().stream().map(Problem::message).toList());
  }

  @Test
  void what_can_never_happen_is_doubted_but_accepted() {
    Parsed<ScoringModel> model =
        Documents.model(
            "model.yaml",
            """
            model: m
            version: 1
            signals_version: 1
            engagement: {max: 50}
            fit: {grades: {A: 101, B: 0}}
            temperatures: [{name: cold}, {name: hot, enter: 70, exit: 50}]
            lifecycle:
              qualify: [{temperature: hot}]
              recycle: {reset: false}
              stages:
                mql: {sla: {warn: 4h, breach: 4h}}
                sal: {stagnation: 3d}
            alerts:
              a: {on: {temperature: cold}}
              b: {on: {lifecycle: mql}, audience: lead}
              c: {on: {stagnation: true}, audience: mql}
              d: {on: {sla: warn}, audience: sal}
              e: {on: {withdrawn_evidence: true}, audience: [lead, mql]}
            """);

    assertThat(model.isValid()).isTrue();
    assertThat(model.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "model.yaml:5:19: warning: no lead gets grade A: fit is at most 100",
            "model.yaml:6:49: warning: no lead becomes hot: engagement's max is below",
            "model.yaml:9:12: warning: a recycled lead qualifies again at once: recycle has neither"
                + " reset nor cool_off",
            "model.yaml:11:23: warning: warn comes no earlier than breach",
            "model.yaml:14:25: warning: no lead rises to cold, the coldest temperature",
            "model.yaml:15:23: warning: never raised: the audience is judged after entering, and"
                + " has none of these",
            "model.yaml:16:24: warning: never raised: no stage of its audience has a stagnation",
            "model.yaml:17:17: warning: never raised: no stage of its audience has an sla with warn",
            "model.yaml:18:32: warning: never raised: only sal and sql have alerts whose evidence"
                + " goes");
  }

  @Test
  void an_unusual_event_type_or_property_is_doubted_when_it_is_nearly_a_usual_one() {
    Parsed<SignalCatalogue> catalogue =
        Documents.catalogue(
            "signals.yaml",
            """
            version: 1
            dedupe_window: 1s
            signals:
              a: {on: page_veiw, where: {dwell_second: {at_least: 1}, my_own: x}}
              b: {on: my_event}
            exclude: {bursts: [{reason: R, on: clicked, same: message_id, count: 3, within: 2s}]}
            """);

    assertThat(catalogue.isValid()).isTrue();
    assertThat(catalogue.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "signals.yaml:4:11: warning: \"page_veiw\" is no usual event type; did you mean"
                + " \"page_view\"?",
            "signals.yaml:4:30: warning: \"dwell_second\" is no usual field of an event; did you"
                + " mean \"dwell_seconds\"?",
            "signals.yaml:6:81: warning: within is longer than dedupe_window: events are not"
                + " remembered that long");
  }

  @Test
  void a_document_may_hold_a_thousand_signals_and_no_more() {
    assertThat(catalogue(signals(1_000)).signals()).hasSize(1_000);
    assertThat(Documents.catalogue("s", signals(1_001)).problems())
        .extracting(Problem::toString)
        .containsExactly("s:2:10: signals has 1001 entries, more than 1000");
  }

  private static String signals(int count) {
    StringBuilder yaml = new StringBuilder("version: 1\nsignals: {");
    for (int i = 0; i < count; i++) {
      yaml.append("signal-").append(i).append(": {on: x}, ");
    }
    return yaml.append("}").toString();
  }

  private static SignalCatalogue catalogue(String yaml) {
    return Documents.catalogue("signals.yaml", yaml).value().orElseThrow();
  }

  private static ScoringModel model(String yaml) {
    return Documents.model("model.yaml", yaml).value().orElseThrow();
  }
}
