package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Difference;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.events.LeadScore;
import dev.kizashi.runtime.records.OutputTopic;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalScoresTest {
  private final Scene scene = OneDay.judged();

  @Test
  void proves_the_last_scores_and_no_more() {
    scene.outputs.get(OutputTopic.STAGE_CHANGES).clear();

    Findings findings = scene.auditedWithoutTrail();

    assertThat(findings.first()).isEmpty();
    assertThat(findings.count(Checked.FINAL_SCORES)).isEqualTo(1);
    // What L1 did last was no news.
    assertThat(findings.count(Checked.FINAL_SCORES_NEARLY)).isEqualTo(1);
    assertThat(findings.count(Checked.STAGE_CHANGES)).isZero();
    assertThat(new AuditReport(findings, JudgedBy.ORACLE, false).verdict())
        .startsWith("Proven: the last scores of 2 leads");
  }

  @Test
  void catches_an_altered_engagement() {
    LeadScore last = last("L2");
    last.put("engagement", last.getEngagement() + 2);

    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith("L2, sequence " + last.getSequence() + ": final score engagement: expected");
  }

  @Test
  void catches_an_altered_grade() {
    last("L2").put("grade", "A");

    assertThat(differences()).singleElement().asString().endsWith("expected null, found A");
  }

  @Test
  void catches_a_lead_without_a_score() {
    scene.outputs.get(OutputTopic.LEAD_SCORES).removeIf(record -> record.leadId().equals("L2"));

    assertThat(differences()).containsExactly("L2: final score missing");
  }

  @Test
  void catches_a_score_without_events() {
    scene.write(
        OutputTopic.LEAD_SCORES,
        LeadScore.newBuilder(last("L2")).setLeadId("L3").setSequence(1).build());

    assertThat(differences()).containsExactly("L3, sequence 1: final score without a cause");
  }

  private LeadScore last(String leadId) {
    List<Logged> scores =
        scene.outputs.get(OutputTopic.LEAD_SCORES).stream()
            .filter(record -> record.leadId().equals(leadId))
            .toList();
    return (LeadScore) scene.output(OutputTopic.LEAD_SCORES, scores.get(scores.size() - 1).value());
  }

  private List<String> differences() {
    return scene.auditedWithoutTrail().first().stream().map(Difference::toString).toList();
  }
}
