package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.SECOND;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * §8: leads that are one, and are not. A view is worth 10 for ever; what decays is worth 16, half
 * of it a day after its hour.
 */
class MergingTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  private static Sample usual() {
    return model()
        .temperature("warm", 20, 12)
        .scores("view", 10, 0)
        .scores("decays", 16, DAY)
        .alert("got-warm", Trigger.Kind.TEMPERATURE, "warm");
  }

  private final Scene scene = new Scene(usual());

  // ---- merging ------------------------------------------------------------------------------

  @Test
  void the_merged_lead_takes_back_what_it_said_and_the_other_is_judged_with_all() {
    scene.does("B", "view", T);
    scene.does("B", "view", T + 1);
    scene.does("A", "view", T);

    assertThat(words(scene.merges("A", "B", T + 2)))
        .containsExactly(
            "B#3 -got-warm MERGED",
            "B#3 removed",
            "A#2 cold>warm IDENTITY",
            "A#2 +got-warm",
            "A#2 30.0");
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    assertThat(scene.scored()).containsExactly("A");
  }

  @Test
  void it_takes_it_back_even_out_of_the_hands_of_sales() {
    scene.does("B", "view", T);
    scene.does("B", "view", T);
    scene.crm("B", T + 1, outcome(Kind.ACCEPTED));

    List<Emission> said = scene.merges("A", "B", T + 2);

    assertThat(words(said)).startsWith("B#4 -got-warm MERGED", "B#4 removed");
    AlertIssued withdrawn = Said.alerts(said).get(0);
    assertThat(withdrawn.occurredAt()).isEqualTo(T + 2);
    assertThat(withdrawn.engagement()).isEqualTo(20);
  }

  @Test
  void instants_of_the_merged_lead_that_are_due_fire_first() {
    // 32 until ten o'clock, a quarter of it two days later: before that it has fallen below 12.
    scene.does("B", "decays", T);
    scene.does("B", "decays", T);

    List<Emission> said =
        scene.world().crm("A", "m", END + 2 * DAY, Scene.identity(Kind.MERGED, "B"));

    assertThat(words(said))
        .containsSubsequence("B#3 warm>cold COOLING", "B#4 -got-warm MERGED", "B#4 removed");
    assertThat(Said.changes(said).get(0).occurredAt()).isBetween(END + DAY, END + 2 * DAY);
    assertThat(Said.alerts(said).get(0).engagement()).isEqualTo(8);
  }

  @Test
  void it_is_judged_at_the_latest_of_both_clocks_and_the_record() {
    scene.does("A", "view", T + 5);
    scene.does("B", "view", T + 9);

    scene.merges("A", "B", T);

    assertThat(scene.lead("A").clock()).hasValue(T + 9);
    assertThat(scene.lead("B").clock()).hasValue(T + 9);
  }

  @Test
  void a_lead_that_never_was_is_merged_and_its_later_events_follow() {
    assertThat(words(scene.merges("A", "B", T))).containsExactly("A#1 0.0");

    assertThat(words(scene.does("B", "view", T + 1))).containsExactly("A#2 10.0");
    assertThat(scene.scored()).containsExactly("A");
  }

  @Test
  void what_the_crm_says_of_a_merged_lead_it_says_of_the_other() {
    scene.does("A", "view", T);
    scene.merges("A", "B", T);

    List<Emission> said = scene.crm("B", T + 1, outcome(Kind.ACCEPTED));

    assertThat(Said.moves(said)).containsExactly("lead>sal CRM");
    assertThat(said).allMatch(it -> it.leadId().equals("A"));
  }

  @Test
  void profile_stage_and_rank_of_the_merged_lead_stay_behind() {
    scene.crm("B", T, Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), null, "ACC-1", "ben"));
    scene.crm("B", T, outcome(Kind.ACCEPTED));

    scene.merges("A", "B", T + 1);

    assertThat(scene.lead("A").score(T + 1).lifecycleStage()).isEqualTo("lead");
    assertThat(scene.lead("A").score(T + 1).accountId()).isNull();
  }

  @Test
  void fields_of_the_record_are_the_absorbing_leads() {
    CrmUpdate merged =
        new CrmUpdate(Kind.MERGED, Map.of(), null, "ACC-9", "aoi", null, null, "B", null);

    scene.crm("A", T, merged);

    assertThat(scene.lead("A").score(T).accountId()).isEqualTo("ACC-9");
  }

  @Test
  void the_absorbing_leads_fresh_start_cuts_off_what_is_brought_too() {
    Scene fresh = new Scene(usual().recycles(true, 0));
    fresh.does("B", "view", T);
    fresh.does("B", "view", T + 2 * HOUR);
    fresh.does("A", "view", T);
    fresh.crm("A", T + HOUR, Sample.stageSet("recycled"));

    fresh.merges("A", "B", T + 3 * HOUR);

    assertThat(fresh.score("A")).isEqualTo(10);
  }

  @Test
  void names_are_followed_to_where_they_lead_by_now() {
    scene.does("A", "view", T);
    scene.does("B", "view", T);
    scene.does("C", "view", T);
    scene.merges("A", "B", T + 1);
    // B is A by now, and A moves.
    assertThat(words(scene.merges("C", "B", T + 2)))
        .containsExactly(
            "A#3 -got-warm MERGED",
            "A#3 removed",
            "C#2 cold>warm IDENTITY",
            "C#2 +got-warm",
            "C#2 30.0");

    scene.does("B", "view", T + 3);
    assertThat(scene.score("C")).isEqualTo(40);
  }

  @Test
  void into_itself_nothing_is_merged_however_it_is_named() {
    scene.does("A", "view", T);
    scene.merges("A", "B", T + 1);

    for (List<String> names : List.of(List.of("A", "A"), List.of("A", "B"), List.of("B", "A"))) {
      long sequence = scene.lead("A").sequence();
      assertThat(scene.merges(names.get(0), names.get(1), T + 2)).isEmpty();
      assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
      assertThat(scene.lead("A").sequence()).isEqualTo(sequence + 1);
    }
  }

  @Test
  void the_same_record_again_does_nothing_although_it_was_undone() {
    CrmUpdate merged = Scene.identity(Kind.MERGED, "B");
    scene.crm("A", "m1", T, merged);
    scene.crm("A", "m1", T, merged);
    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);

    scene.unmerges("A", "B", T + 1);
    scene.crm("A", "m1", T, merged);

    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    assertThat(scene.scored()).containsExactly("A", "B");
  }

  @Test
  void of_the_records_that_moved_a_lead_sixteen_are_remembered() {
    CrmUpdate merged = Scene.identity(Kind.MERGED, "B");
    scene.crm("A", "m1", T, merged);
    for (int i = 0; i < 7; i++) {
      scene.unmerges("A", "B", T + 1);
      scene.merges("A", "B", T + 1);
    }
    scene.unmerges("A", "B", T + 1);
    scene.crm("A", "m1", T, merged);
    assertThat(scene.scored()).containsExactly("A", "B");

    scene.merges("A", "B", T + 1);
    scene.unmerges("A", "B", T + 1);
    scene.crm("A", "m1", T, merged);

    assertThat(scene.scored()).containsExactly("A");
  }

  @Test
  void an_unmerge_names_the_lead_that_took_it_or_whoever_that_is_now() {
    scene.merges("A", "B", T);
    scene.merges("R", "A", T + 1);

    scene.unmerges("C", "B", T + 2);
    assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
    scene.unmerges("R", "B", T + 3);
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
  }

  @Test
  void duplicates_are_found_across_names() {
    Event.Builder view = scene.event("view", T).with(EventField.LEAD_ID, "B");
    scene.tell(view);
    scene.merges("A", "B", T + 1);

    scene.tell(
        scene.event("view", T).with(EventField.EVENT_ID, "e1").with(EventField.LEAD_ID, "A"));

    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    assertThat(scene.score("A")).isEqualTo(10);
  }

  @Test
  void what_turns_out_a_burst_by_merging_corrects() {
    Scene bursts =
        new Scene(
            usual()
                .exclude(
                    new Exclusions(
                        false,
                        List.of(),
                        List.of(),
                        false,
                        List.of(
                            new BurstRule("BURST", Set.of("view"), Set.of(), "path", 3, SECOND)))));
    for (int i = 0; i < 3; i++) {
      bursts.tell(
          bursts
              .event("view", T + i)
              .with(EventField.URL, "https://a.example/a")
              .with(EventField.LEAD_ID, i < 2 ? "A" : "B"));
    }
    assertThat(bursts.score("A")).isEqualTo(20);

    assertThat(words(bursts.merges("A", "B", T + 5)))
        .containsExactly(
            "B#2 removed", "A#3 warm>cold CORRECTION", "A#3 -got-warm SUSPECT", "A#3 0.0");
    // A mark is never taken back.
    bursts.unmerges("A", "B", T + 6);
    assertThat(bursts.score("A")).isZero();
    assertThat(bursts.score("B")).isZero();
  }

  // ---- unmerging ----------------------------------------------------------------------------

  @Test
  void each_has_its_own_again_the_absorbing_lead_first() {
    scene.does("A", "view", T);
    scene.does("B", "view", T);
    scene.merges("A", "B", T + 1);
    scene.does("B", "view", T + 2);

    assertThat(words(scene.unmerges("A", "B", T + 3)))
        .containsExactly(
            "A#4 warm>cold IDENTITY",
            "A#4 -got-warm UNMERGED",
            "A#4 10.0",
            "B#3 cold>warm IDENTITY",
            "B#3 +got-warm",
            "B#3 20.0");
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    assertThat(words(scene.does("B", "view", T + 4))).containsExactly("B#4 30.0");
  }

  @Test
  void what_comes_back_raises_no_alert_on_signals() {
    Scene alerting = new Scene(usual().alert("looks", Trigger.Kind.SIGNAL, "view"));
    alerting.merges("A", "B", T);
    assertThat(words(alerting.does("B", "view", T + 1))).contains("A#2 +looks");

    assertThat(words(alerting.unmerges("A", "B", T + 2)))
        .containsExactly("A#3 -looks UNMERGED", "A#3 0.0", "B#1 10.0");
  }

  @Test
  void what_would_have_happened_meanwhile_has_not() {
    Scene caring =
        new Scene(
            usual().care("lead", null, null, 2 * HOUR).alert("stuck", Trigger.Kind.STAGNATION));
    caring.does("B", "view", T);
    caring.merges("A", "B", T + 1);
    caring.pass(T + DAY);

    assertThat(words(caring.unmerges("A", "B", T + DAY))).contains("B#3 10.0");
    assertThat(caring.pass(T + 10 * DAY)).isEmpty();
  }

  @Test
  void what_is_due_of_what_came_back_fires_again() {
    scene.does("B", "decays", T);
    scene.does("B", "decays", T);
    scene.merges("A", "B", T + 1);

    scene.unmerges("A", "B", T + 2);

    assertThat(words(scene.pass(END + 3 * DAY))).contains("B#5 warm>cold COOLING");
  }

  @Test
  void a_lead_may_first_come_to_be_where_it_comes_back() {
    scene.merges("A", "B", T);
    scene.does("B", "view", T + 1);

    assertThat(words(scene.unmerges("A", "B", T + HOUR))).containsExactly("A#3 0.0", "B#1 10.0");
    assertThat(scene.lead("B").clock()).hasValue(T + HOUR);
  }

  @Test
  void it_has_its_profile_and_stage_as_they_were() {
    scene.crm("B", T, Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), null, "ACC-1", "ben"));
    scene.crm("B", T, outcome(Kind.ACCEPTED));
    scene.merges("A", "B", T + 1);
    scene.crm("B", T + 2, Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), null, "ACC-2", null));

    scene.unmerges("A", "B", T + 3);

    assertThat(scene.lead("B").score(T + 3).lifecycleStage()).isEqualTo("sal");
    assertThat(scene.lead("B").score(T + 3).accountId()).isEqualTo("ACC-1");
    assertThat(scene.lead("A").score(T + 3).accountId()).isEqualTo("ACC-2");
  }

  @Test
  void out_of_a_chain_it_takes_what_was_merged_into_it_along() {
    scene.does("A", "view", T);
    scene.does("B", "view", T);
    scene.does("C", "view", T);
    scene.merges("B", "C", T + 1);
    scene.merges("A", "B", T + 2);
    scene.does("C", "view", T + 3);
    assertThat(scene.score("A")).isEqualTo(40);

    scene.unmerges("A", "B", T + 4);

    assertThat(scene.score("A")).isEqualTo(10);
    assertThat(scene.score("B")).isEqualTo(30);
    assertThat(scene.lead("C").movedTo()).hasValue("B");
  }

  @Test
  void out_of_the_midst_of_a_chain_the_one_at_its_end_gives_back() {
    scene.does("B", "view", T);
    scene.does("C", "view", T);
    scene.merges("B", "C", T + 1);
    scene.merges("A", "B", T + 2);

    // The record names whom the CRM thinks it was merged into.
    scene.unmerges("B", "C", T + 3);

    assertThat(scene.score("A")).isEqualTo(10);
    assertThat(scene.score("C")).isEqualTo(10);
    assertThat(scene.lead("B").movedTo()).hasValue("A");
  }

  @Test
  void what_is_not_merged_is_not_unmerged() {
    scene.does("A", "view", T);
    scene.does("B", "view", T);
    scene.merges("C", "A", T);
    long sequence = scene.lead("C").sequence();

    assertThat(scene.unmerges("A", "B", T + 1)).isEmpty();

    assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
    assertThat(scene.lead("C").sequence()).isEqualTo(sequence + 1);
    assertThat(scene.lead("B").sequence()).isEqualTo(1);
  }

  @Test
  void the_list_comes_back_as_well() {
    Event.Builder view = scene.event("view", T).with(EventField.LEAD_ID, "B");
    scene.tell(view);
    scene.merges("A", "B", T + 1);
    scene.unmerges("A", "B", T + 2);

    scene.tell(view);
    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    scene.tell(
        scene.event("view", T).with(EventField.EVENT_ID, "e1").with(EventField.LEAD_ID, "A"));
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
  }

  @Test
  void in_the_hands_of_sales_what_lost_its_ground_is_closed_and_told() {
    Scene alerting = new Scene(usual().alert("shaken", Trigger.Kind.WITHDRAWN_EVIDENCE));
    alerting.does("A", "view", T);
    alerting.does("B", "view", T);
    alerting.merges("A", "B", T + 1);
    alerting.crm("A", T + 2, outcome(Kind.ACCEPTED));

    assertThat(words(alerting.unmerges("A", "B", T + 3)))
        .startsWith("A#4 warm>cold IDENTITY", "A#4 +shaken", "A#4 10.0");
  }
}
