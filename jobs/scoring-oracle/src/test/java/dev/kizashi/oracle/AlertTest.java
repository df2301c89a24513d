package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Evidence;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Emission.StaleAttribute;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §7, for temperatures and signals, and what an alert carries. */
class AlertTest {
  /** A Monday, 18:15 in Tokyo. */
  private static final long T = at("2026-03-02T09:15:00Z");

  private static final long END = at("2026-03-02T10:00:00Z");

  private static Sample usual() {
    return model()
        .temperature("warm", 30, 20)
        .temperature("hot", 70, 50)
        .scores("form", 80, 14 * DAY)
        .scores("view", 10, 14 * DAY)
        .scores("careers", -10, 0)
        .alert(onTemperature("got-hot", 7 * DAY, "hot"))
        .alert(onTemperature("got-warm", 0, "warm"))
        .alert(onSignal("asks", 0, "form", "careers"));
  }

  private static AlertDefinition onTemperature(String name, long cooldown, String... names) {
    return definition(name, Trigger.Kind.TEMPERATURE, cooldown, names);
  }

  private static AlertDefinition onSignal(String name, long cooldown, String... names) {
    return definition(name, Trigger.Kind.SIGNAL, cooldown, names);
  }

  private static AlertDefinition definition(
      String name, Trigger.Kind kind, long cooldown, String... names) {
    return new AlertDefinition(
        name, new Trigger(kind, List.of(names), 0), Set.of(), cooldown, "normal", null);
  }

  @Test
  void an_id_is_the_first_half_of_a_digest_as_it_stands() {
    // printf 'L1|sample|got-hot|1' | sha256sum, and so on; no version or variant bits.
    assertThat(AlertIds.of("L1", "sample", "got-hot", 1))
        .isEqualTo("5d26d066-7b6b-62f7-114b-19c263e88b09");
    assertThat(AlertIds.of("L1", "sample", "got-hot", 2))
        .isEqualTo("5011995a-b252-daf2-a5d7-a0b7a9ff000e");
    assertThat(AlertIds.of("s\u00f8ren@acme.example", "b2b", "x", 10))
        .isEqualTo("c0e4d2b0-7d97-20ee-4dce-6a3aefe7c907");
  }

  @Test
  void only_the_temperature_arrived_at_is_entered_and_alerts_come_in_the_models_order() {
    List<Emission> said = usual().lead().event(event("form", T));

    assertThat(said).hasSize(4);
    assertThat(said.get(0)).isInstanceOf(StageChanged.class);
    assertThat(names(said)).containsExactly("got-hot", "asks");
    assertThat(said.get(3)).isInstanceOf(LeadScored.class);
    assertThat(said).extracting(Emission::sequence).containsOnly(1L);
    AlertIssued hot = alerts(said).get(0);
    assertThat(hot.alertId()).isEqualTo("5d26d066-7b6b-62f7-114b-19c263e88b09");
    assertThat(hot.fromStage()).isEqualTo("cold");
    assertThat(hot.toStage()).isEqualTo("hot");
    assertThat(hot.cause()).isEqualTo(Cause.BEHAVIOUR);
    assertThat(hot.coolsAt()).isEqualTo(END + 820_195_777L);
    assertThat(alerts(said).get(1).fromStage()).isNull();
  }

  @Test
  void cooling_raises_nothing() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));

    assertThat(alerts(lead.timersUpTo(Long.MAX_VALUE))).isEmpty();
  }

  @Test
  void nothing_is_raised_within_the_cooldown_and_ordinals_count_what_was() {
    NaiveLead lead =
        model()
            .temperature("hot", 10, 5)
            .scores("form", 10, HOUR)
            .alert(onTemperature("got-hot", 7 * DAY, "hot"))
            .lead();
    assertThat(names(lead.event(event("form", T)))).containsExactly("got-hot");
    // Cooled meanwhile; one millisecond before the cool-down ends, and from its end on.
    assertThat(names(lead.event(event("form", T + 7 * DAY - 1)))).isEmpty();
    List<AlertIssued> second = alerts(lead.event(event("form", T + 8 * DAY)));
    assertThat(second).extracting(AlertIssued::ordinal).containsExactly(2L);
    assertThat(second.get(0).alertId()).isEqualTo("5011995a-b252-daf2-a5d7-a0b7a9ff000e");
    assertThat(names(lead.event(event("form", T + 15 * DAY)))).containsExactly("got-hot");
  }

  @Test
  void a_signal_alert_is_raised_by_late_events_but_not_by_expired_repeated_or_suspect_ones() {
    NaiveLead lead =
        model()
            .retention(30 * DAY)
            .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
            .scores("form", 1, 0)
            .scores("view", 1, 0)
            .alert(onSignal("asks", 0, "form"))
            .lead();
    lead.event(event("view", T + 40 * DAY));

    assertThat(names(lead.event(event("form", T + 11 * DAY)))).containsExactly("asks");
    assertThat(names(lead.event(event("form", T + 9 * DAY)))).isEmpty();
    assertThat(names(lead.event(event("form", T + 40 * DAY)))).containsExactly("asks");
    assertThat(names(lead.event(event("form", T + 40 * DAY)))).isEmpty();
    assertThat(lead.isDuplicate()).isTrue();
    assertThat(
            names(
                lead.event(named("form", T + 41 * DAY).with(EventField.USER_AGENT, "bot").build())))
        .isEmpty();
    // Judged all the same, and the clock moved.
    assertThat(lead.lastFate()).isEqualTo(NaiveLead.Fate.SCORED);
    assertThat(lead.clock()).hasValue(T + 41 * DAY);
  }

  @Test
  void the_audience_is_the_stage_and_a_challenger_never_alerts() {
    AlertDefinition forCustomers =
        new AlertDefinition(
            "c",
            new Trigger(Trigger.Kind.SIGNAL, List.of("form"), 0),
            Set.of("customer", "mql"),
            0,
            "high",
            null);
    Sample sample = usual().alert(forCustomers);

    assertThat(names(sample.lead().event(event("form", T)))).containsExactly("got-hot", "asks");
    List<Emission> watched = sample.challenger().lead().event(event("form", T));
    assertThat(watched).hasSize(2);
    assertThat(((StageChanged) watched.get(0)).role()).isEqualTo("challenger");
  }

  @Test
  void an_alert_carries_what_a_salesperson_reads() {
    Sample sample =
        usual().exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()));
    NaiveLead lead = sample.lead("kim@acme.example");
    lead.crm(
        "c1",
        T - HOUR,
        Sample.crm(
            CrmUpdate.Kind.PROFILE_UPSERTED,
            Map.of("budget", "50k", "need", "", "timeframe", "Q2"),
            null,
            null,
            "aoi"));
    lead.event(named("careers", T).build());
    lead.event(
        named("view", T + 2)
            .with(EventField.CAMPAIGN_NAME, "spring")
            .properties(Map.of("asset", "/pricing"))
            .build());
    lead.event(named("view", T + 1).build());
    lead.event(named("view", T + 3).with(EventField.USER_AGENT, "bot").build());

    AlertIssued alert = alerts(lead.event(named("form", T + 4).build())).get(0);

    // 80 + 2 x 10 - 10
    assertThat(alert.definition()).isEqualTo("got-hot");
    assertThat(alert.engagement()).isEqualTo(90);
    assertThat(alert.fit()).isZero();
    assertThat(alert.grade()).isNull();
    assertThat(alert.label()).isEqualTo("-1");
    assertThat(alert.accountId()).isEqualTo("acme.example");
    assertThat(alert.owner()).isEqualTo("aoi");
    assertThat(alert.bant()).isEqualTo(new Bant("50k", null, null, "Q2"));
    assertThat(alert.evidence())
        .containsExactly(
            new Evidence("form", "Label of form", 1, 80, T + 4, Map.of()),
            new Evidence("view", "Label of view", 2, 20, T + 2, Map.of("USER_AGENT", 1L)),
            new Evidence("careers", "Label of careers", 1, -10, T, Map.of()));
    assertThat(alert.moments())
        .containsExactly(
            new Moment("Label of form", T + 4, null, null),
            new Moment("Label of view", T + 2, "/pricing", "spring"),
            new Moment("Label of careers", T, null, null));
    assertThat(alert.modelVersion()).isEqualTo(1);
    assertThat(alert.signalsVersion()).isEqualTo(1);
    assertThat(alert.respondBy()).isNull();
  }

  @Test
  void an_alert_names_what_nobody_has_said_again_for_too_long() {
    NaiveLead lead =
        usual()
            .tells("view", "need", "need")
            .perishable(
                Map.of(
                    "timeframe",
                    3 * DAY,
                    "budget",
                    2 * DAY,
                    "need",
                    DAY,
                    "authority",
                    DAY,
                    "unheard-of",
                    DAY))
            .lead();
    lead.crm("c1", T, Sample.profile(Map.of("budget", "50k", "timeframe", "Q2", "authority", "")));
    lead.event(named("view", T + DAY).properties(Map.of("need", "urgent")).build());

    assertThat(alerts(lead.event(event("form", T + 2 * DAY - 1))).get(0).stale()).isEmpty();
    assertThat(alerts(lead.event(event("form", T + 2 * DAY))).get(0).stale())
        .containsExactly(new StaleAttribute("budget", T), new StaleAttribute("need", T + DAY));
    // Said again, if only in the words of before.
    lead.crm("c2", T + 2 * DAY, Sample.profile(Map.of("budget", "50k", "need", "")));
    assertThat(alerts(lead.event(event("form", T + 3 * DAY))).get(0).stale())
        .containsExactly(new StaleAttribute("timeframe", T));
  }

  @Test
  void equal_times_are_told_apart_without_regard_to_arrival() {
    NaiveLead lead = usual().lead();
    lead.event(named("view", T).properties(Map.of("asset", "b")).build());
    lead.event(
        named("view", T)
            .with(EventField.EVENT_ID, "other")
            .properties(Map.of("asset", "a"))
            .build());
    lead.event(named("view", T).with(EventField.EVENT_ID, "third").build());

    assertThat(alerts(lead.event(event("form", T))).get(0).moments())
        .extracting(Moment::asset)
        .containsExactly(null, "b");
  }

  @Test
  void a_response_is_due_in_elapsed_or_in_open_time() {
    NaiveLead lead =
        model()
            .zone("Asia/Tokyo")
            .scores("form", 1, 0)
            .alert(responding("elapsed", new Deadline(4 * HOUR, false)))
            .alert(responding("open", new Deadline(4 * HOUR, true)))
            .lead();

    // Monday 18:15 in Tokyo: after hours; Tuesday 09:00 + 4 h = 13:00 = 04:00Z.
    assertThat(alerts(lead.event(event("form", T))))
        .extracting(AlertIssued::respondBy)
        .containsExactly(T + 4 * HOUR, at("2026-03-03T04:00:00Z"));
  }

  private static AlertDefinition responding(String name, Deadline respond) {
    return new AlertDefinition(
        name, new Trigger(Trigger.Kind.SIGNAL, List.of("form"), 0), Set.of(), 0, "normal", respond);
  }

  @Test
  void a_model_change_may_raise_a_temperature_alert_but_no_signal_alert() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    Sample next =
        model()
            .version(2)
            .temperature("warm", 30, 20)
            .temperature("hot", 70, 50)
            .temperature("burning", 75, 60)
            .scores("form", 80, 0)
            .alert(onTemperature("burns", 0, "burning"))
            .alert(onSignal("asks", 0, "form"));

    List<Emission> said = lead.switchTo(next.build(), next.catalogue(), END);

    assertThat(names(said)).containsExactly("burns");
    assertThat(alerts(said).get(0).cause()).isEqualTo(Cause.MODEL_CHANGE);
    assertThat(alerts(said).get(0).occurredAt()).isEqualTo(END);
  }

  private static List<AlertIssued> alerts(List<Emission> said) {
    return said.stream()
        .filter(AlertIssued.class::isInstance)
        .map(AlertIssued.class::cast)
        .toList();
  }

  private static List<String> names(List<Emission> said) {
    return alerts(said).stream().map(AlertIssued::definition).toList();
  }
}
