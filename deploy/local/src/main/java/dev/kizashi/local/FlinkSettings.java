package dev.kizashi.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/**
 * Flink's configuration for a stack: checkpoints and state as in production, but for addresses and
 * memory. What a job must decide for itself ({@code pipeline.*}) is left to the job.
 */
final class FlinkSettings {

  private static final Duration COORDINATOR_SESSION = Duration.ofSeconds(6);

  /** Its presence is the wish for metrics; the reporter listens on every address of the machine. */
  static final String PROMETHEUS_FACTORY = "metrics.reporter.prom.factory.class";

  static final String PROMETHEUS_REPORTER =
      "org.apache.flink.metrics.prometheus.PrometheusReporterFactory";

  static final String PROMETHEUS_PORT = "metrics.reporter.prom.port";

  private FlinkSettings() {}

  /** For processes: one JobManager at {@code ports}, any number of TaskManagers. */
  static Configuration cluster(StackSettings settings, StateFolder folder, Ports ports) {
    Configuration flink = common(settings, folder);
    flink.set(JobManagerOptions.ADDRESS, Ports.HOST);
    flink.set(JobManagerOptions.BIND_HOST, Ports.HOST);
    flink.set(JobManagerOptions.PORT, ports.jobManagerRpc());
    flink.set(RestOptions.PORT, ports.flinkRest());
    flink.set(TaskManagerOptions.HOST, Ports.HOST);
    flink.set(TaskManagerOptions.BIND_HOST, Ports.HOST);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slotsPerTaskManager());
    flink.set(TaskManagerOptions.CPU_CORES, (double) settings.slotsPerTaskManager());
    // A TaskManager that is up before the JobManager asks again at once instead of in ten seconds.
    flink.set(ClusterOptions.ERROR_REGISTRATION_DELAY, Duration.ofMillis(500));
    flink.set(ClusterOptions.REFUSED_REGISTRATION_DELAY, Duration.ofMillis(500));
    flink.set(ClusterOptions.MAX_REGISTRATION_TIMEOUT, Duration.ofSeconds(1));
    taskManagerMemory(flink, settings);
    recovery(flink, folder, ports);
    overrideFrom(settings, flink);
    return flink;
  }

  /** A JobManager that was killed finds its jobs again, and their latest checkpoints. */
  private static void recovery(Configuration flink, StateFolder folder, Ports ports) {
    flink.set(HighAvailabilityOptions.HA_MODE, HighAvailabilityMode.ZOOKEEPER.name());
    flink.set(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, Ports.HOST + ":" + ports.coordinator());
    flink.set(HighAvailabilityOptions.HA_STORAGE_PATH, folder.recovery().toUri().toString());
    flink.set(
        HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE, String.valueOf(ports.jobManagerRpc()));
    // A killed JobManager stays the leader for so long.
    flink.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, COORDINATOR_SESSION);
    flink.set(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT, COORDINATOR_SESSION);
    flink.set(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT, Duration.ofSeconds(1));
    // Jobs go on while the coordinator is started again.
    flink.set(HighAvailabilityOptions.ZOOKEEPER_TOLERATE_SUSPENDED_CONNECTIONS, true);
  }

  /** For a MiniCluster, whose TaskManagers share the heap of their JVM. */
  static Configuration embedded(StackSettings settings, StateFolder folder) {
    Configuration sized = new Configuration();
    taskManagerMemory(sized, settings);
    Configuration flink = common(settings, folder);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        TaskExecutorProcessUtils.processSpecFromConfig(sized).getManagedMemorySize());
    overrideFrom(settings, flink);
    return flink;
  }

  /** Written as {@code config.yaml} into {@code folder}, where Flink's processes look for it. */
  static void write(Configuration flink, Path folder) {
    try {
      Json.YAML.writeValue(folder.resolve("config.yaml").toFile(), flink.toMap());
    } catch (IOException e) {
      throw new StackFailure("Flink's configuration could not be written: " + e, e);
    }
  }

  /** The heap, direct memory and metaspace that the scripts of a distribution would compute. */
  static List<String> taskManagerJvmOptions(Configuration flink) {
    return words(ProcessMemoryUtils.generateJvmParametersStr(spec(flink)));
  }

  /** The same sizes as {@code -D} arguments, which a TaskManager insists on. */
  static List<String> taskManagerArguments(Configuration flink) {
    return words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec(flink)));
  }

  private static Configuration common(StackSettings settings, StateFolder folder) {
    Configuration flink = new Configuration();
    flink.set(RestOptions.ADDRESS, Ports.HOST);
    flink.set(RestOptions.BIND_ADDRESS, Ports.HOST);
    flink.set(WebOptions.SUBMIT_ENABLE, true);
    flink.set(WebOptions.CANCEL_ENABLE, true);
    flink.set(WebOptions.TMP_DIR, folder.temporary().toString());
    // A demo is watched live: answers may lag by a second, not by the default ten.
    flink.set(WebOptions.REFRESH_INTERVAL, Duration.ofSeconds(1));
    flink.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    // No metric is fetched while a question to a killed TaskManager is open: ten minutes by
    // default.
    flink.set(WebOptions.TIMEOUT, Duration.ofSeconds(15));
    flink.set(CoreOptions.TMP_DIRS, folder.temporary().toString());

    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
    flink.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        settings.checkpointInterval().dividedBy(2));
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(5));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 5);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.checkpoints().toUri().toString());
    flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.savepoints().toUri().toString());

    flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    flink.set(RocksDBOptions.TIMER_SERVICE_FACTORY, PriorityQueueStateType.ROCKSDB);
    flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    flink.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);

    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    // The default of a minute is meant for clusters that share what failed.
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    // A killed TaskManager is noticed within seconds; on one machine nothing is lost on the way.
    flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
    flink.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(6));
    return flink;
  }

  private static void taskManagerMemory(Configuration flink, StackSettings settings) {
    flink.set(
        TaskManagerOptions.TOTAL_PROCESS_MEMORY,
        MemorySize.ofMebiBytes(settings.memory().taskManagerProcessMegabytes()));
    flink.set(TaskManagerOptions.MANAGED_MEMORY_FRACTION, 0.6f);
    // Fixed shares well below the defaults, which are cut for TaskManagers of many gigabytes.
    // But for this: a job, and each attempt at one after a failure, brings its own classes, and
    // several are there until the last has been let go of.
    flink.set(TaskManagerOptions.JVM_METASPACE, MemorySize.ofMebiBytes(320));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MIN, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.JVM_OVERHEAD_MAX, MemorySize.ofMebiBytes(128));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(64));
  }

  private static void overrideFrom(StackSettings settings, Configuration flink) {
    flink.addAll(Configuration.fromMap(settings.flinkOptions()));
  }

  private static TaskExecutorProcessSpec spec(Configuration flink) {
    return TaskExecutorProcessUtils.processSpecFromConfig(flink);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
