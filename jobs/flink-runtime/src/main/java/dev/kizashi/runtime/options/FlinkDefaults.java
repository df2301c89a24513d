package dev.kizashi.runtime.options;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  /**
   * What RocksDB tells of itself: how many keys, how large, and whether it holds writers up. Each
   * is a figure that it keeps anyway and is asked for only when metrics are read.
   */
  static final List<String> ROCKSDB_METRICS =
      List.of(
          "column-family-as-variable",
          "estimate-num-keys",
          "estimate-live-data-size",
          "total-sst-files-size",
          "cur-size-all-mem-tables",
          "estimate-pending-compaction-bytes",
          "actual-delayed-write-rate",
          "is-write-stopped",
          "block-cache-usage");

  /**
   * How RocksDB works, by the names of its options: the backend is the cluster's and no dependency.
   * Timers are many and lie on disk like the leads that they are of; most questions are for one
   * key, which a filter spares the files that do not have it; index and filters are counted in the
   * cache, and only their tops have to stay there.
   */
  static final Map<String, String> ROCKSDB =
      Map.of(
          "state.backend.rocksdb.timer-service.factory", "ROCKSDB",
          "state.backend.rocksdb.use-bloom-filter", "true",
          "state.backend.rocksdb.memory.partitioned-index-filters", "true");

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
    ROCKSDB.forEach(flink::setString);
    ROCKSDB_METRICS.forEach(
        name -> flink.setString("state.backend.rocksdb.metrics." + name, "true"));
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
