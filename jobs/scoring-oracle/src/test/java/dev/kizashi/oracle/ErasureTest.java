package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.EventField;
import java.util.List;
import org.junit.jupiter.api.Test;

/** §8: who is to be forgotten. A view is worth 10 and a login 1, for ever. */
class ErasureTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final String KIM = "kim@acme.example";

  private final Scene scene =
      new Scene(
          model()
              .temperature("warm", 20, 15)
              .scores("view", 10, 0)
              .scores("login", 1, 0)
              .alert("looks", Trigger.Kind.SIGNAL, "view")
              .alert("got-warm", Trigger.Kind.TEMPERATURE, "warm"));

  private void assertRefused(List<Emission> said) {
    assertThat(said).isEmpty();
    assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
  }

  // ---- what goes ----------------------------------------------------------------------------

  @Test
  void the_lead_goes_and_all_that_was_merged_into_it_with_no_word_more() {
    scene.does("X", "view", T);
    scene.does("C", "view", T);
    scene.does("B", "view", T);
    scene.merges("X", "C", T + 1);
    scene.merges("C", "B", T + 2);

    assertThat(words(scene.erases("X", T + 3))).containsExactly("X erased", "B erased", "C erased");
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    assertThat(scene.scored()).isEmpty();
    assertRefused(scene.does("B", "view", T + 3));
    // What was merged is not any more.
    assertThat(words(scene.does("B", "login", T + 4))).containsExactly("B#1 1.0");
  }

  @Test
  void of_whom_nothing_was_known_a_tombstone_is_set_all_the_same() {
    assertThat(words(scene.erases("X", T))).containsExactly("X erased");
  }

  @Test
  void where_it_was_merged_the_other_loses_it_and_is_judged_again() {
    scene.does("A", "view", T);
    scene.does("X", "view", T);
    scene.does("B", "view", T);
    scene.merges("X", "B", T + 1);
    scene.merges("A", "X", T + 2);
    assertThat(scene.score("A")).isEqualTo(30);

    assertThat(words(scene.erases("X", T + HOUR)))
        .containsExactly(
            "X erased", "B erased", "A#3 warm>cold CORRECTION", "A#3 -got-warm ERASED", "A#3 10.0");
    assertThat(scene.lead("A").clock()).hasValue(T + HOUR);
  }

  @Test
  void the_record_is_none_of_the_lead_that_loses() {
    scene.does("A", "view", T);
    scene.does("X", "view", T);
    scene.merges("A", "X", T + 1);
    scene.crm("X", "c", T + 2, Scene.identity(Kind.ERASED, null));

    scene.tell(
        scene.event("login", T + 2).with(EventField.EVENT_ID, "c").with(EventField.LEAD_ID, "A"));

    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
  }

  // ---- what is refused ----------------------------------------------------------------------

  @Test
  void what_names_it_and_is_not_later_is_refused_for_30_days() {
    scene.does("X", "view", T);
    scene.erases("X", T + HOUR);

    assertRefused(scene.does("X", "view", T + HOUR));
    scene.pass(T + HOUR + 30 * DAY - 1);
    assertRefused(scene.does("X", "view", T));
    scene.pass(T + HOUR + 30 * DAY);

    scene.does("X", "view", T);
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
  }

  @Test
  void what_begins_anew_begins_at_one_but_counts_its_alerts_on_and_refuses_for_good() {
    scene.does("X", "view", T);
    scene.does("X", "view", T + 1);
    scene.erases("X", T + 2);

    List<Emission> said = scene.does("X", "view", T + 3);

    assertThat(words(said)).containsExactly("X#1 +looks", "X#1 10.0");
    assertThat(((AlertIssued) said.get(0)).ordinal()).isEqualTo(3);
    scene.pass(T + 100 * DAY);
    assertRefused(scene.does("X", "view", T + 2));
  }

  @Test
  void alerts_count_on_over_two_erasures() {
    scene.does("X", "view", T);
    scene.erases("X", T);
    scene.does("X", "view", T + 1);
    scene.erases("X", T + 1);
    scene.erases("X", T + 2);

    AlertIssued third = Said.alerts(scene.does("X", "view", T + 3)).get(0);

    assertThat(third.ordinal()).isEqualTo(3);
    assertThat(third.sequence()).isEqualTo(1);
  }

  @Test
  void what_shows_nothing_is_refused_a_claim_too() {
    scene.erases("L1", T);

    scene.claims("L1", KIM, "nonsense", T);
    assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
    scene.mails(KIM, "view", T + 1);

    assertThat(scene.scored()).containsExactly(KIM);
  }

  @Test
  void an_address_of_its_own_refuses_as_well() {
    scene.claims("X", KIM, "view", T);
    scene.claims("X", "gone@acme.example", "view", T);
    scene.claims("L2", "gone@acme.example", "view", T);
    scene.erases("X", T + 1);

    assertRefused(scene.mails(KIM, "view", T + 1));
    scene.mails("gone@acme.example", "login", T + 1);
    assertThat(scene.score("L2")).isEqualTo(11);

    scene.mails(KIM, "view", T + 2);
    assertThat(scene.scored()).containsExactly("L2", KIM);
  }

  @Test
  void an_address_that_is_claimed_again_is_whose_it_is_for_what_is_older_too() {
    scene.claims("X", KIM, "view", T);
    scene.erases("X", T + 1);
    scene.claims("L2", KIM, "view", T + 2);

    scene.mails(KIM, "view", T);
    assertThat(scene.score("L2")).isEqualTo(20);
    scene.mails(KIM, "view", T + 2);
    assertThat(scene.score("L2")).isEqualTo(30);
  }

  @Test
  void an_address_that_somebody_goes_by_refuses_nothing() {
    scene.claims("X", KIM, "view", T);
    scene.does(KIM, "view", T);
    scene.erases("X", T + 1);

    scene.mails(KIM, "view", T);

    assertThat(scene.score(KIM)).isEqualTo(20);
  }

  @Test
  void with_what_remains_the_numbers_of_alerts_are_forgotten() {
    scene.does("X", "view", T);
    scene.erases("X", T + 1);
    scene.pass(T + 1 + 30 * DAY);

    AlertIssued first = Said.alerts(scene.does("X", "view", T + 40 * DAY)).get(0);
    assertThat(first.ordinal()).isEqualTo(1);
  }

  @Test
  void what_names_a_merged_lead_is_looked_at_by_that_lead_alone() {
    scene.erases("A", T + HOUR);
    scene.does("A", "login", T + 2 * HOUR);
    scene.merges("A", "B", T + 2 * HOUR);

    scene.does("B", "view", T);

    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    assertThat(scene.score("A")).isEqualTo(11);
  }

  @Test
  void an_erasure_that_is_not_later_than_another_is_ignored() {
    scene.erases("X", T + HOUR);

    assertRefused(scene.erases("X", T + HOUR));
    assertRefused(scene.erases("X", T));
    assertThat(words(scene.erases("X", T + HOUR + 1))).containsExactly("X erased");
    assertRefused(scene.does("X", "view", T + HOUR + 1));
  }

  @Test
  void a_merge_that_either_refuses_is_judged_at_the_one_as_doing_nothing() {
    scene.does("A", "view", T);
    scene.erases("X", T + HOUR);

    assertThat(scene.merges("A", "X", T + HOUR)).isEmpty();
    assertThat(scene.fate()).isEqualTo(Fate.IGNORED);
    assertThat(scene.lead("A").sequence()).isEqualTo(2);
    assertThat(scene.lead("X").movedTo()).isEmpty();

    assertRefused(scene.merges("X", "A", T + HOUR));
    assertThat(scene.lead("A").sequence()).isEqualTo(2);

    scene.merges("A", "X", T + HOUR + 1);
    assertThat(scene.lead("X").movedTo()).hasValue("A");
    scene.unmerges("A", "X", T + HOUR);
    assertThat(scene.lead("X").movedTo()).hasValue("A");
  }

  // ---- visitors -----------------------------------------------------------------------------

  @Test
  void a_visitor_of_nobody_else_begins_anew() {
    scene.names("v1", "X", "login", T);
    scene.erases("X", T + 1);

    scene.visits("v1", "view", T);
    assertThat(scene.fate()).isEqualTo(Fate.ANONYMOUS);
    scene.names("v1", "L1", "login", T + 2);

    assertThat(scene.score("L1")).isEqualTo(11);
  }

  @Test
  void what_was_done_in_an_erased_persons_time_is_nobodys() {
    scene.names("v1", "L1", "login", T);
    scene.names("v1", "X", "login", T + HOUR);
    scene.names("v1", "L2", "login", T + 2 * HOUR);
    scene.erases("X", T + 3 * HOUR);

    assertRefused(scene.visits("v1", "view", T + HOUR));
    assertRefused(scene.visits("v1", "view", T + 2 * HOUR - 1));
    scene.visits("v1", "view", T + HOUR - 1);
    scene.visits("v1", "view", T + 2 * HOUR);

    assertThat(scene.score("L1")).isEqualTo(11);
    assertThat(scene.score("L2")).isEqualTo(11);
  }

  @Test
  void before_all_namings_it_is_nobodys_where_the_first_is_an_erased_persons() {
    scene.names("v1", "X", "login", T);
    scene.names("v1", "L1", "login", T + HOUR);
    scene.erases("X", T + 2 * HOUR);

    assertRefused(scene.visits("v1", "view", T - 1));
  }

  @Test
  void a_visitor_of_a_merged_lead_is_the_erased_ones_too() {
    scene.names("v1", "B", "login", T);
    scene.merges("X", "B", T + 1);
    scene.erases("X", T + 2);

    assertThat(scene.world().visitorOf("v1")).isEmpty();
  }

  @Test
  void what_is_refused_leaves_a_gap() {
    scene.names("v1", "L1", "login", T);
    scene.erases("X", T + 2 * HOUR);
    assertRefused(scene.names("v1", "X", "login", T + HOUR));

    assertRefused(scene.visits("v1", "view", T + HOUR));
    scene.visits("v1", "view", T + HOUR - 1);

    assertThat(scene.score("L1")).isEqualTo(11);
  }

  @Test
  void what_waited_for_what_is_refused_is_gone() {
    scene.erases("X", T + HOUR);
    scene.visits("v1", "view", T);
    assertRefused(scene.names("v1", "X", "login", T));
    scene.names("v1", "L1", "login", T + 1);
    assertThat(scene.score("L1")).isEqualTo(1);
  }

  @Test
  void what_is_refused_by_address_leaves_a_gap_too() {
    scene.claims("X", KIM, "view", T);
    scene.erases("X", T + 2 * HOUR);
    scene.names("v1", "L1", "login", T);

    assertRefused(
        scene.tell(
            scene
                .event("view", T + HOUR)
                .with(EventField.EMAIL, KIM)
                .with(EventField.VISITOR_ID, "v1")));

    assertRefused(scene.visits("v1", "view", T + HOUR));
    scene.visits("v1", "view", T);
    assertThat(scene.score("L1")).isEqualTo(11);
  }
}
