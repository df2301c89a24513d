package dev.kizashi.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final int KINDS = Fault.values().length;

  @Test
  void every_kind_comes_once_before_any_comes_again() {
    FaultPlan plan = plan(7);
    assertThat(faults(plan, KINDS)).containsExactlyInAnyOrder(Fault.values());
    assertThat(faults(plan, KINDS)).containsExactlyInAnyOrder(Fault.values());
  }

  @Test
  void equal_seeds_give_equal_faults_and_others_others() {
    assertThat(faults(plan(7), 100))
        .isEqualTo(faults(plan(7), 100))
        .isNotEqualTo(faults(plan(8), 100));
  }

  @Test
  void pauses_lie_within_their_bounds_and_come_to_what_is_expected() {
    FaultPlan plan = plan(3);
    List<Duration> pauses = Stream.generate(plan::pause).limit(10_000).toList();
    assertThat(pauses).allMatch(it -> it.toMillis() >= 20_000 && it.toMillis() <= 60_000);
    double mean = pauses.stream().mapToLong(Duration::toMillis).average().orElseThrow();
    assertThat(mean / (plan.expected(10_000).toMillis() / 10_000.0)).isBetween(0.98, 1.02);
  }

  private static FaultPlan plan(long seed) {
    return new FaultPlan(seed, Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  private static List<Fault> faults(FaultPlan plan, int count) {
    return Stream.generate(plan::next).limit(count).toList();
  }
}
