package dev.kizashi.scoring.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.ConfigDocument.Kind;
import dev.kizashi.scoring.documents.Configuration;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a machine did stands in the explanation with its reason. */
class SuspectReasonsTest {
  private static final long T = Instant.parse("2026-03-02T09:15:00Z").toEpochMilli();
  private static final long NEXT_MODEL = Instant.parse("2026-03-03T00:00:00Z").toEpochMilli();

  private final Configuration configuration = new Configuration();
  private final LeadState state = new LeadState();

  SuspectReasonsTest() {
    publish(
        Kind.SIGNALS,
        "signals",
        1,
        """
        version: 1
        signals:
          mail-click: {on: clicked}
          form: {on: form_submit}
        exclude:
          user_agents: ["*bot*"]
          addresses: ["10.0.0.0/8"]
          bursts:
            - {reason: CLICK_BURST, on: clicked, same: message_id, count: 2, within: 2s}
        """);
    publish(Kind.MODEL, "m", 1, model(1, "2026-01-01"));
  }

  @Test
  void each_reason_is_counted_for_itself_in_the_score_and_in_the_alert() {
    judge(click("m1", T).with(EventField.USER_AGENT, "a bot"));
    judge(click("m1", T + 1));
    judge(click("m2", T + 2).with(EventField.IP, "10.1.2.3"));
    judge(click("m3", T + 3));

    List<Emission> said = judge(event("form_submit", T + 4));

    Map<String, Long> reasons = Map.of("USER_AGENT", 1L, "CLICK_BURST", 1L, "ADDRESS", 1L);
    assertThat(scored(said).contributions())
        .containsExactly(
            new Contribution(Contribution.Kind.SIGNAL, "c", "mail-click", 1, reasons, 1),
            new Contribution(Contribution.Kind.SIGNAL, "c", "form", 1, Map.of(), 2));
    assertThat(scored(said).contributions().get(0).suspectCount()).isEqualTo(3);
    AlertIssued alert = (AlertIssued) said.get(0);
    assertThat(alert.evidence()).last().extracting("suspects").isEqualTo(reasons);
  }

  @Test
  void a_reason_that_the_catalogue_names_no_more_is_another() {
    judge(click("m1", T));
    judge(click("m1", T + 1).with(EventField.IP, "10.1.2.3"));
    publish(
        Kind.SIGNALS,
        "signals",
        2,
        "version: 2\nsignals: {mail-click: {on: clicked}, form: {on: f}}\n");
    publish(Kind.MODEL, "m", 2, model(2, "2026-03-03"));

    List<Emission> said = new LeadJudge(configuration.rulebook()).onTime("L1", state, NEXT_MODEL);

    assertThat(scored(said).contributions())
        .extracting(Contribution::suspects)
        .containsExactly(Map.of("OTHER", 1L, "ADDRESS", 1L));
  }

  private List<Emission> judge(Event.Builder event) {
    LeadEvent recognised =
        new Recognition(configuration.matchers())
            .behaviour(event.build(), new LeadEvent.Origin(InputTopic.EMAIL_ENGAGEMENT, 0, 0))
            .event();
    return new LeadJudge(configuration.rulebook()).onEvent("L1", state, recognised).emissions();
  }

  private static Event.Builder click(String messageId, long occurredAt) {
    return event("clicked", occurredAt).with(EventField.MESSAGE_ID, messageId);
  }

  private static Event.Builder event(String type, long occurredAt) {
    return Event.on(InputTopic.EMAIL_ENGAGEMENT)
        .with(EventField.EVENT_ID, "e" + occurredAt)
        .with(EventField.OCCURRED_AT, occurredAt)
        .with(EventField.TYPE, type)
        .with(EventField.LEAD_ID, "L1");
  }

  private static Emission.LeadScored scored(List<Emission> said) {
    return (Emission.LeadScored) said.get(said.size() - 1);
  }

  private void publish(Kind kind, String name, int version, String text) {
    assertThat(configuration.offer(new ConfigDocument(kind, name, version, text))).isEmpty();
  }

  private static String model(int version, String from) {
    return """
        model: m
        version: %d
        signals_version: %d
        effective_from: %sT00:00:00Z
        categories: {c: {}}
        scoring:
          mail-click: {category: c, points: 1}
          form: {category: c, points: 2}
        temperatures: [{name: cold}]
        alerts:
          asks: {on: {signal: form}}
        """
        .formatted(version, version, from);
  }
}
