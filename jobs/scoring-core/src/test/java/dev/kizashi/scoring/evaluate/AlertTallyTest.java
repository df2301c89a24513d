package dev.kizashi.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.alerts.AlertTally.Outcome;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.ConfigDocument.Kind;
import dev.kizashi.scoring.documents.Configuration;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every alert that is raised, taken back or kept back is counted once, by its occasion. */
class AlertTallyTest {
  private static final long T = Instant.parse("2026-03-02T09:15:00Z").toEpochMilli();

  private final Configuration configuration = new Configuration();
  private final LeadState state = new LeadState();
  private final LeadJudge judge;

  AlertTallyTest() {
    publish(
        Kind.SIGNALS,
        """
        version: 1
        signals:
          mail-click: {on: clicked}
          form: {on: form_submit}
        exclude:
          bursts:
            - {reason: CLICK_BURST, on: clicked, same: message_id, count: 2, within: 2s}
        """);
    publish(
        Kind.MODEL,
        """
        model: m
        version: 1
        signals_version: 1
        effective_from: 2026-01-01T00:00:00Z
        categories: {c: {}}
        scoring:
          mail-click: {category: c, points: 1}
          form: {category: c, points: 20}
        temperatures: [{name: cold}, {name: warm, enter: 10, exit: 5}]
        alerts:
          asks: {on: {signal: form}, cooldown: 1d}
          clicks: {on: {signal: mail-click}}
          warms: {on: {temperature: warm}}
        """);
    judge = new LeadJudge(configuration.rulebook());
  }

  @Test
  void by_what_it_is_raised_on() {
    judge("form_submit", T);
    judge("form_submit", T + 1);
    judge("form_submit", T + 2);
    assertThat(drained())
        .isEqualTo(Map.of("RAISED SIGNAL", 1L, "RAISED TEMPERATURE", 1L, "SUPPRESSED SIGNAL", 2L));
    assertThat(drained()).isEmpty();
  }

  @Test
  void what_a_burst_takes_back() {
    judge("clicked", T);
    assertThat(drained()).isEqualTo(Map.of("RAISED SIGNAL", 1L));
    judge("clicked", T + 1);
    assertThat(drained()).isEqualTo(Map.of("WITHDRAWN SIGNAL", 1L));
  }

  private void judge(String type, long occurredAt) {
    Event.Builder event =
        Event.on(InputTopic.EMAIL_ENGAGEMENT)
            .with(EventField.EVENT_ID, "e" + occurredAt)
            .with(EventField.OCCURRED_AT, occurredAt)
            .with(EventField.TYPE, type)
            .with(EventField.MESSAGE_ID, "m")
            .with(EventField.LEAD_ID, "L1");
    judge.onEvent(
        "L1",
        state,
        new Recognition(configuration.matchers())
            .behaviour(event.build(), new LeadEvent.Origin(InputTopic.EMAIL_ENGAGEMENT, 0, 0))
            .event());
  }

  private Map<String, Long> drained() {
    Map<String, Long> counts = new TreeMap<>();
    judge
        .alerts()
        .drainTo(
            (Outcome outcome, Trigger.Kind kind, long count) ->
                counts.merge(outcome + " " + kind, count, Long::sum));
    return counts;
  }

  private void publish(Kind kind, String text) {
    assertThat(configuration.offer(new ConfigDocument(kind, "m", 1, text))).isEmpty();
  }
}
