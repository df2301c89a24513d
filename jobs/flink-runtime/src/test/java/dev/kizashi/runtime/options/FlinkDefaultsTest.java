package dev.kizashi.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By their names, as Flink's pages and ours have them. */
class FlinkDefaultsTest {
  @Test
  void starting_settings_are_what_the_table_says() {
    assertThat(with())
        .contains(
            entry("execution.checkpointing.interval", "10 s"),
            entry("execution.checkpointing.min-pause", "5 s"),
            entry("execution.checkpointing.incremental", "true"),
            entry("execution.checkpointing.num-retained", "5"),
            entry(
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION"),
            entry("execution.checkpointing.timeout", "5 min"),
            entry("execution.checkpointing.tolerable-failed-checkpoints", "3"),
            entry("state.backend.type", "rocksdb"),
            entry("state.backend.rocksdb.timer-service.factory", "ROCKSDB"),
            entry("state.backend.rocksdb.use-bloom-filter", "true"),
            entry("state.backend.rocksdb.memory.partitioned-index-filters", "true"),
            entry("pipeline.auto-generate-uids", "false"),
            entry("pipeline.generic-types", "false"),
            entry("pipeline.object-reuse", "true"),
            entry("pipeline.max-parallelism", "720"),
            entry("restart-strategy.type", "exponential-delay"));
  }

  @Test
  void starting_options_are_what_the_table_says() {
    assertThat(JobOptions.SINK_TRANSACTION_TIMEOUT.defaultValue())
        .isEqualTo(Duration.ofMinutes(15));
    assertThat(JobOptions.EVENT_MAX_AHEAD.defaultValue()).isEqualTo(Duration.ofMinutes(5));
    assertThat(JobOptions.WATERMARK_IDLENESS.defaultValue()).isEqualTo(Duration.ofSeconds(30));
    assertThat(JobOptions.IDLE_PACE.defaultValue()).isEqualTo(1.0);
    assertThat(JobOptions.SINK_TRANSACTIONAL_ID_PREFIX.defaultValue())
        .isEqualTo("kizashi-lead-scoring");
  }

  @Test
  void whoever_knows_better_says_so() {
    assertThat(with("--flink.execution.checkpointing.num-retained", "9"))
        .contains(entry("execution.checkpointing.num-retained", "9"));
  }

  private static Map<String, String> with(String... arguments) {
    return FlinkDefaults.with(Settings.of(arguments, Map.of())).toMap();
  }
}
