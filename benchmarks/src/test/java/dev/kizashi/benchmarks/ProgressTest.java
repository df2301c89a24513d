package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void what_was_done_by_the_first_look_at_a_third_does_not_count() {
    Progress progress = new Progress(1_000);
    progress.seen(0, 0);
    progress.seen(5 * SECOND, 10);
    progress.seen(9 * SECOND, 333);
    progress.seen(10 * SECOND, 400);
    progress.seen(11 * SECOND, 800);
    progress.seen(12 * SECOND, 1_000);

    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.sharePerSecond()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void a_third_is_a_third_and_no_more() {
    Progress progress = new Progress(999);
    progress.seen(0, 333);
    progress.seen(SECOND, 999);

    assertThat(progress.sharePerSecond()).isCloseTo(2 / 3.0, within(1e-12));
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
  void before_a_third_is_done_there_is_nothing_to_tell() {
    Progress progress = new Progress(100);
    progress.seen(0, 10);
    progress.seen(SECOND, 30);

    assertThatThrownBy(progress::sharePerSecond).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_is_over_at_the_first_look_at_a_third_cannot_be_measured() {
    Progress progress = new Progress(100);
    progress.seen(0, 10);
    progress.seen(SECOND, 100);

    assertThatThrownBy(progress::sharePerSecond).hasMessageContaining("take more events");
  }
}
