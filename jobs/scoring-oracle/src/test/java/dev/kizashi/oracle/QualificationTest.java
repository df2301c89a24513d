package dev.kizashi.oracle;

import static dev.kizashi.oracle.Said.moves;
import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.profile;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.TextMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §6, {@code qualify}. */
class QualificationTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  private static final Fit FIT =
      new Fit(
          List.of(
              new Criterion(
                  "seniority",
                  List.of(
                      new Choice(List.of(new TextMatcher.Equal("vp")), 80),
                      new Choice(List.of(new TextMatcher.Equal("manager")), 50)))),
          List.of(new Grade("A", 75), new Grade("B", 50), new Grade("D", 0)));

  private static Sample usual() {
    return model()
        .fit(FIT)
        .temperature("warm", 30, 20)
        .temperature("hot", 70, 50)
        .scores("form", 80, 14 * DAY)
        .scores("meeting", 40, 14 * DAY)
        .scores("view", 1, 14 * DAY)
        .scores("careers", -60, 6 * HOUR);
  }

  private static Clause temperature(String least) {
    return new Clause(least, Set.of(), Set.of(), List.of());
  }

  @Test
  void a_temperature_is_asked_for_at_least() {
    Sample warm = usual().qualifies(temperature("warm"));

    assertThat(moves(warm.lead().event(event("view", T)))).isEmpty();
    assertThat(moves(warm.lead().event(event("meeting", T)))).containsExactly("lead>mql BEHAVIOUR");
    assertThat(moves(warm.lead().event(event("form", T)))).containsExactly("lead>mql BEHAVIOUR");
  }

  @Test
  void a_grade_is_one_of_those_named_and_none_is_none() {
    Sample sample = usual().qualifies(new Clause(null, Set.of("A", "B"), Set.of(), List.of()));
    NaiveLead lead = sample.lead();

    assertThat(moves(lead.event(event("form", T)))).isEmpty();
    assertThat(moves(lead.crm("c1", T, profile(Map.of("seniority", "intern"))))).isEmpty();
    assertThat(moves(lead.crm("c2", T, profile(Map.of("seniority", "manager")))))
        .containsExactly("lead>mql PROFILE");
  }

  @Test
  void a_label_is_judged_with_the_temperature_just_taken() {
    Sample sample = usual().qualifies(new Clause(null, Set.of(), Set.of("A1", "-2"), List.of()));

    NaiveLead graded = sample.lead();
    graded.crm("c1", T, profile(Map.of("seniority", "vp")));
    assertThat(moves(graded.event(event("form", T)))).containsExactly("lead>mql BEHAVIOUR");

    NaiveLead nameless = sample.lead();
    assertThat(moves(nameless.event(event("view", T)))).isEmpty();
    assertThat(moves(nameless.event(event("meeting", T)))).containsExactly("lead>mql BEHAVIOUR");
    // Hot is -1.
    assertThat(moves(sample.lead().event(event("form", T)))).isEmpty();
  }

  @Test
  void a_hand_raise_needs_one_unsuspected_fact_that_counts_whatever_it_is_worth() {
    Sample sample =
        usual()
            .retention(30 * DAY)
            .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
            .scores("demo", 0, 0)
            .qualifiesOn("demo", "call");

    assertThat(moves(sample.lead().event(event("demo", T)))).containsExactly("lead>mql BEHAVIOUR");
    NaiveLead lead = sample.lead();
    lead.event(named("demo", T).with(EventField.USER_AGENT, "bot").build());
    assertThat(lead.score(T).lifecycleStage()).isEqualTo("lead");
    lead.event(event("view", T + 40 * DAY));
    // Its hour ended 30 days before or more.
    assertThat(moves(lead.event(event("demo", T + 9 * DAY)))).isEmpty();
    assertThat(moves(lead.event(event("demo", T + 11 * DAY))))
        .containsExactly("lead>mql BEHAVIOUR");
  }

  @Test
  void all_keys_of_a_clause_must_hold_but_any_clause_will_do() {
    Sample sample =
        usual()
            .qualifies(new Clause("warm", Set.of("A"), Set.of(), List.of("view")))
            .qualifies(temperature("hot"));

    NaiveLead lead = sample.lead();
    assertThat(moves(lead.event(event("meeting", T)))).isEmpty();
    assertThat(moves(lead.crm("c1", T, profile(Map.of("seniority", "vp"))))).isEmpty();
    assertThat(moves(lead.event(event("view", T)))).containsExactly("lead>mql BEHAVIOUR");
    assertThat(moves(sample.lead().event(event("form", T)))).containsExactly("lead>mql BEHAVIOUR");
  }

  @Test
  void without_clauses_nobody_qualifies() {
    assertThat(moves(usual().lead().event(event("form", T)))).isEmpty();
  }

  @Test
  void only_lead_and_recycled_are_asked() {
    for (String stage : List.of("sal", "sql", "customer", "disqualified")) {
      NaiveLead lead = usual().qualifies(temperature("hot")).lead();
      lead.crm("set", T, stageSet(stage));
      assertThat(moves(lead.event(event("form", T)))).as(stage).isEmpty();
    }
    NaiveLead recycled = usual().qualifies(temperature("hot")).lead();
    recycled.crm("set", T, stageSet("recycled"));
    assertThat(moves(recycled.event(event("form", T)))).containsExactly("recycled>mql BEHAVIOUR");
  }

  @Test
  void every_evaluation_ends_with_it_also_one_that_a_crm_record_or_a_suspect_event_prompts() {
    // In stage lead again, and hot as ever.
    NaiveLead lead = usual().qualifies(temperature("hot")).lead();
    lead.event(event("form", T));
    assertThat(moves(lead.crm("c1", T, stageSet("lead"))))
        .containsExactly("mql>lead CRM", "lead>mql CRM");

    NaiveLead other = usual().qualifies(temperature("hot")).lead();
    other.crm("c1", T, stageSet("disqualified"));
    other.event(event("form", T));
    assertThat(moves(other.crm("c2", T, outcome(Kind.ALERT_ACKNOWLEDGED)))).isEmpty();
    assertThat(moves(other.crm("c3", T, stageSet("lead"))))
        .containsExactly("disqualified>lead CRM", "lead>mql CRM");
  }

  @Test
  void a_rise_by_itself_may_qualify() {
    NaiveLead lead = usual().qualifies(temperature("warm")).lead();
    lead.event(event("careers", T));
    assertThat(moves(lead.event(event("meeting", T + 1)))).isEmpty();

    List<Emission> said = lead.timersUpTo(END + 5 * DAY);

    // 40 y - 60 y^56 with y = 2^-(t / 14 d): the penalty wears off sooner than the meeting.
    assertThat(moves(said)).containsExactly("lead>mql COOLING");
    assertThat(Said.changes(said)).hasSize(2);
    assertThat(Said.changes(said).get(0).toStage()).isEqualTo("warm");
  }

  @Test
  void cooling_may_qualify_by_a_label() {
    NaiveLead lead = usual().qualifies(new Clause(null, Set.of(), Set.of("-2"), List.of())).lead();
    lead.event(event("form", T));

    assertThat(moves(lead.timersUpTo(END + 10 * DAY))).containsExactly("lead>mql COOLING");
  }

  @Test
  void another_model_may_qualify() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    Sample next = usual().version(2).qualifies(temperature("hot"));

    assertThat(moves(lead.switchTo(next.build(), next.catalogue(), T + HOUR)))
        .containsExactly("lead>mql MODEL_CHANGE");
  }

  @Test
  void an_mql_stays_one_when_no_clause_holds_any_more() {
    NaiveLead lead = usual().qualifies(temperature("hot")).lead();
    lead.event(event("form", T));

    assertThat(moves(lead.timersUpTo(Long.MAX_VALUE))).isEmpty();
    assertThat(lead.score(END + 100 * DAY).lifecycleStage()).isEqualTo("mql");
  }
}
