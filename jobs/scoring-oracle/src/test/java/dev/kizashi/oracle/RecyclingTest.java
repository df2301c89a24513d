package dev.kizashi.oracle;

import static dev.kizashi.oracle.Said.moves;
import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.rejected;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Cap.Window;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §6, recycling: the baseline and the cool-off. */
class RecyclingTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  private static Sample usual() {
    return model()
        .temperature("warm", 30, 20)
        .temperature("hot", 70, 50)
        .scores("form", 80, 14 * DAY)
        .scores("view", 10, 14 * DAY)
        .qualifies(new Clause("hot", Set.of(), Set.of(), List.of()));
  }

  private static NaiveLead mqlOf(Sample sample) {
    NaiveLead lead = sample.lead();
    lead.event(event("form", T));
    assertThat(lead.score(T).lifecycleStage()).isEqualTo("mql");
    return lead;
  }

  @Test
  void a_reset_leaves_behind_all_facts_up_to_the_current_hour() {
    NaiveLead lead = mqlOf(usual().recycles(true, 0));

    List<Emission> said = lead.crm("c1", T + 1, rejected(null));

    assertThat(said)
        .filteredOn(StageChanged.class::isInstance)
        .extracting(it -> ((StageChanged) it).fromStage() + ">" + ((StageChanged) it).toStage())
        .containsExactly("mql>recycled", "hot>cold");
    assertThat(Said.changes(said)).extracting(StageChanged::engagement).containsOnly(0.0);
    assertThat(Said.changes(said)).extracting(StageChanged::label).containsOnly("-3");
    assertThat(Said.changes(said)).extracting(StageChanged::cause).containsOnly(Cause.CRM);
    LeadScored score = (LeadScored) said.get(2);
    assertThat(score.contributions()).isEmpty();
    assertThat(score.curve()).isEmpty();
    assertThat(score.validUntil()).isNull();
    assertThat(score.lifecycleStage()).isEqualTo("recycled");
  }

  @Test
  void what_comes_later_in_the_hour_of_a_reset_does_not_count_and_what_comes_after_it_does() {
    NaiveLead lead = mqlOf(usual().recycles(true, 0));
    lead.crm("c1", T + 1, rejected(null));

    lead.event(event("form", END - 1));
    assertThat(lead.engagement(END - 1)).isZero();
    // A late one of before as well.
    lead.event(event("form", T - DAY));
    assertThat(lead.engagement(END - 1)).isZero();
    assertThat(moves(lead.event(event("form", END)))).containsExactly("recycled>mql BEHAVIOUR");
    assertThat(lead.engagement(END)).isEqualTo(80);
  }

  @Test
  void the_current_hour_is_that_of_the_judgement_and_not_of_a_late_outcome() {
    NaiveLead lead = mqlOf(usual().recycles(true, 0));
    lead.event(event("view", T + 5 * HOUR));

    lead.crm("c1", T + 1, rejected(null));

    assertThat(lead.engagement(T + 5 * HOUR)).isZero();
  }

  @Test
  void facts_before_a_reset_use_no_cap_raise_no_signal_alert_and_satisfy_no_clause() {
    NaiveLead lead =
        model()
            .scores("form", 80, 0, 1, Window.LEAD)
            .alert("asks", Trigger.Kind.SIGNAL, "form")
            .qualifiesOn("form")
            .recycles(true, 0)
            .lead();
    assertThat(Said.alerts(lead.event(event("form", T)))).hasSize(1);
    assertThat(moves(lead.crm("c1", T, rejected(null)))).containsExactly("mql>recycled CRM");

    List<Emission> late = lead.event(event("form", T + 1));
    assertThat(late).isEmpty();
    List<Emission> fresh = lead.event(event("form", END));
    assertThat(Said.alerts(fresh)).hasSize(1);
    assertThat(moves(fresh)).containsExactly("recycled>mql BEHAVIOUR");
    assertThat(lead.engagement(END)).isEqualTo(80);
  }

  @Test
  void what_was_reset_is_still_told() {
    NaiveLead lead =
        mqlOf(usual().alert("back", Trigger.Kind.LIFECYCLE, "recycled").recycles(true, 0));
    lead.event(named("view", T + 2).with(EventField.CAMPAIGN_NAME, "spring").build());

    List<Emission> said = lead.crm("c1", T + 3, rejected(null));

    assertThat(Said.alerts(said).get(0).moments())
        .extracting(Moment::label)
        .containsExactly("Label of view", "Label of form");
    assertThat(Said.alerts(said).get(0).evidence()).isEmpty();
    assertThat(Said.changes(said).get(0).sourceCampaign()).isEqualTo("spring");
  }

  @Test
  void suspects_of_before_a_reset_are_not_shown_among_what_counts() {
    Sample sample =
        usual()
            .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
            .recycles(true, 0);
    NaiveLead lead = mqlOf(sample);
    lead.event(named("view", T + 1).with(EventField.USER_AGENT, "bot").build());
    assertThat(lead.score(T + 1).contributions())
        .extracting(Contribution::suspectCount)
        .containsExactly(0L, 1L);

    lead.crm("c1", T + 2, rejected(null));

    assertThat(lead.score(T + 2).contributions()).isEmpty();
  }

  @Test
  void without_a_reset_facts_go_on_counting_and_a_hot_lead_qualifies_at_once() {
    NaiveLead lead = mqlOf(usual());

    assertThat(moves(lead.crm("c1", T + 1, rejected(null))))
        .containsExactly("mql>recycled CRM", "recycled>mql CRM");
    assertThat(lead.engagement(T + 1)).isEqualTo(80);
  }

  @Test
  void a_later_recycling_without_a_reset_keeps_the_baseline_of_the_one_before() {
    NaiveLead lead = mqlOf(usual().recycles(true, 0));
    lead.crm("c1", T + 1, rejected(null));
    Sample next = usual().version(2).recycles(false, DAY);
    lead.switchTo(next.build(), next.catalogue(), T + HOUR);
    lead.event(event("view", T + 2 * HOUR));
    lead.crm("c2", T + 2 * HOUR, stageSet("mql"));

    lead.crm("c3", T + 3 * HOUR, rejected(null));

    // Under whatever model: the form stays behind, the view does not.
    assertThat(lead.engagement(T + 2 * HOUR)).isEqualTo(10);
  }

  @Test
  void another_model_does_not_reset_afterwards() {
    NaiveLead lead = mqlOf(usual().recycles(false, 30 * DAY));
    lead.crm("c1", T + 1, rejected(null));
    Sample next = usual().version(2).recycles(true, 30 * DAY);

    lead.switchTo(next.build(), next.catalogue(), T + 1);

    assertThat(lead.engagement(T + 1)).isEqualTo(80);
  }

  @Test
  void a_cool_off_blocks_qualify_until_its_end_exclusive() {
    NaiveLead lead = mqlOf(usual().recycles(false, 7 * DAY));
    long recycled = T + 1;
    assertThat(moves(lead.crm("c1", recycled, rejected(null)))).containsExactly("mql>recycled CRM");
    assertThat(moves(lead.event(event("view", recycled + 7 * DAY - 1)))).isEmpty();

    assertThat(lead.nextInstant()).hasValue(recycled + 7 * DAY);
    List<Emission> said = lead.timersUpTo(recycled + 7 * DAY);

    assertThat(moves(said)).containsExactly("recycled>mql COOLING");
    assertThat(Said.changes(said).get(0).occurredAt()).isEqualTo(recycled + 7 * DAY);
  }

  @Test
  void the_end_of_a_cool_off_comes_before_an_event_of_the_same_millisecond() {
    NaiveLead lead = mqlOf(usual().recycles(false, 7 * DAY));
    lead.crm("c1", T, rejected(null));

    List<Emission> said = lead.event(event("view", T + 7 * DAY));

    assertThat(moves(said)).containsExactly("recycled>mql COOLING");
    assertThat(lead.sequence()).isEqualTo(4);
  }

  @Test
  void a_cool_off_that_ends_without_anything_to_say_leaves_no_trace() {
    NaiveLead lead = mqlOf(usual().recycles(true, 7 * DAY));
    lead.crm("c1", T, rejected(null));
    long sequence = lead.sequence();

    assertThat(lead.nextInstant()).isEmpty();
    assertThat(lead.timersUpTo(T + 30 * DAY)).isEmpty();
    assertThat(lead.clock()).hasValue(T);
    assertThat(lead.sequence()).isEqualTo(sequence);

    // A late form, of before the end: what passed in silence comes again.
    assertThat(moves(lead.event(event("form", T + 6 * DAY)))).isEmpty();
    assertThat(moves(lead.timersUpTo(T + 7 * DAY))).containsExactly("recycled>mql COOLING");
  }

  @Test
  void a_cool_off_goes_on_in_stage_lead_and_blocks_nothing_but_qualify() {
    NaiveLead lead = mqlOf(usual().recycles(false, 7 * DAY));
    lead.crm("c1", T, rejected(null));

    assertThat(moves(lead.crm("c2", T + HOUR, stageSet("lead"))))
        .containsExactly("recycled>lead CRM");
    assertThat(moves(lead.timersUpTo(T + 7 * DAY))).containsExactly("lead>mql COOLING");

    NaiveLead other = mqlOf(usual().recycles(false, 7 * DAY));
    other.crm("c1", T, rejected(null));
    assertThat(moves(other.crm("c2", T + HOUR, stageSet("mql")))).hasSize(1);
    assertThat(moves(other.crm("c3", T + 2 * HOUR, outcome(Kind.ACCEPTED)))).hasSize(1);
    assertThat(moves(other.timersUpTo(T + 30 * DAY))).isEmpty();
  }

  @Test
  void recycling_again_starts_the_cool_off_anew_and_entering_by_hand_recycles_as_well() {
    NaiveLead lead = mqlOf(usual().recycles(false, 7 * DAY));
    lead.crm("c1", T, rejected(null));
    lead.crm("c2", T + DAY, stageSet("disqualified"));
    assertThat(moves(lead.crm("c3", T + 2 * DAY, stageSet("recycled"))))
        .containsExactly("disqualified>recycled CRM");
    // To where it stands already is no recycling.
    lead.crm("c4", T + 3 * DAY, stageSet("recycled"));

    assertThat(lead.nextInstant()).hasValue(T + 9 * DAY);
  }

  @Test
  void a_disqualified_lead_was_not_recycled() {
    NaiveLead lead = mqlOf(usual().rejected("disqualified", Map.of()).recycles(true, DAY));
    lead.crm("c1", T, rejected(null));

    assertThat(lead.engagement(T)).isEqualTo(80);
    assertThat(moves(lead.crm("c2", T, stageSet("lead"))))
        .containsExactly("disqualified>lead CRM", "lead>mql CRM");
  }

  @Test
  void the_cool_off_is_that_of_the_model_in_force() {
    NaiveLead lead = mqlOf(usual().recycles(false, 7 * DAY));
    lead.crm("c1", T, rejected(null));
    Sample longer = usual().version(2).recycles(false, 14 * DAY);
    lead.switchTo(longer.build(), longer.catalogue(), T + DAY);
    assertThat(lead.nextInstant().orElseThrow()).isGreaterThan(T + 7 * DAY);

    Sample shorter = usual().version(3).recycles(false, DAY);
    assertThat(moves(lead.switchTo(shorter.build(), shorter.catalogue(), T + 2 * DAY)))
        .containsExactly("recycled>mql MODEL_CHANGE");
  }
}
