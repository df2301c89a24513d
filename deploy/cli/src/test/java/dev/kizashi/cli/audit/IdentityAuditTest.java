package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Difference;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People under several names, done rightly, and then every way to tamper with what was sent. */
class IdentityAuditTest {
  private static final String KIM = "kim@acme.example";

  private final Scene scene = new Scene(OneDay.model(1, 40), OneDay.catalogue());

  IdentityAuditTest() {
    scene.arrives(OneDay.visits("e1", "v1", "10:00", "/pricing"));
    scene.arrives(behaves("e2", null, KIM, null, "10:01"));
    scene.arrives(behaves("e3", "A", null, "v1", "10:02"));
    scene.arrives(behaves("e4", "A", KIM, null, "10:03"));
    scene.arrives(behaves("e5", null, KIM, null, "10:04"));
    scene.arrives(OneDay.visits("e6", "v1", "10:05", "/pricing"));
    scene.arrives(behaves("e7", "B", null, null, "10:06"));
    scene.arrives(moves("m1", CrmUpdate.Kind.MERGED, "A", "B", "10:07"));
    scene.arrives(behaves("e8", "B", null, null, "10:08"));
    scene.arrives(moves("m2", CrmUpdate.Kind.UNMERGED, "A", "B", "10:09"));
    scene.arrives(moves("m3", CrmUpdate.Kind.ERASED, "A", null, "10:10"));
    scene.arrives(behaves("e9", "A", null, null, "10:09"));
    scene.arrives(behaves("e10", "A", null, null, "10:11"));
    scene.passes(OneDay.at("10:12"));
  }

  private static Decoded.Behaviour behaves(
      String id, String leadId, String email, String visitorId, String time) {
    return new Decoded.Behaviour(
        Event.on(InputTopic.CLICKSTREAM)
            .with(EventField.EVENT_ID, id)
            .with(EventField.OCCURRED_AT, OneDay.at(time))
            .with(EventField.TYPE, "page_view")
            .with(EventField.LEAD_ID, leadId)
            .with(EventField.EMAIL, email)
            .with(EventField.VISITOR_ID, visitorId)
            .with(EventField.URL, "https://www.example.com/pricing")
            .build());
  }

  private static Decoded.Crm moves(
      String id, CrmUpdate.Kind kind, String leadId, String other, String time) {
    return new Decoded.Crm(
        id,
        OneDay.at(time),
        leadId,
        new CrmUpdate(kind, Map.of(), null, null, null, null, null, other, null));
  }

  private List<String> differences() {
    return scene.audited().first().stream().map(Difference::toString).toList();
  }

  private List<Logged> transfers() {
    return scene.inputs.get(InputTopic.LEAD_TRANSFERS);
  }

  private String kind(Logged transfer) {
    return scene.transfer(transfer.value()).getClass().getSimpleName();
  }

  private Logged first(String kind) {
    return transfers().stream().filter(it -> kind(it).equals(kind)).findFirst().orElseThrow();
  }

  @Test
  void finds_nothing_where_nothing_was_tampered_with() {
    Findings findings = scene.audited();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven()).isEmpty();
    assertThat(transfers())
        .extracting(this::kind)
        .contains(
            "Claim",
            "MergeAddress",
            "Joins",
            "LeadEvent",
            "GiveBack",
            "ComesBack",
            "Unname",
            "Unclaim");
    assertThat(findings.count(Checked.TRANSFERS)).isEqualTo(transfers().size());
    assertThat(findings.count(Checked.ON_THEIR_WAY)).isZero();
  }

  @Test
  void catches_every_transfer_that_is_lost() {
    for (int i = 0; i < transfers().size(); i++) {
      Logged lost = transfers().remove(i);
      assertThat(differences()).as("%s @%d", kind(lost), i).isNotEmpty();
      transfers().add(i, lost);
    }
    assertThat(differences()).isEmpty();
  }

  @Test
  void catches_every_transfer_that_came_twice() {
    for (Logged transfer : List.copyOf(transfers())) {
      int at = transfers().size();
      transfers().add(new Logged(at, transfer.timestamp(), transfer.key(), transfer.value()));
      assertThat(differences())
          .as(kind(transfer))
          .contains("lead-transfers-0 @%d: transfer without a cause".formatted(at));
      transfers().remove(at);
    }
  }

  @Test
  void catches_every_transfer_that_was_never_written() {
    for (Logged transfer : List.copyOf(transfers())) {
      List<Entry> before = List.copyOf(scene.trail);
      int at = transfers().indexOf(transfer);
      transfers().remove(at);
      scene.trail.removeIf(it -> isOf(it, transfer));
      assertThat(differences()).as("%s @%d", kind(transfer), at).isNotEmpty();
      transfers().add(at, transfer);
      scene.trail.clear();
      scene.trail.addAll(before);
    }
    assertThat(differences()).isEmpty();
  }

  private static boolean isOf(Entry entry, Logged transfer) {
    return entry.place().topic() == InputTopic.LEAD_TRANSFERS
        && entry.place().offset() == transfer.offset();
  }

  private List<Entry> followed() {
    return scene.trail.stream().filter(Entry::isFollowed).toList();
  }

  @Test
  void counts_what_followed_elsewhere_apart() {
    Findings findings = scene.audited();

    assertThat(followed()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(findings.count(Checked.FOLLOWED)).isEqualTo(followed().size());
    assertThat(findings.records().values()).noneMatch(fates -> fates.containsKey(Fate.FOLLOWED));
  }

  @Test
  void catches_every_entry_of_what_followed_that_is_left_out() {
    for (Entry entry : followed()) {
      int at = scene.trail.indexOf(entry);
      scene.trail.remove(at);
      assertThat(differences())
          .as("%s", entry)
          .contains(
              "%s: entry of what followed for %s missing".formatted(entry.place(), entry.leadId()));
      scene.trail.add(at, entry);
    }
    assertThat(differences()).isEmpty();
  }

  @Test
  void catches_every_entry_of_what_followed_that_is_there_twice() {
    for (Entry entry : followed()) {
      scene.trail.add(entry);
      assertThat(differences())
          .as("%s", entry)
          .containsExactly(
              "%s: entry of what followed for %s more than once"
                  .formatted(entry.place(), entry.leadId()));
      scene.trail.remove(scene.trail.size() - 1);
    }
  }

  @Test
  void catches_an_entry_of_what_followed_from_nothing() {
    for (Entry cause : List.copyOf(scene.trail)) {
      Entry made = new Entry(cause.place(), Fate.FOLLOWED, false, "B", 0, null);
      for (int at : new int[] {0, scene.trail.size()}) {
        scene.trail.add(at, made);
        assertThat(differences())
            .as("%s at %d", cause, at)
            .containsExactly(
                "%s: entry of what followed for B without a cause".formatted(cause.place()));
        scene.trail.remove(at);
      }
    }
  }

  @Test
  void catches_a_lead_that_moved_before_it_was_judged_last() {
    Entry moved =
        followed().stream().filter(entry -> entry.sequence() > 0).findFirst().orElseThrow();
    int at = scene.trail.indexOf(moved);
    int before = at - 1;
    while (!KIM.equals(scene.trail.get(before).leadId())
        || scene.trail.get(before).sequence() == 0) {
      before--;
    }
    Collections.swap(scene.trail, at, before);

    assertThat(differences()).isNotEmpty();
  }

  @Test
  void says_how_much_is_on_its_way() {
    Logged last = transfers().get(transfers().size() - 1);
    scene.trail.removeIf(
        it ->
            it.place().topic() == InputTopic.LEAD_TRANSFERS
                && it.place().offset() == last.offset());

    Findings findings = scene.audited();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.count(Checked.ON_THEIR_WAY)).isEqualTo(1);
  }

  @Test
  void catches_an_event_that_went_to_another_lead() {
    Stream.of("clickstream-0 @4", "clickstream-0 @5")
        .forEach(
            place -> {
              Entry entry = entry(place);
              replace(
                  entry,
                  new Entry(
                      entry.place(),
                      entry.fate(),
                      entry.suspect(),
                      "B",
                      entry.sequence(),
                      entry.detail(),
                      entry.passed()));
              assertThat(differences())
                  .as(place)
                  .anyMatch(it -> it.contains("lead_id of " + place + ": expected A, found B"));
              scene.trail.replaceAll(it -> it.place().toString().equals(place) ? entry : it);
            });
  }

  @Test
  void catches_an_event_that_came_another_way() {
    Entry entry = entry("clickstream-0 @4");
    replace(
        entry,
        new Entry(
            entry.place(),
            entry.fate(),
            entry.suspect(),
            entry.leadId(),
            entry.sequence(),
            entry.detail()));

    assertThat(differences())
        .contains(
            "clickstream-0 @4, sequence %d: whom it came by: expected [address:%s], found []"
                .formatted(entry.sequence(), KIM));
  }

  @Test
  void catches_an_erased_person_that_was_taken_in() {
    Entry refused =
        scene.trail.stream().filter(it -> it.fate() == Fate.IGNORED).findFirst().orElseThrow();
    replace(
        refused,
        new Entry(
            refused.place(), Fate.SCORED, false, "A", 1, "demo/1 signals/1", refused.passed()));

    assertThat(differences()).anyMatch(it -> it.startsWith("A, sequence 1: fate of"));
  }

  /** What time and another version bring before an erasure shows in the scores alone. */
  @Test
  void finds_nothing_where_another_version_judges_a_lead_that_is_erased_then() {
    scene.arrives(behaves("e11", "C", null, null, "10:13"));
    scene.changesTo(OneDay.model(2, 35));
    scene.arrives(moves("m4", CrmUpdate.Kind.ERASED, "C", null, "10:15"));
    scene.arrives(behaves("e12", "C", null, null, "10:16"));

    assertThat(scene.audited().first()).isEmpty();
  }

  @Test
  void catches_a_tombstone_that_is_missing() {
    for (OutputTopic topic : scene.outputs.keySet()) {
      List<Logged> log = scene.outputs.get(topic);
      List<Logged> before = List.copyOf(log);
      log.removeIf(it -> it.value() == null && it.leadId().equals("A"));
      assertThat(differences()).as(topic.topicName()).isNotEmpty();
      log.clear();
      log.addAll(before);
    }
  }

  @Test
  void catches_a_score_that_outlives_its_lead() {
    LeadScore score = scene.record(OutputTopic.LEAD_SCORES, 0);
    scene.write(OutputTopic.LEAD_SCORES, LeadScore.newBuilder(score).setLeadId(KIM).build());

    assertThat(differences()).anyMatch(it -> it.startsWith(KIM + ", sequence"));
  }

  @Test
  void catches_a_changed_score_of_a_lead_that_was_merged() {
    LeadScore score =
        scene.outputs.get(OutputTopic.LEAD_SCORES).stream()
            .filter(it -> it.value() != null && it.leadId().equals("A"))
            .map(it -> (LeadScore) scene.output(OutputTopic.LEAD_SCORES, it.value()))
            .reduce((a, b) -> b)
            .orElseThrow();
    score.put("engagement", score.getEngagement() + 1e-6);

    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith("A, sequence " + score.getSequence() + ": score engagement");
  }

  @Test
  void the_core_says_what_it_cannot_judge() {
    Findings findings = scene.audited(JudgedBy.CORE);

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven())
        .containsOnlyKeys("leads with other names, which only the oracle can judge again");
    assertThat(scene.audited(JudgedBy.BOTH).unproven()).isEmpty();
    assertThat(first("Joins")).isNotNull();
  }

  private Entry entry(String place) {
    return scene.trail.stream()
        .filter(it -> it.place().toString().equals(place))
        .findFirst()
        .orElseThrow();
  }

  private void replace(Entry which, Entry by) {
    scene.replaceEntry(which::equals, it -> by);
  }
}
