package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.SECOND;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.profile;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued.Status;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
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

/** §7: alerts that would not have been raised, had it been known then what is known now. */
class WithdrawalsTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  private static final BurstRule AT_DELIVERY =
      new BurstRule(
          "CLICK_AT_DELIVERY", Set.of("clicked"), Set.of("delivered"), "message_id", 0, SECOND);

  /**
   * Warm from 30 and hot from 70 on; a click is worth 40, a form and a view 20, and the CRM knows
   * of none of it. A delivery shows that clicks were none, and is worth nothing itself.
   */
  private static Sample usual() {
    return model()
        .exclude(new Exclusions(false, List.of(), List.of(), false, List.of(AT_DELIVERY)))
        .temperature("warm", 30, 25)
        .temperature("hot", 70, 50)
        .scores("clicked", 40, 14 * DAY)
        .scores("form", 20, 14 * DAY)
        .scores("view", 20, 14 * DAY);
  }

  private static Event mail(String type, String messageId, long occurredAt) {
    return named(type, occurredAt)
        .with(EventField.EVENT_ID, type + messageId + "@" + occurredAt)
        .with(EventField.MESSAGE_ID, messageId)
        .build();
  }

  private static Event click(String messageId, long occurredAt) {
    return mail("clicked", messageId, occurredAt);
  }

  /** What shows that a click of the same millisecond was a machine's. */
  private static Event delivery(String messageId, long occurredAt) {
    return mail("delivered", messageId, occurredAt);
  }

  /** {@code definition#ordinal}, with a minus before what is withdrawn. */
  private static List<String> alerts(List<Emission> said) {
    return Said.alerts(said).stream()
        .map(
            alert ->
                (alert.status() == Status.WITHDRAWN ? "-" : "")
                    + alert.definition()
                    + "#"
                    + alert.ordinal())
        .toList();
  }

  private static List<String> order(List<Emission> said) {
    return said.stream()
        .map(
            it ->
                it instanceof StageChanged change
                    ? change.fromStage() + ">" + change.toStage()
                    : it instanceof LeadScored ? "score" : alerts(List.of(it)).get(0))
        .toList();
  }

  private static Clause temperature(String least) {
    return new Clause(least, Set.of(), Set.of(), List.of());
  }

  @Test
  void a_temperature_that_was_not_risen_to_is_withdrawn_with_what_is_known_by_now() {
    Sample sample =
        usual()
            .alert(
                new AlertDefinition(
                    "got-warm",
                    new Trigger(Trigger.Kind.TEMPERATURE, List.of("warm"), 0),
                    Set.of(),
                    0,
                    "high",
                    new Deadline(4 * HOUR, false)));
    NaiveLead lead = sample.lead();
    lead.crm("c1", T - 1, Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), "k@a.example", null, "aoi"));
    AlertIssued raised = Said.alerts(lead.event(click("m1", T))).get(0);
    lead.event(named("form", T + 10).build());

    List<Emission> said = lead.event(delivery("m1", T));

    assertThat(order(said)).containsExactly("warm>cold", "-got-warm#1", "score");
    AlertIssued withdrawn = Said.alerts(said).get(0);
    assertThat(withdrawn.alertId()).isEqualTo(raised.alertId());
    assertThat(withdrawn.status()).isEqualTo(Status.WITHDRAWN);
    assertThat(withdrawn.withdrawnReason()).isEqualTo("SUSPECT");
    assertThat(withdrawn.priority()).isEqualTo("high");
    assertThat(withdrawn.occurredAt()).isEqualTo(T + 10);
    assertThat(withdrawn.cause()).isEqualTo(Cause.CORRECTION);
    assertThat(withdrawn.sequence()).isEqualTo(4);
    assertThat(withdrawn.fromStage()).isNull();
    assertThat(withdrawn.toStage()).isNull();
    assertThat(withdrawn.respondBy()).isNull();
    assertThat(raised.respondBy()).isNotNull();
    assertThat(withdrawn.engagement()).isEqualTo(20);
    assertThat(withdrawn.label()).isEqualTo("-3");
    assertThat(withdrawn.owner()).isEqualTo("aoi");
    assertThat(withdrawn.accountId()).isEqualTo("a.example");
    assertThat(withdrawn.evidence())
        .extracting(Emission.Evidence::signal, Emission.Evidence::suspects)
        .containsExactly(
            tuple("form", Map.of()), tuple("clicked", Map.of("CLICK_AT_DELIVERY", 1L)));
    assertThat(withdrawn.moments())
        .extracting(Emission.Moment::label)
        .containsExactly("Label of form");
  }

  @Test
  void a_rise_is_judged_again_from_the_rank_before_it() {
    NaiveLead lead =
        usual()
            .alert("got-hot", Trigger.Kind.TEMPERATURE, "hot")
            .alert("got-any", Trigger.Kind.TEMPERATURE, "warm", "hot")
            .lead();
    lead.event(named("form", T).build());
    lead.event(named("view", T).build());
    // 40: warm already. Then 80 and hot.
    lead.event(click("m1", T + 1));

    List<Emission> said = lead.event(delivery("m1", T + 1));

    // 40 again: from warm that rises to nothing, and from cold it did rise to warm.
    assertThat(order(said)).containsExactly("hot>warm", "-got-hot#1", "-got-any#2", "score");
  }

  @Test
  void a_rise_to_less_holds_where_the_definition_names_it() {
    NaiveLead lead =
        usual()
            .scores("careers", -20, 0)
            .scores("call", 60, 0)
            .alert("got-hot", Trigger.Kind.TEMPERATURE, "hot")
            .alert("got-any", Trigger.Kind.TEMPERATURE, "warm", "hot")
            .lead();
    lead.event(named("careers", T).build());
    lead.event(click("m1", T + 1));
    // From 20, which is cold.
    assertThat(alerts(lead.event(named("call", T + 2).build())))
        .containsExactly("got-hot#1", "got-any#1");

    assertThat(order(lead.event(delivery("m1", T + 1))))
        .containsExactly("hot>warm", "-got-hot#1", "score");
  }

  @Test
  void what_came_late_counts_for_then_as_if_it_had_come_in_time() {
    Sample sample = usual().alert("got-warm", Trigger.Kind.TEMPERATURE, "warm");
    NaiveLead lead = sample.lead();
    lead.event(click("m1", T));
    lead.event(named("form", T - 2).build());
    NaiveLead other = sample.lead();
    other.event(click("m1", T));
    other.event(named("form", T - 2).build());
    other.event(named("view", T - 1).build());

    assertThat(alerts(lead.event(delivery("m1", T)))).containsExactly("-got-warm#1");
    assertThat(alerts(other.event(delivery("m1", T)))).isEmpty();
  }

  @Test
  void what_decays_or_comes_later_makes_no_difference_to_then() {
    NaiveLead lead = usual().alert("got-warm", Trigger.Kind.TEMPERATURE, "warm").lead();
    lead.event(click("m1", T));
    // In a later hour: not there at the instant of the alert.
    for (int i = 0; i < 3; i++) {
      lead.event(named("form", END + i).build());
    }

    assertThat(order(lead.event(delivery("m1", T)))).containsExactly("-got-warm#1", "score");
  }

  @Test
  void qualifying_by_itself_is_withdrawn_and_the_stage_stays() {
    NaiveLead lead =
        usual()
            .qualifies(temperature("warm"))
            .alert("qualified", Trigger.Kind.LIFECYCLE, "mql", "lead")
            .lead();
    assertThat(order(lead.event(click("m1", T))))
        .containsExactly("cold>warm", "lead>mql", "qualified#1", "score");

    List<Emission> said = lead.event(delivery("m1", T));

    assertThat(order(said)).containsExactly("warm>cold", "-qualified#1", "score");
    assertThat(lead.score(T).lifecycleStage()).isEqualTo("mql");
  }

  @Test
  void a_move_by_hand_holds_whatever_becomes_of_the_evidence() {
    NaiveLead lead =
        usual()
            .qualifies(temperature("warm"))
            .alert("moved", Trigger.Kind.LIFECYCLE, "mql", "lead")
            .lead();
    lead.event(click("m1", T));
    // By hand to lead, and by itself to mql again: the alert tells of the last move.
    assertThat(alerts(lead.crm("c1", T + 1, stageSet("lead")))).containsExactly("moved#2");
    lead.crm("c2", T + 2, stageSet("disqualified"));
    assertThat(alerts(lead.crm("c3", T + 3, stageSet("mql")))).containsExactly("moved#3");

    assertThat(alerts(lead.event(delivery("m1", T)))).isEmpty();
  }

  @Test
  void any_clause_that_held_then_will_do() {
    Fit fit =
        new Fit(
            List.of(
                new Criterion(
                    "seniority", List.of(new Choice(List.of(new TextMatcher.Equal("vp")), 80)))),
            List.of(new Grade("A", 75), new Grade("D", 0)));
    Sample sample =
        usual()
            .fit(fit)
            .qualifies(temperature("warm"))
            .qualifies(new Clause(null, Set.of("A"), Set.of(), List.of("view")))
            .qualifies(new Clause(null, Set.of(), Set.of("A3"), List.of("form")))
            .alert("qualified", Trigger.Kind.LIFECYCLE, "mql");

    // Then it had no grade, whatever it has now.
    NaiveLead late = sample.lead();
    late.event(named("view", T).build());
    late.event(click("m1", T + 1));
    late.crm("c1", T + 2, profile(Map.of("seniority", "vp")));
    assertThat(alerts(late.event(delivery("m1", T + 1)))).containsExactly("-qualified#1");

    NaiveLead graded = sample.lead();
    graded.crm("c1", T, profile(Map.of("seniority", "vp")));
    graded.event(click("m1", T + 1));
    graded.event(named("view", T).build());
    graded.crm("c2", T + 2, profile(Map.of("seniority", "")));
    assertThat(alerts(graded.event(delivery("m1", T + 1)))).isEmpty();

    // Cold as it would have been, its label is A3.
    NaiveLead labelled = sample.lead();
    labelled.crm("c1", T, profile(Map.of("seniority", "vp")));
    labelled.event(click("m1", T + 1));
    labelled.event(named("form", T).build());
    assertThat(alerts(labelled.event(delivery("m1", T + 1)))).isEmpty();
  }

  @Test
  void a_signal_holds_while_any_fact_of_those_named_is_left_in_its_hour() {
    Sample sample = usual().alert("asks", Trigger.Kind.SIGNAL, "clicked", "view");

    NaiveLead alone = sample.lead();
    alone.event(click("m1", T));
    alone.event(named("form", T + 1).build());
    alone.event(named("view", END).build());
    assertThat(alerts(alone.event(delivery("m1", T)))).containsExactly("-asks#1");

    NaiveLead another = sample.lead();
    another.event(click("m1", T));
    another.event(named("view", END - 1).build());
    assertThat(alerts(another.event(delivery("m1", T)))).isEmpty();
  }

  @Test
  void the_hour_of_a_signal_is_its_events_and_not_that_of_the_alert() {
    NaiveLead lead = usual().alert("asks", Trigger.Kind.SIGNAL, "clicked").lead();
    lead.event(named("form", END).build());
    // Late, and judged in the hour after its own.
    lead.event(click("m1", T));
    lead.event(click("m2", END + 1));

    assertThat(alerts(lead.event(delivery("m1", T)))).containsExactly("-asks#1");
  }

  @Test
  void what_waited_too_long_did_so_whatever_comes_to_light() {
    NaiveLead lead =
        usual()
            .quiet("silent", DAY)
            .care("lead", new Deadline(HOUR, false), null, 2 * HOUR)
            .alert("waits", Trigger.Kind.SLA, "warn")
            .alert("stuck", Trigger.Kind.STAGNATION)
            .lead();
    lead.event(click("m1", T));
    assertThat(alerts(lead.timersUpTo(T + DAY))).containsExactly("waits#1", "stuck#1", "silent#1");

    assertThat(alerts(lead.event(delivery("m1", T)))).isEmpty();
  }

  @Test
  void what_is_not_re_marked_withdraws_nothing() {
    NaiveLead lead =
        usual()
            .scores("careers", -40, 0)
            .alert("got-warm", Trigger.Kind.TEMPERATURE, "warm")
            .lead();
    lead.event(click("m1", T));

    // Known then, it would have been cold.
    assertThat(order(lead.event(named("careers", T - 1).build())))
        .containsExactly("warm>cold", "score");
    lead.event(click("m2", T + 1));
    // With the next re-marking it comes to light.
    assertThat(alerts(lead.event(delivery("m2", T + 1))))
        .containsExactly("-got-warm#1", "-got-warm#2");
  }

  @Test
  void nothing_is_withdrawn_twice() {
    NaiveLead lead = usual().alert("asks", Trigger.Kind.SIGNAL, "clicked").lead();
    lead.event(click("m1", T));
    lead.event(click("m2", T + HOUR));
    assertThat(alerts(lead.event(delivery("m1", T)))).containsExactly("-asks#1");

    assertThat(alerts(lead.event(delivery("m2", T + HOUR)))).containsExactly("-asks#2");
  }

  @Test
  void withdrawals_come_in_the_order_raised_and_before_what_is_raised() {
    BurstRule three =
        new BurstRule("R", Set.of("clicked"), Set.of("view"), "message_id", 0, SECOND);
    Sample sample =
        usual()
            .exclude(new Exclusions(false, List.of(), List.of(), false, List.of(three)))
            .alert("looks", Trigger.Kind.SIGNAL, "view")
            .alert("got-hot", Trigger.Kind.TEMPERATURE, "hot")
            .alert("asks", Trigger.Kind.SIGNAL, "clicked");
    NaiveLead lead = sample.lead();
    assertThat(alerts(lead.event(click("m1", T)))).containsExactly("asks#1");
    assertThat(alerts(lead.event(click("m1", T + 1)))).containsExactly("got-hot#1", "asks#2");

    List<Emission> said = lead.event(mail("view", "m1", T));

    assertThat(order(said))
        .containsExactly("hot>cold", "-asks#1", "-got-hot#1", "-asks#2", "looks#1", "score");
    assertThat(said).extracting(Emission::sequence).containsOnly(3L);
    assertThat(Said.alerts(said)).extracting(AlertIssued::cause).containsOnly(Cause.CORRECTION);
  }

  @Test
  void in_sales_hands_it_is_closed_without_a_word_and_evidence_withdrawn_is_raised_once() {
    for (Kind kind : List.of(Kind.ACCEPTED, Kind.OPPORTUNITY_OPENED)) {
      NaiveLead lead =
          usual()
              .alert("got-warm", Trigger.Kind.TEMPERATURE, "warm")
              .alert("asks", Trigger.Kind.SIGNAL, "clicked")
              .alert("shaken", Trigger.Kind.WITHDRAWN_EVIDENCE)
              .alertFor("sal", "shaken in sal", Trigger.Kind.WITHDRAWN_EVIDENCE)
              .alertFor("mql", "shaken in mql", Trigger.Kind.WITHDRAWN_EVIDENCE)
              .lead();
      lead.event(click("m1", T));
      lead.crm("c1", T + 1, outcome(kind));

      List<Emission> said = lead.event(delivery("m1", T));

      assertThat(alerts(said))
          .containsExactlyElementsOf(
              kind == Kind.ACCEPTED ? List.of("shaken#1", "shaken in sal#1") : List.of("shaken#1"));
      assertThat(Said.alertsWithStages(said).get(0)).isEqualTo("shaken null>null");
      assertThat(Said.alerts(said).get(0).withdrawnReason()).isNull();
      // Closed is closed, wherever the lead goes.
      lead.crm("c2", T + 2, stageSet("lead"));
      lead.event(click("m2", T + 3));
      assertThat(alerts(lead.event(delivery("m2", T + 3))))
          .containsExactly("-got-warm#2", "-asks#2");
    }
  }

  @Test
  void evidence_withdrawn_cools_down_like_any_other() {
    NaiveLead lead =
        usual()
            .alert("asks", Trigger.Kind.SIGNAL, "clicked")
            .alertWithin(HOUR, "shaken", Trigger.Kind.WITHDRAWN_EVIDENCE)
            .lead();
    lead.crm("c1", T, stageSet("sql"));
    for (int i = 0; i < 3; i++) {
      lead.event(click("m" + i, T + i * HOUR));
    }
    assertThat(alerts(lead.event(delivery("m0", T)))).containsExactly("shaken#1");
    assertThat(alerts(lead.event(delivery("m1", T + HOUR)))).isEmpty();
    lead.event(named("form", T + 3 * HOUR).build());
    assertThat(alerts(lead.event(delivery("m2", T + 2 * HOUR)))).containsExactly("shaken#2");
  }

  @Test
  void where_nothing_is_closed_no_evidence_is_withdrawn() {
    NaiveLead lead = usual().alert("shaken", Trigger.Kind.WITHDRAWN_EVIDENCE).lead();
    lead.crm("c1", T, stageSet("sal"));
    lead.event(click("m1", T));
    assertThat(alerts(lead.event(delivery("m1", T)))).isEmpty();

    NaiveLead other =
        usual()
            .alert("asks", Trigger.Kind.SIGNAL, "clicked")
            .alert("shaken", Trigger.Kind.WITHDRAWN_EVIDENCE)
            .lead();
    other.event(click("m1", T));
    assertThat(alerts(other.event(delivery("m1", T)))).containsExactly("-asks#1");
  }

  @Test
  void whoever_is_recycled_disqualified_or_a_customer_has_no_open_alerts_behind_it() {
    for (String stage : List.of("recycled", "disqualified", "customer")) {
      NaiveLead lead = usual().alert("asks", Trigger.Kind.SIGNAL, "clicked").lead();
      lead.event(click("m1", T));
      lead.crm("c1", T + 1, stageSet(stage));
      lead.event(click("m2", T + HOUR));
      lead.crm("c2", T + HOUR + 1, stageSet("lead"));

      assertThat(alerts(lead.event(delivery("m1", T)))).as(stage).isEmpty();
      // What is raised there is open.
      assertThat(alerts(lead.event(delivery("m2", T + HOUR)))).as(stage).containsExactly("-asks#2");
    }
  }

  @Test
  void a_baseline_of_now_counts_for_then_as_well() {
    NaiveLead lead =
        usual().recycles(true, 0).alert("got-warm", Trigger.Kind.TEMPERATURE, "warm").lead();
    lead.event(named("form", T).build());
    lead.crm("c1", T + 1, stageSet("recycled"));
    lead.event(named("view", END).build());
    assertThat(alerts(lead.event(click("m1", END + 1)))).containsExactly("got-warm#1");

    // Without the form, which is behind the baseline, 20 are left.
    assertThat(alerts(lead.event(delivery("m1", END + 1)))).containsExactly("-got-warm#1");
  }

  @Test
  void the_cool_down_is_counted_from_the_alert_before_and_ordinals_are_counted_on() {
    NaiveLead lead = usual().alertWithin(6 * HOUR, "asks", Trigger.Kind.SIGNAL, "clicked").lead();
    lead.event(click("m1", T));
    lead.event(click("m2", T + 6 * HOUR));
    assertThat(alerts(lead.event(click("m3", T + 7 * HOUR)))).isEmpty();
    assertThat(alerts(lead.event(delivery("m2", T + 6 * HOUR)))).containsExactly("-asks#2");

    List<Emission> said = lead.event(click("m4", T + 8 * HOUR));

    assertThat(alerts(said)).containsExactly("asks#3");
    assertThat(Said.alerts(said).get(0).alertId())
        .isEqualTo(AlertIds.of("L1", "sample", "asks", 3));
    // Within the cool-down of the first nothing is raised, the second withdrawn or not.
    NaiveLead other = usual().alertWithin(6 * HOUR, "asks", Trigger.Kind.SIGNAL, "clicked").lead();
    other.event(click("m1", T));
    other.event(click("m2", T + 6 * HOUR));
    other.event(delivery("m2", T + 6 * HOUR));
    assertThat(alerts(other.event(click("m3", T + 6 * HOUR)))).containsExactly("asks#3");
  }

  @Test
  void what_is_withdrawn_makes_room_in_the_same_evaluation() {
    BurstRule rule = new BurstRule("R", Set.of("clicked"), Set.of("view"), "message_id", 0, SECOND);
    NaiveLead lead =
        usual()
            .exclude(new Exclusions(false, List.of(), List.of(), false, List.of(rule)))
            .alertWithin(DAY, "asks", Trigger.Kind.SIGNAL, "clicked", "view")
            .lead();
    lead.event(named("form", END).build());
    lead.event(click("m1", END));

    // In the hour before: nothing is left where the click was.
    assertThat(order(lead.event(mail("view", "m1", END - 1))))
        .containsExactly("-asks#1", "asks#2", "score");
  }

  @Test
  void what_is_closed_in_sales_hands_cools_down_all_the_same() {
    NaiveLead lead = usual().alertWithin(DAY, "asks", Trigger.Kind.SIGNAL, "clicked").lead();
    lead.event(click("m1", T));
    lead.crm("c1", T + 1, outcome(Kind.ACCEPTED));
    lead.event(delivery("m1", T));

    assertThat(alerts(lead.event(click("m2", T + DAY - 1)))).isEmpty();
    assertThat(alerts(lead.event(click("m3", T + DAY)))).containsExactly("asks#2");
  }

  @Test
  void another_model_withdraws_nothing_and_judges_what_is_re_marked_later() {
    Sample sample = usual().alert("got-warm", Trigger.Kind.TEMPERATURE, "warm");
    NaiveLead lead = sample.lead();
    lead.event(click("m1", T));
    lead.event(click("m2", T + 1));
    Sample next =
        usual()
            .version(2)
            .scores("clicked-twice", 1, 0)
            .alert(
                new AlertDefinition(
                    "got-warm",
                    new Trigger(Trigger.Kind.TEMPERATURE, List.of("hot"), 0),
                    Set.of(),
                    0,
                    "low",
                    null));
    // It names hot by now, and then it was warm only.
    assertThat(alerts(lead.switchTo(next.build(), next.catalogue(), T + 2))).isEmpty();

    List<AlertIssued> withdrawn = Said.alerts(lead.event(delivery("m1", T)));

    assertThat(withdrawn).hasSize(1);
    assertThat(withdrawn.get(0).priority()).isEqualTo("low");
    assertThat(withdrawn.get(0).modelVersion()).isEqualTo(2);
    assertThat(withdrawn.get(0).alertId()).isEqualTo(AlertIds.of("L1", "sample", "got-warm", 1));
  }

  @Test
  void what_the_model_defines_no_more_holds() {
    NaiveLead lead = usual().alert("asks", Trigger.Kind.SIGNAL, "clicked").lead();
    lead.event(click("m1", T));
    Sample without = usual().version(2);
    lead.switchTo(without.build(), without.catalogue(), T + 1);
    lead.event(click("m2", T + 2));
    assertThat(alerts(lead.event(delivery("m1", T)))).isEmpty();
    // Nor is it closed: with its definition it may be withdrawn again.
    Sample again = usual().version(3).alert("asks", Trigger.Kind.SIGNAL, "clicked");
    lead.switchTo(again.build(), again.catalogue(), T + 3);

    assertThat(alerts(lead.event(delivery("m2", T + 2)))).containsExactly("-asks#1");
  }

  @Test
  void a_model_with_fewer_temperatures_judges_from_its_hottest() {
    NaiveLead lead =
        usual()
            .temperature("burning", 110, 90)
            .alert("burns", Trigger.Kind.TEMPERATURE, "burning")
            .lead();
    lead.event(click("m1", T));
    lead.event(click("m2", T + 1));
    assertThat(alerts(lead.event(click("m3", T + 2)))).containsExactly("burns#1");
    Sample next =
        model()
            .version(2)
            .temperature("warm", 30, 20)
            .scores("clicked", 40, 0)
            .alert("burns", Trigger.Kind.TEMPERATURE, "warm");
    lead.switchTo(next.build(), usual().catalogue(), T + 3);

    // It was hot before, for which the model has no name; from warm nothing rises.
    assertThat(alerts(lead.event(delivery("m1", T)))).containsExactly("-burns#1");
  }

  @Test
  void the_passing_of_time_withdraws_nothing() {
    NaiveLead lead = usual().alert("got-warm", Trigger.Kind.TEMPERATURE, "warm").lead();
    lead.event(click("m1", T));

    assertThat(alerts(lead.timersUpTo(Long.MAX_VALUE))).isEmpty();
  }
}
