package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Difference;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A history judged rightly, and then every way to tamper with what it left. */
class AuditTest {
  private final Scene scene = OneDay.judged();

  @Test
  void finds_nothing_where_nothing_was_tampered_with() {
    Findings findings = scene.audited();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven()).isEmpty();
    assertThat(findings.records().get(InputTopic.CLICKSTREAM))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Fate.SCORED, 5L,
                Fate.DUPLICATE, 1L,
                Fate.ANONYMOUS, 1L,
                Fate.UNMATCHED, 1L,
                Fate.DEAD_LETTER, 2L));
    assertThat(findings.records().get(InputTopic.CRM_UPDATES))
        .containsExactlyInAnyOrderEntriesOf(Map.of(Fate.SCORED, 2L));
    assertThat(findings.count(Checked.LEADS)).isEqualTo(2);
    assertThat(findings.count(Checked.ALERTS)).isEqualTo(1);
    assertThat(findings.count(Checked.STAGE_CHANGES)).isEqualTo(6);
    assertThat(findings.count(Checked.DEAD_LETTERS)).isEqualTo(2);
    assertThat(findings.count(Checked.FINAL_SCORES)).isEqualTo(2);
  }

  @Test
  void catches_a_lost_stage_change() {
    scene.outputs.get(OutputTopic.STAGE_CHANGES).remove(1);

    assertThat(differences()).containsExactly("L1, sequence 3: stage change missing");
  }

  @Test
  void catches_a_lost_cooling() {
    scene
        .outputs
        .get(OutputTopic.STAGE_CHANGES)
        .removeIf(it -> of(StageChange.class, it).getSequence() == 6);

    assertThat(differences()).containsExactly("L1, sequence 6: stage change missing");
  }

  @Test
  void catches_an_alert_that_was_raised_twice() {
    scene.write(OutputTopic.SALES_ALERTS, scene.record(OutputTopic.SALES_ALERTS, 0));

    assertThat(differences()).containsExactly("L1, sequence 3: alert more than once");
  }

  @Test
  void catches_an_alert_without_a_cause() {
    SalesAlert raised = scene.record(OutputTopic.SALES_ALERTS, 0);
    scene.write(
        OutputTopic.SALES_ALERTS,
        SalesAlert.newBuilder(raised).setAlertId("made-up").setLeadId("L3").build());

    assertThat(differences()).containsExactly("L3, sequence 3: alert without a cause");
  }

  @Test
  void catches_an_altered_alert() {
    SalesAlert raised = scene.record(OutputTopic.SALES_ALERTS, 0);
    raised.getEvidence().get(0).put("points", 79.9);

    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith("L1, sequence 3: alert evidence[0].points: expected 80")
        .endsWith("found 79.9");
  }

  @Test
  void catches_an_altered_score() {
    LeadScore score = scene.record(OutputTopic.LEAD_SCORES, 0);
    score.put("engagement", score.getEngagement() + 1e-6);

    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith("L1, sequence 1: score engagement: expected 41.0, found 41.000001");
  }

  @Test
  void catches_a_lost_last_score() {
    List<Logged> scores = scene.outputs.get(OutputTopic.LEAD_SCORES);
    scores.remove(scores.size() - 1);

    assertThat(differences()).singleElement().asString().endsWith("final score missing");
  }

  @Test
  void allows_for_scores_that_compaction_took() {
    List<Logged> scores = scene.outputs.get(OutputTopic.LEAD_SCORES);
    scores.remove(0);

    assertThat(differences()).isEmpty();
  }

  @Test
  void catches_a_record_that_is_not_in_the_trail() {
    scene.trail.removeIf(is("clickstream-0 @7"));

    assertThat(differences()).containsExactly("clickstream-0 @7: entry in the trail missing");
  }

  @Test
  void catches_a_judged_record_that_is_not_in_the_trail() {
    scene.trail.removeIf(is("clickstream-0 @1"));

    Findings findings = scene.audited();

    assertThat(findings.first())
        .extracting(Difference::toString)
        .containsExactly("clickstream-0 @1: entry in the trail missing");
    assertThat(findings.unproven())
        .containsExactly(Map.entry("leads with records that the trail lacks", 1L));
    assertThat(findings.count(Checked.LEADS)).isEqualTo(1);
  }

  @Test
  void catches_a_record_that_is_in_the_trail_twice() {
    scene.trail.add(entry("clickstream-0 @0"));

    assertThat(differences())
        .containsExactly("clickstream-0 @0: entry in the trail more than once");
  }

  @Test
  void catches_an_entry_for_a_record_that_there_is_not() {
    scene.trail.add(
        new Entry(new Place(InputTopic.CLICKSTREAM, 7, 0), Fate.UNMATCHED, false, null, 0, null));

    assertThat(differences())
        .containsExactly("clickstream-7 @0: entry in the trail without a cause");
  }

  @Test
  void catches_a_record_that_was_judged_and_should_not_have_been_skipped() {
    become("clickstream-0 @4", Fate.UNMATCHED);

    assertThat(differences())
        .contains("clickstream-0 @4: fate: expected SCORED, found UNMATCHED")
        .contains("L2, sequence 1: score without a cause");
  }

  @Test
  void catches_an_anonymous_record_taken_for_another() {
    become("clickstream-0 @5", Fate.UNMATCHED);

    assertThat(differences())
        .containsExactly("clickstream-0 @5: fate: expected ANONYMOUS, found UNMATCHED");
  }

  @Test
  void catches_an_event_taken_for_a_duplicate() {
    scene.replaceEntry(
        is("clickstream-0 @1"), it -> new Entry(it.place(), Fate.DUPLICATE, false, "L1", 0, null));

    assertThat(differences())
        .contains("L1: fate of clickstream-0 @1: expected SCORED, found DUPLICATE");
  }

  @Test
  void catches_a_duplicate_that_was_judged() {
    scene.replaceEntry(
        is("clickstream-0 @3"),
        it -> new Entry(it.place(), Fate.SCORED, false, "L1", 4, "demo/1 signals/1"));

    assertThat(differences())
        .contains("L1, sequence 4: fate of clickstream-0 @3: expected DUPLICATE, found SCORED");
  }

  @Test
  void catches_records_that_changed_places() {
    long first = entry("clickstream-0 @0").sequence();
    long second = entry("clickstream-0 @1").sequence();
    number("clickstream-0 @0", second);
    number("clickstream-0 @1", first);

    assertThat(differences())
        .contains(
            "L1, sequence 2: number of the judgement of clickstream-0 @0: expected 1, found 2");
  }

  @Test
  void catches_a_dead_letter_that_is_missing() {
    scene.deadLetters.remove(0);

    assertThat(differences()).containsExactly("clickstream-0 @7: dead letter missing");
  }

  @Test
  void catches_a_dead_letter_with_other_bytes() {
    DeadLetter letter = scene.deadLetters.remove(0);
    scene.deadLetters.add(
        new DeadLetter(letter.place(), letter.reason(), letter.key(), new byte[] {1}));

    assertThat(differences())
        .containsExactly(
            "clickstream-0 @7: dead letter: expected the original bytes, found others");
  }

  @Test
  void catches_a_dead_letter_without_a_cause() {
    scene.deadLetters.add(
        new DeadLetter(new Place(InputTopic.CLICKSTREAM, 0, 0), "INVALID", null, null));

    assertThat(differences()).containsExactly("clickstream-0 @0: dead letter without a cause");
  }

  @Test
  void catches_a_good_record_among_the_dead() {
    scene.replaceEntry(
        is("clickstream-0 @5"),
        it -> new Entry(it.place(), Fate.DEAD_LETTER, false, null, 0, "INVALID"));

    assertThat(differences())
        .contains(
            "clickstream-0 @5: reason of the dead letter: expected none: it can be used, found"
                + " INVALID");
  }

  @Test
  void catches_a_record_of_the_past_that_was_refused_as_one_of_the_future() {
    Logged early = scene.inputs.get(InputTopic.CLICKSTREAM).get(8);
    scene
        .inputs
        .get(InputTopic.CLICKSTREAM)
        .set(8, new Logged(8, OneDay.at("23:30"), early.key(), early.value()));

    assertThat(differences())
        .containsExactly(
            "clickstream-0 @8: reason of the dead letter: expected none: it can be used, found"
                + " FUTURE_TIMESTAMP");
  }

  @Test
  void catches_a_mark_that_is_not_deserved() {
    scene.replaceEntry(
        is("clickstream-0 @0"),
        it -> new Entry(it.place(), it.fate(), true, "L1", it.sequence(), it.detail()));

    assertThat(differences())
        .containsExactly("L1, sequence 1: suspect of clickstream-0 @0: expected false, found true");
  }

  @Test
  void catches_a_record_that_went_to_another_lead() {
    scene.replaceEntry(
        is("clickstream-0 @4"),
        it -> new Entry(it.place(), it.fate(), false, "L9", it.sequence(), it.detail()));

    assertThat(differences())
        .contains("L9, sequence 1: lead_id of clickstream-0 @4: expected L2, found L9");
  }

  @Test
  void says_so_when_the_documents_of_a_version_are_gone() {
    scene.replaceEntry(
        is("clickstream-0 @0"),
        it -> new Entry(it.place(), it.fate(), false, "L1", 1, "older/1 signals/1"));

    Findings findings = scene.audited();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven())
        .containsExactly(
            Map.entry(
                "leads judged under older/1 signals/1, whose documents are not on scoring-config",
                1L));
  }

  @Test
  void says_so_when_records_are_gone() {
    scene.firstOffset = 2;

    Findings findings = scene.audited();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven())
        .containsExactly(Map.entry("leads with records that their topic has already deleted", 1L));
    assertThat(findings.count(Checked.LEADS)).isEqualTo(1);
  }

  @Test
  void catches_a_version_that_came_without_a_judgement() {
    scene.changesTo(OneDay.model(2, 60));
    scene.arrives(OneDay.views("e9", "L2", "11:10", "/about"));
    Entry last = scene.trail.get(scene.trail.size() - 1);
    assertThat(differences()).isEmpty();
    scene.replaceEntry(
        last::equals,
        it -> new Entry(it.place(), it.fate(), false, "L2", it.sequence() - 1, it.detail()));

    assertThat(differences())
        .anyMatch(it -> it.startsWith("L2, sequence " + (last.sequence() - 1) + ": number of"));
  }

  private List<String> differences() {
    return scene.audited().first().stream().map(Difference::toString).toList();
  }

  private <T> T of(Class<T> type, Logged record) {
    return type.cast(scene.output(OutputTopic.STAGE_CHANGES, record.value()));
  }

  private static Predicate<Entry> is(String place) {
    return entry -> entry.place().toString().equals(place);
  }

  private Entry entry(String place) {
    return scene.trail.stream().filter(is(place)).findFirst().orElseThrow();
  }

  private void become(String place, Fate fate) {
    scene.replaceEntry(is(place), it -> new Entry(it.place(), fate, false, null, 0, null));
  }

  private void number(String place, long sequence) {
    scene.replaceEntry(
        is(place),
        it -> new Entry(it.place(), it.fate(), false, it.leadId(), sequence, it.detail()));
  }
}
