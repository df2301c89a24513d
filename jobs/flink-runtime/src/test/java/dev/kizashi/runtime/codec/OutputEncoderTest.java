package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Passed;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.events.WithdrawnReason;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued.Status;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.Evidence;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Emission.StaleAttribute;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Who;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class OutputEncoderTest {
  private static final Map<String, Long> SUSPECTS = Map.of("CLICK_BURST", 2L, "ADDRESS", 1L);
  private static final long MONDAY = Samples.MONDAY.toEpochMilli();

  private final OutputEncoder encoder = new OutputEncoder();

  @Test
  void a_score_says_everything_that_the_judgement_said() throws IOException {
    LeadScored scored =
        new LeadScored(
            "L1",
            "acme.example",
            7,
            MONDAY,
            "b2b",
            4,
            3,
            "champion",
            40.5,
            0.0,
            null,
            60,
            "B",
            "warm",
            "B2",
            "mql",
            List.of(new CurveTerm("web", 50, 1_000, MONDAY + 1, null, 40.0)),
            MONDAY + 2,
            List.of(
                new Contribution(Contribution.Kind.SIGNAL, "web", "view", 5, SUSPECTS, 50),
                new Contribution(Contribution.Kind.TOTAL_CLAMP, null, null, 0, Map.of(), -9.5)),
            "cold",
            MONDAY + 3);

    LeadScore record = reread(scored);

    assertThat(JsonLines.write("lead-scores", record))
        .isEqualTo(
            "{\"topic\":\"lead-scores\",\"lead_id\":\"L1\",\"sequence\":7,"
                + "\"account_id\":\"acme.example\",\"as_of\":\"2026-03-02T09:15:00.123Z\","
                + "\"model\":\"b2b\",\"model_version\":4,\"signals_version\":3,"
                + "\"role\":\"champion\",\"engagement\":40.5,\"engagement_min\":0.0,\"fit\":60.0,"
                + "\"grade\":\"B\",\"temperature\":\"warm\",\"label\":\"B2\","
                + "\"lifecycle_stage\":\"mql\",\"curve\":[{\"category\":\"web\",\"value\":50.0,"
                + "\"half_life_ms\":1000,\"holds_until\":\"2026-03-02T09:15:00.124Z\","
                + "\"ceiling\":40.0}],\"valid_until\":\"2026-03-02T09:15:00.125Z\","
                + "\"contributions\":[{\"kind\":\"SIGNAL\",\"category\":\"web\","
                + "\"signal\":\"view\",\"count\":5,\"suspect_count\":3,"
                + "\"suspect_reasons\":{\"ADDRESS\":1,\"CLICK_BURST\":2},\"value\":50.0},"
                + "{\"kind\":\"TOTAL_CLAMP\",\"count\":0,\"suspect_count\":0,"
                + "\"suspect_reasons\":{},\"value\":-9.5}],"
                + "\"next_temperature\":\"cold\",\"cools_at\":\"2026-03-02T09:15:00.126Z\","
                + "\"emitted_at\":\"2026-03-02T09:15:00.127Z\"}");
  }

  @Test
  void a_stage_change_says_everything_that_the_judgement_said() throws IOException {
    StageChange record =
        reread(
            new StageChanged(
                "L1",
                null,
                8,
                Axis.TEMPERATURE,
                "warm",
                "cold",
                MONDAY,
                Cause.COOLING,
                19.99,
                0,
                null,
                "-3",
                "b2b",
                4,
                "challenger",
                "spring"));

    assertThat(JsonLines.write("stage-changes", record))
        .isEqualTo(
            "{\"topic\":\"stage-changes\",\"lead_id\":\"L1\",\"sequence\":8,"
                + "\"axis\":\"TEMPERATURE\",\"from_stage\":\"warm\",\"to_stage\":\"cold\","
                + "\"occurred_at\":\"2026-03-02T09:15:00.123Z\",\"cause\":\"COOLING\","
                + "\"engagement\":19.99,\"fit\":0.0,\"label\":\"-3\",\"model\":\"b2b\","
                + "\"model_version\":4,\"role\":\"challenger\",\"source_campaign\":\"spring\"}");
  }

  @Test
  void an_alert_says_everything_that_the_judgement_said() throws IOException {
    SalesAlert raised = reread(alert(Status.RAISED, null));

    assertThat(JsonLines.write("sales-alerts", raised))
        .isEqualTo(
            "{\"topic\":\"sales-alerts\",\"alert_id\":\"a-1\",\"lead_id\":\"L1\",\"sequence\":9,"
                + "\"account_id\":\"acme.example\",\"owner\":\"sato\",\"definition\":\"hot\","
                + "\"ordinal\":2,\"status\":\"RAISED\",\"priority\":\"high\","
                + "\"occurred_at\":\"2026-03-02T09:15:00.123Z\",\"cause\":\"BEHAVIOUR\","
                + "\"from_stage\":\"warm\",\"to_stage\":\"hot\",\"engagement\":71.5,\"fit\":80.0,"
                + "\"grade\":\"A\",\"label\":\"A1\",\"evidence\":[{\"signal\":\"view\","
                + "\"label\":\"Viewed\",\"count\":2,\"points\":20.0,"
                + "\"last_at\":\"2026-03-02T09:15:00.123Z\",\"suspect_count\":3,"
                + "\"suspect_reasons\":{\"ADDRESS\":1,\"CLICK_BURST\":2}}],"
                + "\"moments\":[{\"label\":\"Viewed\","
                + "\"occurred_at\":\"2026-03-02T09:15:00.123Z\",\"asset\":\"/pricing\"}],"
                + "\"bant\":{\"budget\":\"10M\",\"timeframe\":\"Q2\"},"
                + "\"stale\":[{\"attribute\":\"budget\","
                + "\"said_at\":\"2026-03-02T09:15:00.118Z\"}],"
                + "\"cools_at\":\"2026-03-02T09:15:01.123Z\","
                + "\"respond_by\":\"2026-03-02T09:15:02.123Z\",\"model\":\"b2b\","
                + "\"model_version\":4,\"signals_version\":3}");
  }

  @Test
  void a_withdrawal_has_its_reason() throws IOException {
    SalesAlert withdrawn = reread(alert(Status.WITHDRAWN, "SUSPECT"));

    assertThat(withdrawn.getStatus()).isEqualTo(AlertStatus.WITHDRAWN);
    assertThat(withdrawn.getWithdrawnReason()).isEqualTo(WithdrawnReason.SUSPECT);
  }

  @Test
  void an_alert_and_its_withdrawal_are_two_cloud_events() {
    assertThat(OutputEncoder.cloudEventHeaders(alert(Status.RAISED, null), "/kizashi/jp"))
        .containsExactly(
            entry("ce_specversion", "1.0"),
            entry("ce_id", "a-1"),
            entry("ce_type", "dev.kizashi.sales-alert.v1"),
            entry("ce_source", "/kizashi/jp"),
            entry("ce_subject", "L1"),
            entry("ce_time", "2026-03-02T09:15:00.123Z"),
            entry("content-type", "application/avro"));
    assertThat(OutputEncoder.cloudEventHeaders(alert(Status.WITHDRAWN, "ERASED"), "/kizashi/jp"))
        .containsEntry("ce_id", "a-1:withdrawn");
  }

  @Test
  void every_fate_has_its_entry_in_the_audit_trail() throws IOException {
    for (Fate fate : Fate.values()) {
      AuditEntry entry =
          reread(
              OutputEncoder.auditEntry(
                  "clickstream",
                  3,
                  42,
                  fate,
                  true,
                  "L1",
                  7L,
                  "why",
                  List.of(new Who.Passed("visitor:v1", 3))));

      assertThat(entry)
          .isEqualTo(
              new AuditEntry(
                  "clickstream",
                  3,
                  42L,
                  dev.kizashi.events.Fate.valueOf(fate.name()),
                  true,
                  "L1",
                  7L,
                  "why",
                  List.of(new Passed("visitor:v1", 3L))));
    }
  }

  @Test
  void a_body_is_not_touched_by_the_next() {
    byte[] first =
        encoder.body(
            OutputEncoder.auditEntry("t", 0, 1, Fate.SCORED, false, "L1", 1L, null, List.of()));
    byte[] kept = first.clone();
    encoder.body(
        OutputEncoder.auditEntry("u", 0, 2, Fate.IGNORED, true, "L2", null, null, List.of()));

    assertThat(first).isEqualTo(kept);
  }

  @Test
  void a_frame_is_a_zero_the_id_and_the_body() {
    assertThat(WireFormat.frame(0x01020304, new byte[] {9, 8}))
        .containsExactly(0, 1, 2, 3, 4, 9, 8);
  }

  private static AlertIssued alert(Status status, String reason) {
    return new AlertIssued(
        "a-1",
        "L1",
        "acme.example",
        "sato",
        9,
        "hot",
        2,
        status,
        reason,
        "high",
        MONDAY,
        Cause.BEHAVIOUR,
        "warm",
        "hot",
        71.5,
        80,
        "A",
        "A1",
        List.of(new Evidence("view", "Viewed", 2, 20, MONDAY, SUSPECTS)),
        List.of(new Moment("Viewed", MONDAY, "/pricing", null)),
        new Bant("10M", null, null, "Q2"),
        List.of(new StaleAttribute("budget", MONDAY - 5)),
        MONDAY + 1_000,
        MONDAY + 2_000,
        "b2b",
        4,
        3);
  }

  private <T extends SpecificRecord> T reread(Emission emission) throws IOException {
    return reread(
        OutputEncoder.toRecord(emission, Instant.ofEpochMilli(MONDAY + 4).toEpochMilli()));
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> T reread(SpecificRecord record) throws IOException {
    return (T)
        new SpecificDatumReader<>(record.getSchema())
            .read(null, DecoderFactory.get().binaryDecoder(encoder.body(record), null));
  }
}
