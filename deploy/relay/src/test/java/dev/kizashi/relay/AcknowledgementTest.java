package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgementTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00.120Z");

  @Test
  void saysWhichAlertOfWhichLeadWasTakenUpByWhomAndWhen() {
    assertThat(
            Acknowledgement.parse(
                """
                {"alert_id": "a-1", "lead_id": "L1", "owner": "sato", "more": {"is": "ignored"},
                 "occurred_at": "2026-03-02T18:00:00+09:00"}
                """,
                NOW))
        .isEqualTo(
            CrmUpdate.newBuilder()
                .setEventId("ack:a-1")
                .setOccurredAt(Instant.parse("2026-03-02T09:00:00Z"))
                .setLeadId("L1")
                .setKind(CrmKind.ALERT_ACKNOWLEDGED)
                .setOwner("sato")
                .setAlertId("a-1")
                .build());
  }

  @Test
  void happenedNowWhereItDoesNotSayWhen() {
    CrmUpdate update =
        Acknowledgement.parse("{\"alert_id\":\"a-1\",\"lead_id\":17,\"owner\":null}", NOW);
    assertThat(update.getOccurredAt()).isEqualTo(NOW);
    assertThat(update.getLeadId()).isEqualTo("17");
    assertThat(update.getOwner()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing                                    | the body is not JSON",
        "[]                                         | the body is not a JSON object",
        "``                                         | the body is not a JSON object",
        "{\"lead_id\":\"L1\"}                       | alert_id is missing",
        "{\"alert_id\":\"\",\"lead_id\":\"L1\"}     | alert_id is missing",
        "{\"alert_id\":\"a\"}                       | lead_id is missing",
        "{\"alert_id\":\"a\",\"lead_id\":{}}        | lead_id is missing",
        "{\"alert_id\":\"a\",\"lead_id\":true}      | lead_id must be a text",
        "{\"alert_id\":\"a\",\"lead_id\":\"L\",\"owner\":[]} | owner must be a text",
        "{\"alert_id\":\"a\",\"lead_id\":\"L\",\"occurred_at\":\"Monday\"}"
            + " | occurred_at is no ISO-8601 time with Z or an offset",
        "{\"alert_id\":\"a\",\"lead_id\":\"L\",\"occurred_at\":\"2026-03-02T09:21:00Z\"}"
            + " | occurred_at is in the future",
      })
  void whatCannotBeUsedIsNamed(String body, String why) {
    assertThatThrownBy(() -> Acknowledgement.parse(body, NOW))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage(why);
  }
}
