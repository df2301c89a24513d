package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.WithdrawnReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertMessageTest {

  @Test
  void anAlertIsACloudEventWithTheContractsFields() {
    assertThat(AlertMessage.of(Alerts.raised().build(), "/kizashi/lead-scoring"))
        .isEqualTo(
            new AlertMessage(
                "5f0c2f0e-0000-0000-0000-000000000001",
                "{\"specversion\":\"1.0\",\"id\":\"5f0c2f0e-0000-0000-0000-000000000001\","
                    + "\"source\":\"/kizashi/lead-scoring\",\"type\":\"dev.kizashi.sales-alert.v1\","
                    + "\"subject\":\"L1\",\"time\":\"2026-03-02T09:15:00.120Z\","
                    + "\"datacontenttype\":\"application/json\",\"data\":{"
                    + "\"alert_id\":\"5f0c2f0e-0000-0000-0000-000000000001\",\"lead_id\":\"L1\","
                    + "\"sequence\":8,\"definition\":\"hot-lead\",\"ordinal\":1,"
                    + "\"status\":\"RAISED\",\"priority\":\"high\","
                    + "\"occurred_at\":\"2026-03-02T09:15:00.120Z\",\"cause\":\"BEHAVIOUR\","
                    + "\"engagement\":71.5,\"fit\":80.0,\"grade\":\"A\",\"label\":\"A1\","
                    + "\"evidence\":[{\"signal\":\"pricing-view\",\"label\":\"Viewed pricing\","
                    + "\"count\":2,\"points\":20.0,\"last_at\":\"2026-03-02T09:15:00.120Z\","
                    + "\"suspect_count\":0,\"suspect_reasons\":{}}],\"moments\":[{\"label\":\"Viewed pricing\","
                    + "\"occurred_at\":\"2026-03-02T09:15:00.120Z\",\"asset\":\"/pricing\"}],"
                    + "\"bant\":{},\"stale\":[],\"model\":\"b2b-default\",\"model_version\":7,"
                    + "\"signals_version\":3}}"));
  }

  @Test
  void aWithdrawalIsAnEventOfItsOwnAboutTheSameAlert() {
    AlertMessage withdrawal =
        AlertMessage.of(
            Alerts.raised()
                .setStatus(AlertStatus.WITHDRAWN)
                .setWithdrawnReason(WithdrawnReason.SUSPECT)
                .build(),
            "/kizashi");
    assertThat(withdrawal.id()).isEqualTo("5f0c2f0e-0000-0000-0000-000000000001:withdrawn");
    assertThat(withdrawal.body())
        .contains("\"id\":\"5f0c2f0e-0000-0000-0000-000000000001:withdrawn\"")
        .contains("\"alert_id\":\"5f0c2f0e-0000-0000-0000-000000000001\"")
        .contains("\"withdrawn_reason\":\"SUSPECT\"");
  }

  @Test
  void anIdThatNoHeaderCanHoldIsNotSent() {
    assertThat(AlertMessage.of(Alerts.raised().build(), "/kizashi").isSendable()).isTrue();
    for (String id : List.of("", "a b", "a\nwebhook-id: b", "é", "a".repeat(257))) {
      assertThat(AlertMessage.of(Alerts.raised().setAlertId(id).build(), "/kizashi").isSendable())
          .isFalse();
    }
  }
}
