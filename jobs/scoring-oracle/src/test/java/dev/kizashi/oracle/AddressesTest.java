package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** §8: whom an e-mail address names. A click is worth 1, a view 10, for ever. */
class AddressesTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final String KIM = "kim@acme.example";

  private final Scene scene =
      new Scene(
          model()
              .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
              .scores("click", 1, 0)
              .scores("view", 10, 0));

  @Test
  void an_address_that_nobody_claims_is_the_lead() {
    scene.mails(" Kim@ACME.example", "click", T);

    assertThat(scene.scored()).containsExactly(KIM);
  }

  @Test
  void a_lead_id_is_the_lead_whatever_the_address_is_an_alias_of() {
    scene.claims("L1", KIM, "view", T);
    scene.claims("L2", KIM, "view", T + 1);

    assertThat(scene.score("L1")).isEqualTo(10);
    assertThat(scene.score("L2")).isEqualTo(10);
  }

  @Test
  void what_claims_is_judged_first_and_then_what_the_address_had() {
    scene.mails(KIM, "click", T);
    scene.mails(KIM, "click", T + 1);

    assertThat(words(scene.claims("L1", KIM, "view", T + 2)))
        .containsExactly("L1#1 10.0", KIM + "#3 removed", "L1#2 12.0");
    assertThat(scene.fate()).isEqualTo(Fate.SCORED);
    scene.mails(KIM, "click", T + 3);
    assertThat(scene.score("L1")).isEqualTo(13);
    assertThat(scene.scored()).containsExactly("L1");
  }

  @Test
  void where_the_address_had_nothing_nothing_else_is_judged() {
    assertThat(words(scene.claims("L1", KIM, "view", T))).containsExactly("L1#1 10.0");

    scene.mails(KIM, "click", T + 1);
    assertThat(scene.score("L1")).isEqualTo(11);
  }

  @Test
  void the_crm_claims_as_well() {
    scene.mails(KIM, "click", T);

    scene.crm(
        "L1", T + 1, Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), "Kim@acme.example", null, null));

    assertThat(scene.score("L1")).isEqualTo(1);
  }

  @Test
  void what_shows_nothing_claims_and_does_not_reach_the_lead() {
    assertThat(scene.claims("L1", KIM, "nonsense", T)).isEmpty();
    assertThat(scene.fate()).isEqualTo(Fate.UNMATCHED);
    assertThat(scene.scored()).isEmpty();

    scene.mails(KIM, "click", T + 1);
    assertThat(scene.scored()).containsExactly("L1");
  }

  @Test
  void what_shows_nothing_and_claims_may_bring_a_lead_about() {
    scene.mails(KIM, "click", T);

    assertThat(words(scene.claims("L1", KIM, "nonsense", T + HOUR)))
        .containsExactly(KIM + "#2 removed", "L1#1 1.0");
    assertThat(scene.fate()).isEqualTo(Fate.UNMATCHED);
    assertThat(scene.lead("L1").clock()).hasValue(T + HOUR);
  }

  @Test
  void a_machine_claims() {
    scene.tell(
        scene
            .event("view", T)
            .with(EventField.USER_AGENT, "a bot")
            .with(EventField.LEAD_ID, "L1")
            .with(EventField.EMAIL, KIM));

    scene.mails(KIM, "click", T + 1);
    assertThat(scene.score("L1")).isEqualTo(1);
  }

  @Test
  void an_address_goes_to_the_latest_who_claims_it_each_only_once_and_for_what_follows() {
    scene.claims("L1", KIM, "view", T);
    scene.mails(KIM, "click", T + 1);
    scene.claims("L2", KIM, "view", T + 2);
    scene.mails(KIM, "click", T + 3);
    scene.claims("L1", KIM, "view", T + 4);
    scene.mails(KIM, "click", T + 5);

    assertThat(scene.score("L1")).isEqualTo(21);
    assertThat(scene.score("L2")).isEqualTo(12);
  }

  @Test
  void what_comes_twice_claims_nothing() {
    Event named = scene.event("view", T).with(EventField.LEAD_ID, "L1").build();
    scene.tell(named);
    scene.tell(
        scene
            .event("view", T)
            .with(EventField.EVENT_ID, named.eventId())
            .with(EventField.LEAD_ID, "L1")
            .with(EventField.EMAIL, KIM));

    assertThat(scene.fate()).isEqualTo(Fate.DUPLICATE);
    scene.mails(KIM, "click", T + 1);
    assertThat(scene.scored()).containsExactly("L1", KIM);
  }

  @Test
  void a_lead_of_that_name_claims_nothing() {
    scene.claims(KIM, KIM, "nonsense", T);
    assertThat(scene.fate()).isEqualTo(Fate.UNMATCHED);
    scene.claims("L1", KIM, "view", T);

    scene.claims(KIM, KIM, "view", T + 1);
    scene.mails(KIM, "click", T + 2);

    assertThat(scene.score("L1")).isEqualTo(11);
    assertThat(scene.score(KIM)).isEqualTo(10);
  }

  @Test
  void a_merged_lead_claims_for_itself() {
    scene.does("L1", "view", T);
    scene.merges("L1", "L2", T);
    scene.claims("L2", KIM, "view", T + 1);
    scene.mails(KIM, "click", T + 2);
    assertThat(scene.score("L1")).isEqualTo(21);

    scene.unmerges("L1", "L2", T + 3);
    scene.mails(KIM, "click", T + 4);

    assertThat(scene.score("L1")).isEqualTo(10);
    assertThat(scene.score("L2")).isEqualTo(12);
  }

  @Test
  void with_the_record_that_merges_the_lead_claims_that_takes() {
    CrmUpdate merged =
        new CrmUpdate(Kind.MERGED, Map.of(), KIM, null, null, null, null, "L3", null);
    scene.merges("L1", "L2", T);
    scene.crm("L2", T + 1, merged);
    scene.unmerges("L1", "L2", T + 2);

    scene.mails(KIM, "view", T + 3);

    assertThat(scene.score("L1")).isEqualTo(10);
    assertThat(scene.score("L2")).isZero();
  }

  @Test
  void what_names_nobody_at_all_is_a_dead_letter() {
    scene.tell(scene.event("view", T));

    assertThat(scene.fate()).isEqualTo(Fate.DEAD_LETTER);
  }
}
