package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {
  @Test
  void the_local_stack_runs_on_the_starting_settings_too(@TempDir Path folder) {
    StackSettings settings = StackSettings.builder().stateFolder(folder.resolve("state")).build();
    Map<String, String> flink =
        FlinkSettings.cluster(settings, StateFolder.prepare(settings), Ports.free()).toMap();
    assertThat(flink)
        .contains(
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
            entry("restart-strategy.type", "exponential-delay"),
            entry("taskmanager.memory.managed.fraction", "0.6"));
  }
}
