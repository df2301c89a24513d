package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.cli.audit.Findings.Difference;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputTopic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever judges again finds nothing where nothing is wrong, and what is wrong. */
class JudgedByTest {
  private final Scene scene = OneDay.judged();

  @ParameterizedTest
  @EnumSource
  void every_judge_agrees_with_a_job_without_a_fault_and_what_is_checked_counts_once(JudgedBy by) {
    scene.changesTo(OneDay.model(2, 60));
    scene.arrives(OneDay.views("e9", "L2", "11:10", "/pricing"));

    Findings findings = scene.audited(by);

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven()).isEmpty();
    Findings once = scene.audited();
    for (Checked what : Checked.values()) {
      assertThat(findings.count(what)).as(what.words()).isEqualTo(once.count(what));
    }
  }

  @Test
  void a_lost_cooling_is_found_by_both() {
    scene
        .outputs
        .get(OutputTopic.STAGE_CHANGES)
        .removeIf(
            it ->
                ((StageChange) scene.output(OutputTopic.STAGE_CHANGES, it.value())).getSequence()
                    == 6);

    assertThat(differences(JudgedBy.CORE)).containsExactly("L1, sequence 6: stage change missing");
    assertThat(differences(JudgedBy.BOTH))
        .containsExactly(
            "L1, sequence 6: stage change missing (oracle)",
            "L1, sequence 6: stage change missing (core)");
  }

  @Test
  void an_altered_score_is_found_by_both() {
    LeadScore score = scene.record(OutputTopic.LEAD_SCORES, 0);
    score.put("engagement", score.getEngagement() + 1e-6);

    assertThat(differences(JudgedBy.BOTH))
        .hasSize(2)
        .allMatch(it -> it.startsWith("L1, sequence 1: score engagement: expected 41.0"))
        .anyMatch(it -> it.endsWith(" (oracle)"))
        .anyMatch(it -> it.endsWith(" (core)"));
  }

  @Test
  void the_core_finds_a_duplicate_that_was_judged_and_a_mark_that_is_not_deserved() {
    scene.replaceEntry(
        it -> it.place().toString().equals("clickstream-0 @0"),
        it -> new Entry(it.place(), it.fate(), true, "L1", it.sequence(), it.detail()));
    scene.replaceEntry(
        it -> it.place().toString().equals("clickstream-0 @3"),
        it -> new Entry(it.place(), Fate.SCORED, false, "L1", 4, "demo/1 signals/1"));

    assertThat(differences(JudgedBy.CORE))
        .contains(
            "L1, sequence 1: suspect of clickstream-0 @0: expected false, found true",
            "L1, sequence 4: fate of clickstream-0 @3: expected DUPLICATE, found SCORED");
  }

  private List<String> differences(JudgedBy by) {
    return scene.audited(by).first().stream().map(Difference::toString).toList();
  }
}
