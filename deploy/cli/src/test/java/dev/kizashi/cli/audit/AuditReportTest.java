package dev.kizashi.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.runtime.records.OutputTopic;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class AuditReportTest {
  private final Scene scene = OneDay.judged();

  @Test
  void says_what_was_counted_and_proven_and_what_cannot_be() {
    assertThat(printed(new AuditReport(scene.audited(), JudgedBy.ORACLE, true)))
        .contains("topic        scored  unmatched  anonymous  duplicate  dead letter  ignored")
        .contains("clickstream  5       1          1          1          2            0")
        .contains("input records  12")
        .contains("Proven: each of 12 input records stands in the trail once")
        .contains("Not proven: ")
        .doesNotContain("different");
  }

  @Test
  void shows_the_first_differences_in_detail_and_how_many_there_are() {
    scene.outputs.get(OutputTopic.STAGE_CHANGES).clear();

    assertThat(printed(new AuditReport(scene.audited(), JudgedBy.ORACLE, true)))
        .contains("different, missing: 6\n")
        .contains("  L1, sequence 1: stage change missing\n")
        .contains("6 differences.")
        .doesNotContain("\nProven");
  }

  @Test
  void claims_less_without_a_trail() {
    assertThat(printed(new AuditReport(scene.auditedWithoutTrail(), JudgedBy.ORACLE, false)))
        .contains("Proven: the last scores of 2 leads")
        .contains("Without a trail that is all there is to prove");
  }

  @Test
  void says_who_judged() {
    assertThat(printed(new AuditReport(scene.audited(JudgedBy.CORE), JudgedBy.CORE, true)))
        .contains(" scores, and to 0 transfers between them: so the scoring core says.")
        .contains("The judgement is the jobs' own code");
    scene.outputs.get(OutputTopic.SALES_ALERTS).clear();
    AuditReport both = new AuditReport(scene.audited(JudgedBy.BOTH), JudgedBy.BOTH, true);
    assertThat(printed(both))
        .contains("  L1, sequence 3: alert missing (oracle)\n")
        .contains("  L1, sequence 3: alert missing (core)\n")
        .contains("is not what the naive judgement and the scoring core say: 2 differences.");
    assertThat(both.json().get("judged_by").textValue()).isEqualTo("both");
    assertThat(both.json().at("/first_differences/1/judge").textValue()).isEqualTo("core");
  }

  @Test
  void says_the_same_to_machines() {
    scene.outputs.get(OutputTopic.SALES_ALERTS).clear();

    ObjectNode json = new AuditReport(scene.audited(), JudgedBy.ORACLE, true).json();

    assertThat(json.get("trail").booleanValue()).isTrue();
    assertThat(json.get("differences").longValue()).isEqualTo(1);
    assertThat(json.at("/records/clickstream/SCORED").longValue()).isEqualTo(5);
    assertThat(json.at("/checked/stage_changes").longValue()).isEqualTo(6);
    assertThat(json.at("/first_differences/0/kind").textValue()).isEqualTo("MISSING");
    assertThat(json.at("/first_differences/0/where").textValue()).isEqualTo("L1");
    assertThat(json.at("/first_differences/0/sequence").longValue()).isEqualTo(3);
  }

  private static String printed(AuditReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(out, new ByteArrayOutputStream(), false, false, false);
    report.print(terminal);
    terminal.flush();
    return out.toString(UTF_8);
  }
}
