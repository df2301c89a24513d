package dev.kizashi.oracle;

import static dev.kizashi.oracle.Said.alertsWithStages;
import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.rejected;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §5, the order inside one evaluation, and §7, alerts on stages that were entered. */
class OrderOfEmissionsTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  private static Sample usual() {
    return model()
        .temperature("warm", 30, 20)
        .temperature("hot", 70, 50)
        .scores("form", 80, 14 * DAY)
        .scores("view", 1, 14 * DAY)
        .qualifies(new Clause(null, Set.of(), Set.of(), List.of("form")))
        .alert("moved", Trigger.Kind.LIFECYCLE, "mql", "recycled", "sal")
        .alert("asks", Trigger.Kind.SIGNAL, "form")
        .alert("got-hot", Trigger.Kind.TEMPERATURE, "hot");
  }

  private static List<String> order(List<Emission> said) {
    return said.stream()
        .map(
            it ->
                it instanceof StageChanged change
                    ? change.fromStage() + ">" + change.toStage()
                    : it instanceof AlertIssued alert ? alert.definition() : "score")
        .toList();
  }

  @Test
  void temperature_then_qualify_then_alerts_in_the_order_of_the_model_then_the_score() {
    List<Emission> said = usual().lead().event(event("form", T));

    assertThat(order(said))
        .containsExactly("cold>hot", "lead>mql", "moved", "asks", "got-hot", "score");
    assertThat(said).extracting(Emission::sequence).containsOnly(1L);
    assertThat(((LeadScored) said.get(5)).lifecycleStage()).isEqualTo("mql");
  }

  @Test
  void an_outcome_comes_before_the_temperature_that_a_reset_takes_and_before_qualify() {
    Sample sample =
        model()
            .temperature("warm", 30, 20)
            .scores("form", 80, 14 * DAY)
            .qualifies(new Clause("cold", Set.of(), Set.of(), List.of()))
            .recycles(true, 0);
    NaiveLead lead = sample.lead();
    lead.event(event("form", T));

    List<Emission> said = lead.crm("c1", T + 1, rejected(null));

    assertThat(order(said)).containsExactly("mql>recycled", "warm>cold", "recycled>mql", "score");
    assertThat(Said.changes(said)).extracting(StageChanged::occurredAt).containsOnly(T + 1);
    assertThat(Said.changes(said)).extracting(StageChanged::cause).containsOnly(Cause.CRM);
    assertThat(Said.changes(said)).extracting(StageChanged::engagement).containsOnly(0.0);
    assertThat(Said.changes(said)).extracting(StageChanged::label).containsOnly("-2");
  }

  @Test
  void one_alert_tells_of_the_last_stage_that_its_definition_names() {
    NaiveLead lead =
        usual()
            .alert("back", Trigger.Kind.LIFECYCLE, "recycled", "customer")
            .alert("qualified", Trigger.Kind.LIFECYCLE, "mql")
            .lead();
    lead.event(event("form", T));

    List<Emission> said = lead.crm("c1", T + 1, rejected(null));

    assertThat(alertsWithStages(said))
        .containsExactly("moved recycled>mql", "back mql>recycled", "qualified recycled>mql");
  }

  @Test
  void a_stage_is_entered_by_hand_as_well_and_skipped_ones_are_not() {
    NaiveLead lead = usual().lead();

    assertThat(alertsWithStages(lead.crm("c1", T, stageSet("mql"))))
        .containsExactly("moved lead>mql");
    assertThat(alertsWithStages(lead.crm("c2", T, outcome(Kind.OPPORTUNITY_OPENED)))).isEmpty();
    assertThat(alertsWithStages(lead.crm("c3", T, stageSet("sal"))))
        .containsExactly("moved sql>sal");
    assertThat(alertsWithStages(lead.crm("c4", T, stageSet("sal")))).isEmpty();
  }

  @Test
  void the_audience_is_the_stage_after_the_changes() {
    NaiveLead lead =
        usual()
            .alertFor("mql", "hot mql", Trigger.Kind.TEMPERATURE, "hot")
            .alertFor("lead", "hot lead", Trigger.Kind.TEMPERATURE, "hot")
            .alertFor("recycled", "back", Trigger.Kind.LIFECYCLE, "recycled")
            .lead();

    assertThat(alertsWithStages(lead.event(event("form", T))))
        .containsExactly(
            "moved lead>mql", "asks null>null", "got-hot cold>hot", "hot mql cold>hot");
    // Recycled for no time at all.
    assertThat(alertsWithStages(lead.crm("c1", T, rejected(null))))
        .containsExactly("moved recycled>mql");
  }

  @Test
  void nothing_is_raised_within_the_cool_down_of_a_lifecycle_alert() {
    NaiveLead lead =
        model().alertWithin(DAY, "moved", Trigger.Kind.LIFECYCLE, "mql", "sal", "sql").lead();

    assertThat(alertsWithStages(lead.crm("c1", T, stageSet("mql"))))
        .containsExactly("moved lead>mql");
    assertThat(alertsWithStages(lead.crm("c2", T + DAY - 1, outcome(Kind.ACCEPTED)))).isEmpty();
    List<Emission> later = lead.crm("c3", T + DAY, outcome(Kind.OPPORTUNITY_OPENED));
    assertThat(alertsWithStages(later)).containsExactly("moved sal>sql");
    assertThat(Said.alerts(later)).extracting(AlertIssued::ordinal).containsExactly(2L);
  }

  @Test
  void a_model_change_takes_the_temperature_qualifies_and_raises_as_any_evaluation() {
    NaiveLead lead = model().temperature("warm", 100, 90).scores("form", 80, 14 * DAY).lead();
    lead.event(event("form", T));
    Sample next = usual().version(2);

    List<Emission> said = lead.switchTo(next.build(), next.catalogue(), END);

    assertThat(order(said)).containsExactly("cold>hot", "lead>mql", "moved", "got-hot", "score");
    assertThat(Said.alerts(said)).extracting(AlertIssued::cause).containsOnly(Cause.MODEL_CHANGE);
    assertThat(lead.clock()).hasValue(END);
  }

  @Test
  void cooling_and_what_was_waited_for_are_told_together() {
    NaiveLead lead =
        model()
            .retention(DAY)
            .temperature("warm", 30, 20)
            .scores("form", 80, 0)
            .quiet("silent", DAY + HOUR)
            .lead();
    // Its hour ends in an hour, and a day later it expires.
    lead.event(event("form", END));

    List<Emission> said = lead.timersUpTo(Long.MAX_VALUE);

    assertThat(order(said)).containsExactly("warm>cold", "silent", "score");
    assertThat(said).extracting(Emission::sequence).containsOnly(2L);
    assertThat(lead.clock()).hasValue(END + DAY + HOUR);
  }
}
