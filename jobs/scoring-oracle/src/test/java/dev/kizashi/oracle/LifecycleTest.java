package dev.kizashi.oracle;

import static dev.kizashi.oracle.Said.moves;
import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.rejected;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.signals.EventField;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** §6, the table: what the CRM tells of a lead, where that fits and where it does not. */
class LifecycleTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final List<String> STAGES =
      List.of("lead", "mql", "sal", "sql", "customer", "recycled", "disqualified");

  private static Sample usual() {
    return model()
        .scores("view", 10, 0)
        .rejected("recycled", Map.of("competitor", "disqualified", "timing", "recycled"));
  }

  /** A lead that somebody put there by hand at {@link #T}. */
  private static NaiveLead in(String stage, Sample sample) {
    NaiveLead lead = sample.lead();
    lead.event(event("view", T));
    lead.crm("set", T, stageSet(stage));
    assertThat(lead.score(T).lifecycleStage()).isEqualTo(stage);
    return lead;
  }

  /** Where the update leads to from each stage; those that it does not move from are left out. */
  private static List<String> from(CrmUpdate update) {
    return STAGES.stream()
        .flatMap(
            stage -> {
              NaiveLead lead = in(stage, usual());
              List<String> moves = moves(lead.crm("c", T + HOUR, update));
              assertThat(lead.lastFate()).isEqualTo(moves.isEmpty() ? Fate.IGNORED : Fate.SCORED);
              return moves.stream();
            })
        .toList();
  }

  @Test
  void a_new_lead_is_in_stage_lead_without_a_record() {
    NaiveLead lead = usual().lead();

    assertThat(moves(lead.event(event("view", T)))).isEmpty();
    assertThat(lead.score(T).lifecycleStage()).isEqualTo("lead");
  }

  @Test
  void accepted_makes_an_sal_of_whoever_is_not_that_far() {
    assertThat(from(outcome(Kind.ACCEPTED)))
        .containsExactly("lead>sal CRM", "mql>sal CRM", "recycled>sal CRM", "disqualified>sal CRM");
  }

  @Test
  void an_opportunity_makes_an_sql_of_whoever_is_not_that_far() {
    assertThat(from(outcome(Kind.OPPORTUNITY_OPENED)))
        .containsExactly(
            "lead>sql CRM",
            "mql>sql CRM",
            "sal>sql CRM",
            "recycled>sql CRM",
            "disqualified>sql CRM");
  }

  @Test
  void a_deal_can_be_won_without_anyone_pressing_accept() {
    assertThat(from(outcome(Kind.WON)))
        .containsExactly(
            "lead>customer CRM",
            "mql>customer CRM",
            "sal>customer CRM",
            "sql>customer CRM",
            "recycled>customer CRM",
            "disqualified>customer CRM");
  }

  @Test
  void a_rejection_goes_where_its_reason_is_mapped_to() {
    assertThat(from(rejected("competitor")))
        .containsExactly("mql>disqualified CRM", "sal>disqualified CRM");
    assertThat(from(rejected("timing"))).containsExactly("mql>recycled CRM", "sal>recycled CRM");
  }

  @Test
  void a_rejection_without_a_mapped_reason_takes_the_default() {
    assertThat(from(rejected(null))).containsExactly("mql>recycled CRM", "sal>recycled CRM");
    assertThat(from(rejected("never heard of it")))
        .containsExactly("mql>recycled CRM", "sal>recycled CRM");

    Sample harsh = model().scores("view", 10, 0).rejected("disqualified", Map.of());
    assertThat(moves(in("mql", harsh).crm("c", T, rejected(null))))
        .containsExactly("mql>disqualified CRM");
  }

  @Test
  void lost_and_churned_recycle_whatever_their_reason() {
    assertThat(from(outcome(Kind.LOST))).containsExactly("sql>recycled CRM");
    assertThat(from(outcome(Kind.CHURNED))).containsExactly("customer>recycled CRM");
    CrmUpdate toACompetitor =
        new CrmUpdate(Kind.LOST, Map.of(), null, null, null, "competitor", null, null, null);
    assertThat(from(toACompetitor)).containsExactly("sql>recycled CRM");
  }

  @Test
  void a_stage_set_by_hand_leads_from_any_to_any_other() {
    for (String stage : STAGES) {
      assertThat(from(stageSet(stage)))
          .containsExactlyElementsOf(
              STAGES.stream()
                  .filter(from -> !from.equals(stage))
                  .map(from -> from + ">" + stage + " CRM")
                  .toList());
    }
  }

  @Test
  void what_does_not_fit_is_judged_all_the_same() {
    NaiveLead lead = in("sql", usual());
    lead.timersUpTo(T);
    long sequence = lead.sequence();

    assertThat(lead.crm("c1", T + HOUR, Sample.crm(Kind.CHURNED, Map.of(), null, "ACC-1", "aoi")))
        .singleElement()
        .isInstanceOfSatisfying(
            LeadScored.class, score -> assertThat(score.accountId()).isEqualTo("ACC-1"));
    assertThat(lead.lastFate()).isEqualTo(Fate.IGNORED);
    assertThat(lead.clock()).hasValue(T + HOUR);
    assertThat(lead.sequence()).isEqualTo(sequence + 1);
    assertThat(lead.crm("c1", T + HOUR, outcome(Kind.WON))).isEmpty();
    assertThat(lead.lastFate()).isEqualTo(Fate.DUPLICATE);
  }

  @Test
  void the_same_outcome_told_twice_fits_once() {
    NaiveLead lead = in("mql", usual());

    assertThat(moves(lead.crm("c1", T, outcome(Kind.ACCEPTED)))).hasSize(1);
    assertThat(moves(lead.crm("c2", T, outcome(Kind.ACCEPTED)))).isEmpty();
    assertThat(lead.lastFate()).isEqualTo(Fate.IGNORED);
  }

  @Test
  void identity_is_ignored_here_and_an_acknowledgement_changes_no_stage() {
    NaiveLead lead = in("mql", usual());
    for (Kind kind : List.of(Kind.MERGED, Kind.UNMERGED, Kind.ERASED)) {
      assertThat(lead.crm(kind.name(), T, outcome(kind))).isEmpty();
      assertThat(lead.lastFate()).isEqualTo(Fate.IGNORED);
    }
    assertThat(lead.crm("ack", T + HOUR, outcome(Kind.ALERT_ACKNOWLEDGED))).isEmpty();
    assertThat(lead.lastFate()).isEqualTo(Fate.SCORED);
    assertThat(lead.clock()).hasValue(T + HOUR);
  }

  @Test
  void an_outcome_may_be_the_first_that_is_heard_of_a_lead() {
    NaiveLead lead = usual().lead();

    List<Emission> said = lead.crm("c1", T, outcome(Kind.WON));

    assertThat(moves(said)).containsExactly("lead>customer CRM");
    assertThat(said.get(1))
        .isInstanceOfSatisfying(
            LeadScored.class, score -> assertThat(score.lifecycleStage()).isEqualTo("customer"));
  }

  @Test
  void a_late_outcome_is_applied_now() {
    NaiveLead lead = in("mql", usual());
    lead.event(event("view", T + DAY));

    List<Emission> said = lead.crm("c", T + HOUR, outcome(Kind.ACCEPTED));

    assertThat(moves(said)).containsExactly("mql>sal CRM");
    assertThat(Said.changes(said).get(0).occurredAt()).isEqualTo(T + DAY);
  }

  @Test
  void outcomes_that_overtake_each_other_count_in_the_order_of_arrival() {
    NaiveLead lead = in("mql", usual());

    assertThat(moves(lead.crm("won", T + 2 * HOUR, outcome(Kind.WON))))
        .containsExactly("mql>customer CRM");
    assertThat(moves(lead.crm("opened", T + HOUR, outcome(Kind.OPPORTUNITY_OPENED)))).isEmpty();
    assertThat(lead.score(T + 2 * HOUR).lifecycleStage()).isEqualTo("customer");
  }

  @Test
  void a_change_carries_what_a_change_of_temperature_carries() {
    NaiveLead lead = usual().temperature("warm", 30, 20).lead("kim@acme.example");
    lead.event(
        Sample.named("view", T)
            .with(EventField.LEAD_ID, "kim@acme.example")
            .with(EventField.CAMPAIGN_NAME, "spring")
            .build());

    assertThat(Said.changes(lead.crm("c", T + 1, outcome(Kind.ACCEPTED))))
        .containsExactly(
            new StageChanged(
                "kim@acme.example",
                "acme.example",
                2,
                Axis.LIFECYCLE,
                "lead",
                "sal",
                T + 1,
                Cause.CRM,
                10,
                0,
                null,
                "-2",
                "sample",
                1,
                "champion",
                "spring"));
  }

  @Test
  void a_score_is_news_where_only_the_stage_changed() {
    NaiveLead lead = usual().minChange(1e9).lead();
    lead.event(event("view", T));

    List<Emission> said = lead.crm("c", T, outcome(Kind.ACCEPTED));

    assertThat(said).hasSize(2);
    assertThat(((LeadScored) said.get(1)).lifecycleStage()).isEqualTo("sal");
  }

  @Test
  void a_challenger_moves_as_well() {
    NaiveLead lead = usual().challenger().lead();

    assertThat(Said.changes(lead.crm("c", T, outcome(Kind.ACCEPTED))))
        .extracting(StageChanged::role)
        .containsExactly("challenger");
  }
}
