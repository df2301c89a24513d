package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void neither_deployment_nor_what_was_done_by_the_first_look_counts() {
    Progress progress = new Progress(1_000);
    progress.seen(0, 0);
    progress.seen(5 * SECOND, 200);
    progress.seen(6 * SECOND, 600);
    progress.seen(7 * SECOND, 1_000);

    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.sharePerSecond()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void looks_after_the_end_change_nothing() {
    Progress progress = new Progress(100);
    progress.seen(0, 50);
    progress.seen(SECOND, 100);

    assertThat(progress.seen(9 * SECOND, 101)).isFalse();
    assertThat(progress.sharePerSecond()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void more_than_the_work_is_not_counted_as_work() {
    Progress progress = new Progress(100);
    progress.seen(0, 50);
    progress.seen(SECOND, 104);

    assertThat(progress.sharePerSecond()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void standing_still_is_told_apart_from_moving() {
    Progress progress = new Progress(100);

    assertThat(progress.seen(SECOND, 10)).isTrue();
    assertThat(progress.seen(2 * SECOND, 10)).isFalse();
    assertThat(progress.isComplete()).isFalse();
  }

  @Test
  void what_is_over_at_the_first_look_cannot_be_measured() {
    Progress progress = new Progress(100);
    progress.seen(SECOND, 100);

    assertThatThrownBy(progress::sharePerSecond).hasMessageContaining("take more events");
  }
}
