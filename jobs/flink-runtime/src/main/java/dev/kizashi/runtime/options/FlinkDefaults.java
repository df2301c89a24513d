package dev.kizashi.runtime.options;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** What the jobs ask of Flink unless {@code flink.*} says otherwise. */
public final class FlinkDefaults {
  /**
   * Leads are spread over this many groups of keys, for ever: a number with many divisors, so that
   * every usual parallelism shares them evenly.
   */
  static final int MAX_PARALLELISM = 720;

  private FlinkDefaults() {}

  public static Configuration with(Settings settings) {
    Configuration flink = new Configuration();
    Duration interval = settings.get(JobOptions.CHECKPOINT_INTERVAL);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval.dividedBy(2));
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(5));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 5);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    // Mistakes become failures at submission: an operator without uid, a type that would go to
    // Kryo.
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    flink.addAll(Configuration.fromMap(settings.passedOn(Settings.FLINK)));
    return flink;
  }
}
