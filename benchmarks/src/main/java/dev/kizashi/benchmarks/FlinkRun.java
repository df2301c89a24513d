package dev.kizashi.benchmarks;

import com.google.common.base.Throwables;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.FlinkRest.Checkpoint;
import dev.kizashi.local.FlinkRest.Metric;
import dev.kizashi.local.FlinkRest.Vertex;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackFailure;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One job on the cluster, watched from outside from its submission to its end. */
final class FlinkRun {
  private final Stack stack;
  private final FlinkRest flink;
  private final String job;

  private FlinkRun(Stack stack, FlinkRest flink, String job) {
    this.stack = stack;
    this.flink = flink;
    this.job = job;
  }

  /** What puts a job into its environment. */
  interface Wiring {
    void into(StreamExecutionEnvironment environment, Settings settings);
  }

  /**
   * @param settings what is asked of Flink as well
   */
  static FlinkRun submit(
      Stack stack, String name, int parallelism, Settings settings, Wiring wiring) {
    URI address = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address.getHost(), address.getPort(), FlinkDefaults.with(settings))) {
      environment.setParallelism(parallelism);
      wiring.into(environment, settings);
      String job = environment.executeAsync(name).getJobID().toString();
      return new FlinkRun(stack, new FlinkRest(stack.flinkUrl()), job);
    } catch (Exception e) {
      throw new StackFailure(
          "The job could not be submitted: "
              + FlinkRest.rootCause(Throwables.getStackTraceAsString(e)),
          e);
    }
  }

  List<Vertex> vertices() {
    return flink.vertices(job);
  }

  List<String> metricNames(String vertex) {
    return flink.metricNames(job, vertex);
  }

  /** Over all tasks of a vertex; empty until Flink says it. */
  OptionalLong sum(String vertex, String metric) {
    Metric found = flink.metrics(job, vertex, List.of(metric)).get(metric);
    return found == null ? OptionalLong.empty() : OptionalLong.of((long) found.sum());
  }

  Map<String, Metric> metrics(String vertex, List<String> names) {
    return flink.metrics(job, vertex, names);
  }

  /** Until all events are consumed. */
  Progress watch(long events, Supplier<OptionalLong> consumed) {
    return Watch.consumption(
        events,
        () -> {
          requireAlive();
          return consumed.get();
        },
        stack.stateFolder());
  }

  /**
   * Waits for the first checkpoint that begins from now on.
   *
   * @return its id
   */
  long nextCheckpoint() {
    Instant now = Instant.now();
    return awaitCompleted(latest -> !latest.savepoint() && latest.triggeredAt().isAfter(now));
  }

  long stateBytes(long checkpoint, String vertex) {
    return flink.stateBytes(job, checkpoint, vertex);
  }

  /**
   * Stops it with a savepoint, which leaves no open transaction behind.
   *
   * @return the savepoint's id
   */
  long stop() {
    flink.stopWithSavepoint(job, Optional.empty(), Watch.PATIENCE);
    return awaitCompleted(Checkpoint::savepoint);
  }

  /** Its slots are needed for the next one. */
  void awaitEnd() {
    Watch.until(
        "The job did not end.",
        () -> Optional.of(flink.status(job)).filter(JobStatus::isGloballyTerminalState));
  }

  private long awaitCompleted(Predicate<Checkpoint> wanted) {
    return Watch.until(
        "No checkpoint was completed for %d s; the logs are in %s."
            .formatted(Watch.PATIENCE.toSeconds(), stack.stateFolder()),
        () ->
            flink.checkpoints(job).stream()
                .filter(checkpoint -> checkpoint.status().equals("COMPLETED"))
                .filter(wanted)
                .map(Checkpoint::id)
                .findFirst());
  }

  private void requireAlive() {
    JobStatus status = flink.status(job);
    if (status.isGloballyTerminalState()) {
      throw new StackFailure(
          "The job has ended as %s: %s."
              .formatted(status, flink.latestFailure(job).orElse("it did not say why")));
    }
  }
}
