package dev.kizashi.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a local stack consists of, how large its parts are and where its state lies.
 *
 * @param stateFolder empty: a temporary folder
 * @param keepState false: the state folder must be new or empty, and is deleted at the end
 * @param taskManagers how many, at least 1
 * @param slotsPerTaskManager at least 1; a job's parallelism is at most the product of the two
 * @param checkpointInterval at least 10 ms; exactly-once output becomes visible at this pace, and
 *     at least half of it passes between two checkpoints
 * @param startDeadline how long all parts together may take to come up
 * @param registryCompatibility the registry's global level, set at every start
 * @param flinkOptions Flink configuration that overrides the stack's
 * @param brokerOptions broker configuration that overrides the stack's; clients connect to the
 *     listener CLIENTS
 * @param flinkJars on the class path of Flink's processes, as in the {@code lib} folder of a
 *     distribution: their classes are shared by all jobs
 * @param brokerFormat further arguments of the tool that formats the broker's storage, such as
 *     {@code --add-scram} for the first user of a broker that wants to know who asks
 */
public record StackSettings(
    Optional<Path> stateFolder,
    boolean keepState,
    int taskManagers,
    int slotsPerTaskManager,
    Memory memory,
    Duration checkpointInterval,
    Duration startDeadline,
    String registryCompatibility,
    Map<String, String> flinkOptions,
    Map<String, String> brokerOptions,
    List<Path> flinkJars,
    List<String> brokerFormat) {

  /**
   * How much each process may take.
   *
   * @param taskManagerProcessMegabytes everything one TaskManager may take, of which RocksDB gets
   *     the managed fraction; the others are heaps
   */
  public record Memory(
      int brokerHeapMegabytes,
      int registryHeapMegabytes,
      int jobManagerHeapMegabytes,
      int taskManagerProcessMegabytes) {

    public Memory {
      atLeast("brokerHeapMegabytes", brokerHeapMegabytes, 256);
      atLeast("registryHeapMegabytes", registryHeapMegabytes, 128);
      atLeast("jobManagerHeapMegabytes", jobManagerHeapMegabytes, 256);
      // Below this nothing is left for the job once Flink has taken its fixed shares.
      atLeast("taskManagerProcessMegabytes", taskManagerProcessMegabytes, 1328);
    }
  }

  public StackSettings {
    atLeast("taskManagers", taskManagers, 1);
    atLeast("slotsPerTaskManager", slotsPerTaskManager, 1);
    if (checkpointInterval.toMillis() < 10) {
      throw new IllegalArgumentException(
          "checkpointInterval must be at least 10 ms: " + checkpointInterval);
    }
    if (startDeadline.isNegative() || startDeadline.isZero()) {
      throw new IllegalArgumentException("startDeadline must be positive: " + startDeadline);
    }
    flinkOptions = Map.copyOf(flinkOptions);
    brokerOptions = Map.copyOf(brokerOptions);
    flinkJars = List.copyOf(flinkJars);
    brokerFormat = List.copyOf(brokerFormat);
  }

  /** Two TaskManagers of two slots each, in a temporary folder, about 4.8 GB together. */
  public static StackSettings defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  StackSettings in(Path folder) {
    return new StackSettings(
        Optional.of(folder),
        keepState,
        taskManagers,
        slotsPerTaskManager,
        memory,
        checkpointInterval,
        startDeadline,
        registryCompatibility,
        flinkOptions,
        brokerOptions,
        flinkJars,
        brokerFormat);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }

  /** Starts from the defaults. */
  public static final class Builder {
    private Optional<Path> stateFolder = Optional.empty();
    private boolean keepState;
    private int taskManagers = 2;
    private int slotsPerTaskManager = 2;
    private Memory memory = new Memory(512, 256, 512, 1728);
    private Duration checkpointInterval = Duration.ofSeconds(10);
    private Duration startDeadline = Duration.ofMinutes(2);
    private String registryCompatibility = "FULL_TRANSITIVE";
    private final Map<String, String> flinkOptions = new HashMap<>();
    private final Map<String, String> brokerOptions = new HashMap<>();
    private final List<Path> flinkJars = new ArrayList<>();
    private final List<String> brokerFormat = new ArrayList<>();

    private Builder() {}

    public Builder stateFolder(Path folder) {
      stateFolder = Optional.of(folder);
      return this;
    }

    public Builder keepState(boolean keep) {
      keepState = keep;
      return this;
    }

    public Builder taskManagers(int count, int slotsEach) {
      taskManagers = count;
      slotsPerTaskManager = slotsEach;
      return this;
    }

    public Builder memory(Memory sizes) {
      memory = sizes;
      return this;
    }

    public Builder checkpointInterval(Duration interval) {
      checkpointInterval = interval;
      return this;
    }

    public Builder startDeadline(Duration deadline) {
      startDeadline = deadline;
      return this;
    }

    public Builder registryCompatibility(String level) {
      registryCompatibility = level;
      return this;
    }

    /** Adds to those set so far. */
    public Builder flinkOption(String key, String value) {
      flinkOptions.put(key, value);
      return this;
    }

    /** Adds to those set so far. */
    public Builder brokerOption(String key, String value) {
      brokerOptions.put(key, value);
      return this;
    }

    /** Adds to those given so far. */
    public Builder flinkJar(Path jar) {
      flinkJars.add(jar);
      return this;
    }

    /** Adds to those given so far. */
    public Builder brokerFormat(String... arguments) {
      brokerFormat.addAll(List.of(arguments));
      return this;
    }

    /**
     * Flink's processes tell Prometheus their metrics, and {@code conf/prometheus-targets.json} in
     * the state folder where. Flink's reporter listens on every address of the machine.
     */
    public Builder prometheus() {
      return flinkOption(FlinkSettings.PROMETHEUS_FACTORY, FlinkSettings.PROMETHEUS_REPORTER);
    }

    public StackSettings build() {
      return new StackSettings(
          stateFolder,
          keepState,
          taskManagers,
          slotsPerTaskManager,
          memory,
          checkpointInterval,
          startDeadline,
          registryCompatibility,
          flinkOptions,
          brokerOptions,
          flinkJars,
          brokerFormat);
    }
  }
}
