package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §2: what reaches a lead, and what it has seen before. */
class ArrivalTest {
  private static final long T = at("2026-03-02T09:15:00Z");

  @Test
  void an_event_reaches_the_lead_by_a_signal_a_visitor_or_a_watched_type() {
    Exclusions bursts =
        new Exclusions(
            false,
            List.of(),
            List.of(),
            false,
            List.of(
                new BurstRule("R", Set.of("clicked"), Set.of("delivered"), "message_id", 0, 5)));
    NaiveLead lead = model().exclude(bursts).scores("view", 1, 0).lead();

    assertThat(fate(lead, event("other", T))).isEqualTo(Fate.UNMATCHED);
    assertThat(lead.clock()).isEmpty();
    assertThat(fate(lead, named("other", T).with(EventField.VISITOR_ID, "v").build()))
        .isEqualTo(Fate.SCORED);
    assertThat(fate(lead, event("delivered", T + 1))).isEqualTo(Fate.SCORED);
    assertThat(fate(lead, event("clicked", T + 2))).isEqualTo(Fate.SCORED);
    assertThat(fate(lead, event("view", T + 3))).isEqualTo(Fate.SCORED);
    assertThat(lead.score(T + 3).sequence()).isEqualTo(4);
  }

  @Test
  void an_event_that_names_nobody_or_nobody_possible_is_not_judged() {
    NaiveLead lead = model().scores("view", 1, 0).lead();

    assertThat(
            fate(
                lead,
                named("view", T)
                    .with(EventField.LEAD_ID, null)
                    .with(EventField.VISITOR_ID, "v")
                    .build()))
        .isEqualTo(Fate.ANONYMOUS);
    assertThat(
            fate(
                lead,
                named("view", T)
                    .with(EventField.LEAD_ID, null)
                    .with(EventField.EMAIL, "nobody")
                    .build()))
        .isEqualTo(Fate.DEAD_LETTER);
    assertThat(lead.score(T).sequence()).isZero();
  }

  @Test
  void a_repeated_event_is_dropped_before_anything_else() {
    NaiveLead lead =
        model().temperature("warm", 10, 5).scores("view", 10, HOUR).scores("nudge", 0, 0).lead();
    lead.event(event("view", T));
    long cools = lead.nextInstant().getAsLong();

    assertThat(lead.event(withId("nudge", "view@" + T, cools + DAY))).isEmpty();
    assertThat(lead.isDuplicate()).isTrue();
    assertThat(lead.clock()).hasValue(T);
    assertThat(lead.nextInstant()).hasValue(cools);
    assertThat(lead.crm("view@" + T, T, Sample.profile(Map.of()))).isEmpty();
    assertThat(lead.isDuplicate()).isTrue();
  }

  @Test
  void ids_are_known_while_their_time_and_the_events_lie_within_the_window() {
    NaiveLead lead = model().dedupeWindow(48 * HOUR).scores("view", 1, 0).lead();
    lead.event(withId("view", "a", T));
    lead.event(withId("view", "b", T + 48 * HOUR - 1));
    assertThat(fate(lead, withId("view", "a", T))).isEqualTo(Fate.DUPLICATE);

    // At the clock T + 48 h, a's time T is out of the window.
    lead.event(withId("view", "c", T + 48 * HOUR));
    assertThat(fate(lead, withId("view", "a", T + 48 * HOUR))).isEqualTo(Fate.SCORED);
    // b stands in the list, but an event as old as the window is not checked.
    assertThat(fate(lead, withId("view", "b", T))).isEqualTo(Fate.SCORED);
    assertThat(fate(lead, withId("view", "b", T + 1))).isEqualTo(Fate.DUPLICATE);
  }

  @Test
  void the_last_256_arrivals_are_known_whatever_their_times() {
    NaiveLead lead = model().scores("view", 1, 0).lead();
    lead.event(withId("view", "first", T));
    for (int i = 0; i < 255; i++) {
      // Long before the window, but an arrival all the same.
      lead.event(withId("view", "e" + i, T - 30 * DAY));
    }
    assertThat(fate(lead, withId("view", "first", T))).isEqualTo(Fate.DUPLICATE);
    // The duplicate was no arrival; one more is.
    lead.event(event("other", T));
    assertThat(fate(lead, withId("view", "first", T))).isEqualTo(Fate.DUPLICATE);
    lead.event(withId("view", "e255", T - 30 * DAY));
    assertThat(fate(lead, withId("view", "first", T))).isEqualTo(Fate.SCORED);
  }

  private static Event withId(String type, String eventId, long occurredAt) {
    return named(type, occurredAt).with(EventField.EVENT_ID, eventId).build();
  }

  private static Fate fate(NaiveLead lead, Event event) {
    lead.event(event);
    return lead.lastFate();
  }
}
