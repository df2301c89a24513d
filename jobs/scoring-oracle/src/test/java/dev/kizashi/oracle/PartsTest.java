package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Scene.identity;
import static dev.kizashi.oracle.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.oracle.NaiveLead.Given;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Leads and visitors on machines of their own, where messages take their time. */
class PartsTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final Source UNDER_A = Source.lead("A");
  private static final Source UNDER_B = Source.lead("B");

  private final Sample sample = model().scores("view", 10, 0).temperature("warm", 15, 10);
  private final NaiveMatching matching = new NaiveMatching(sample.catalogue());
  private final NaiveLead a = sample.lead("A");
  private final NaiveLead b = sample.lead("B");
  private final NaiveLead root = sample.lead("R");

  private static Event view(String leadId, long occurredAt) {
    return Sample.named("view", occurredAt).with(EventField.LEAD_ID, leadId).build();
  }

  private void tell(NaiveLead lead, long occurredAt, Source source) {
    lead.event(view(lead.leadId(), occurredAt), matching, source, Optional.empty());
  }

  @Test
  void a_history_finds_its_lead_gone_and_goes_on() {
    tell(a, T, Source.OWN);
    tell(b, T, Source.OWN);
    Given ofB = b.moveTo("A", T + 1);
    Given ofA = a.moveTo("R", T + 2);
    root.receive(ofA.history().under(UNDER_A), Source.OWN, "m2", T + 2, identity(Kind.MERGED, "A"));

    History late = ofB.history().under(UNDER_B).under(UNDER_A);
    root.receive(late, UNDER_A, "m1", T + 1, identity(Kind.MERGED, "B"));

    assertThat(root.engagement(T + 2)).isEqualTo(20);
    Given back = root.giveBack(UNDER_B.under(UNDER_A), "u", T + 3, identity(Kind.UNMERGED, "B"));
    assertThat(words(b.comeBack(back.history()))).containsExactly("B#3 10.0");
    assertThat(root.engagement(T + 3)).isEqualTo(10);
    // The record that merged B was A's, and goes where A goes.
    Given ofAAgain = root.giveBack(UNDER_A, "u2", T + 4, identity(Kind.UNMERGED, "A"));
    a.comeBack(ofAAgain.history());
    a.crm("m1", T + 1, identity(Kind.MERGED, "B"));
    assertThat(a.lastFate()).isEqualTo(Fate.DUPLICATE);
  }

  @Test
  void what_comes_for_a_lead_before_its_history_is_taken_in_as_it_comes() {
    tell(b, T, Source.OWN);
    Given ofB = b.moveTo("A", T + 1);
    // What names B overtakes what B had.
    a.event(view("B", T + HOUR), matching, UNDER_B, Optional.empty());
    assertThat(a.engagement(T + HOUR)).isEqualTo(10);

    assertThat(
            words(
                a.receive(
                    ofB.history().under(UNDER_B),
                    Source.OWN,
                    "m",
                    T + 1,
                    identity(Kind.MERGED, "B"))))
        .containsExactly("A#2 cold>warm IDENTITY", "A#2 20.0");
  }

  @Test
  void a_lead_comes_back_under_the_rules_in_force() {
    tell(b, T, Source.OWN);
    Given ofB = b.moveTo("A", T + 1);
    Sample dearer = model().version(2).scores("view", 30, 0).temperature("warm", 15, 10);

    assertThat(b.switchTo(dearer.build(), sample.catalogue(), T + 2)).isEmpty();
    assertThat(b.timersUpTo(T + 1000 * HOUR)).isEmpty();

    assertThat(words(b.comeBack(ofB.history())))
        .containsExactly("B#3 cold>warm IDENTITY", "B#3 30.0");
  }

  @Test
  void a_visitor_waits_under_the_catalogue_in_force_at_its_clock() {
    NaiveVisitor visitor =
        new NaiveVisitor(
            "v1",
            Bounds.USUAL,
            clock -> (clock <= T ? sample : model().dedupeWindow(0)).catalogue());
    Event first = Sample.named("view", T).with(EventField.LEAD_ID, null).build();

    assertThat(visitor.arrive(first, matching).fate()).isEqualTo(Fate.ANONYMOUS);
    assertThat(visitor.arrive(first, matching).fate()).isEqualTo(Fate.DUPLICATE);
    Event later = Sample.named("view", T + 1).with(EventField.LEAD_ID, null).build();
    visitor.arrive(later, matching);
    assertThat(visitor.arrive(later, matching).fate()).isEqualTo(Fate.ANONYMOUS);
  }
}
