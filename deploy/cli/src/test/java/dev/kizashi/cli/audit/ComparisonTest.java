package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Comparison.Mismatch;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.LeadScore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Instant AS_OF = Instant.parse("2026-03-02T10:00:00Z");
  private static final long DAY = 86_400_000L;

  @Test
  void processing_time_is_not_compared() {
    assertThat(differing(score(50), score(50).setEmittedAt(AS_OF.plusSeconds(9)))).isEmpty();
  }

  @Test
  void scores_agree_within_a_billionth() {
    assertThat(differing(score(50), score(50 + 1e-9))).isEmpty();
    assertThat(differing(score(50), score(50 + 1e-6))).containsExactly("engagement");
  }

  @Test
  void instants_agree_within_a_millisecond_and_scores_then_as_far_as_that_takes_them() {
    assertThat(differing(score(50), score(50 + 1e-8).setAsOf(AS_OF.plusMillis(1)))).isEmpty();
    assertThat(differing(score(50), score(50).setAsOf(AS_OF.plusMillis(2))))
        .containsExactly("as_of");
  }

  @Test
  void a_missing_value_is_no_value() {
    assertThat(differing(score(50), score(50).setGrade("A"))).containsExactly("grade");
    assertThat(differing(score(50).setCoolsAt(AS_OF), score(50))).containsExactly("cools_at");
  }

  @Test
  void curves_agree_when_they_say_the_same() {
    LeadScore.Builder parts = score(50).setCurve(List.of(term(20, DAY), term(30, DAY)));

    assertThat(differing(score(50).setCurve(List.of(term(50, DAY))), parts)).isEmpty();
    assertThat(differing(score(50).setCurve(List.of(term(50, 2 * DAY))), parts))
        .singleElement()
        .asString()
        .startsWith("curve at ");
  }

  @Test
  void lines_of_an_explanation_are_compared_one_by_one_but_for_noise() {
    LeadScore.Builder plain = score(50).setContributions(List.of(line(50)));
    Contribution noise =
        new Contribution(ContributionKind.CATEGORY_CLAMP, "web", null, 0L, 0L, Map.of(), 1e-13);

    assertThat(differing(plain, score(50).setContributions(List.of(line(50), noise)))).isEmpty();
    assertThat(differing(plain, score(50).setContributions(List.of(line(49)))))
        .containsExactly("contributions[0].value");
    assertThat(differing(plain, score(50).setContributions(List.of())))
        .containsExactly("contributions");
  }

  private static List<String> differing(LeadScore.Builder expected, LeadScore.Builder found) {
    return Comparison.of(expected.build(), found.build()).stream().map(Mismatch::field).toList();
  }

  private static CurveTerm term(double value, long halfLifeMillis) {
    return new CurveTerm("web", value, halfLifeMillis, AS_OF, null, null);
  }

  private static Contribution line(double value) {
    return new Contribution(
        ContributionKind.SIGNAL, "web", "pricing-view", 1L, 0L, Map.of(), value);
  }

  private static LeadScore.Builder score(double engagement) {
    return LeadScore.newBuilder()
        .setLeadId("L1")
        .setSequence(1)
        .setAsOf(AS_OF)
        .setModel("demo")
        .setModelVersion(1)
        .setSignalsVersion(1)
        .setRole("champion")
        .setEngagement(engagement)
        .setFit(0)
        .setTemperature("warm")
        .setLabel("-2")
        .setLifecycleStage("lead")
        .setEmittedAt(AS_OF);
  }
}
