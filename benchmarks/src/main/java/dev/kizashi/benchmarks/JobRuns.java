package dev.kizashi.benchmarks;

import com.google.common.base.Throwables;
import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.FlinkRest.Checkpoint;
import dev.kizashi.local.FlinkRest.Metric;
import dev.kizashi.local.FlinkRest.Vertex;
import dev.kizashi.local.Installation;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackFailure;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Runs jobs over one backlog, one after the other, each with topics to write to, a consumer group
 * and transactions of its own.
 *
 * <p>Jobs are not bounded: the end of bounded input is the end of time, at which every pending
 * instant of every lead fires, and that storm is no throughput. Instead a job is watched from
 * outside: what has come into the scoring operator ({@link Progress}), which is everything that
 * reached a lead once all events are consumed. Flink's own counters are looked at every {@value
 * #LOOK_MILLIS} ms and lag by as much at the end as at the beginning, so a run that takes half a
 * minute is known to about a percent. Then the next checkpoint is awaited for its size, and the job
 * stopped with a savepoint, which leaves no open transaction behind.
 */
final class JobRuns {
  /** Also how often Flink's JobManager is to fetch what the TaskManagers count. */
  static final int LOOK_MILLIS = 250;

  /** The vertex of the scoring operator, by the topology's name for it. */
  private static final String SCORING = "score leads";

  private static final String RECORDS_IN = "numRecordsIn";
  private static final String RECORDS_OUT = "numRecordsOut";
  private static final String BYTES_OUT = "numBytesOut";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUILT = "benchmarks/target";

  private final Stack stack;
  private final FlinkRest flink;
  private final int parallelism;
  private final Backlog backlog;

  JobRuns(Stack stack, int parallelism, Backlog backlog) {
    this.stack = stack;
    this.flink = new FlinkRest(stack.flinkUrl());
    this.parallelism = parallelism;
    this.backlog = backlog;
  }

  /**
   * What a run has shown.
   *
   * @param eventsPerSecond of all events consumed, also those that reach no lead
   * @param recordsPerEvent that the scoring operator put out, for an event that reached a lead
   * @param bytesPerRecord of those, on the way to the sink
   * @param checkpointBytes of the scoring operator, in the first checkpoint after the last event:
   *     all files that it refers to, with what compaction has not removed yet
   * @param savepointBytes of the scoring operator: every key once, not compressed
   */
  record Outcome(
      double eventsPerSecond,
      double recordsPerEvent,
      double bytesPerRecord,
      long checkpointBytes,
      long savepointBytes) {}

  /** The job as it is shipped. */
  Outcome scoring(String name) {
    return run(name, LeadScoringJob::wire);
  }

  /** The same topology with a stand-in for the judgement. */
  Outcome passingThrough(String name, PassThrough standIn) {
    return run(
        name,
        (environment, settings) ->
            LeadScoringJob.wire(environment, settings, known -> SimpleOperatorFactory.of(standIn)));
  }

  private interface Wiring {
    void into(StreamExecutionEnvironment environment, Settings settings);
  }

  private Outcome run(String name, Wiring wiring) {
    renewOutputs();
    String job = submit(name, wiring);
    String scoring =
        flink.vertices(job).stream()
            .filter(vertex -> vertex.name().contains(SCORING))
            .map(Vertex::id)
            .findAny()
            .orElseThrow(() -> new IllegalStateException("the job has no vertex " + SCORING));
    Progress progress = watch(job, scoring);
    Instant consumedAt = Instant.now();
    long checkpoint =
        awaitCompleted(
            job, latest -> !latest.savepoint() && latest.triggeredAt().isAfter(consumedAt));
    Map<String, Metric> out = flink.metrics(job, scoring, List.of(RECORDS_OUT, BYTES_OUT));
    double records = out.get(RECORDS_OUT).sum();
    long checkpointBytes = flink.stateBytes(job, checkpoint, scoring);
    flink.stopWithSavepoint(job, Optional.empty(), PATIENCE);
    long savepoint = awaitCompleted(job, Checkpoint::savepoint);
    Outcome outcome =
        new Outcome(
            progress.sharePerSecond() * backlog.events(),
            records / backlog.reached(),
            records == 0 ? 0 : out.get(BYTES_OUT).sum() / records,
            checkpointBytes,
            flink.stateBytes(job, savepoint, scoring));
    awaitEnd(job);
    return outcome;
  }

  private Progress watch(String job, String scoring) {
    Progress progress = new Progress(backlog.reached());
    long movedAt = System.nanoTime();
    while (!progress.isComplete()) {
      pause();
      requireAlive(job);
      Metric in = flink.metrics(job, scoring, List.of(RECORDS_IN)).get(RECORDS_IN);
      long now = System.nanoTime();
      if (in != null && progress.seen(now, (long) in.sum())) {
        movedAt = now;
      } else if (now - movedAt > PATIENCE.toNanos()) {
        throw new StackFailure(
            "The job has consumed nothing for %d s; its logs are in %s."
                .formatted(PATIENCE.toSeconds(), stack.stateFolder()));
      }
    }
    return progress;
  }

  private long awaitCompleted(String job, Predicate<Checkpoint> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Checkpoint> found =
          flink.checkpoints(job).stream()
              .filter(checkpoint -> checkpoint.status().equals("COMPLETED"))
              .filter(wanted)
              .findFirst();
      if (found.isPresent()) {
        return found.get().id();
      }
      pause();
    }
    throw new StackFailure(
        "No checkpoint was completed for %d s; the logs are in %s."
            .formatted(PATIENCE.toSeconds(), stack.stateFolder()));
  }

  /** Its slots are needed for the next one. */
  private void awaitEnd(String job) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!flink.status(job).isGloballyTerminalState()) {
      if (System.nanoTime() > deadline) {
        throw new StackFailure("The job did not end.");
      }
      pause();
    }
  }

  private void requireAlive(String job) {
    JobStatus status = flink.status(job);
    if (status.isGloballyTerminalState()) {
      throw new StackFailure(
          "The job has ended as %s: %s."
              .formatted(status, flink.latestFailure(job).orElse("it did not say why")));
    }
  }

  private String submit(String name, Wiring wiring) {
    Settings settings =
        Settings.of(
            new String[] {
              "--kafka.bootstrap-servers",
              stack.bootstrapServers(),
              "--kafka.group-id",
              name,
              "--registry.url",
              stack.registryUrl(),
              "--registry.register-schemas",
              "true",
              "--sink.transactional-id-prefix",
              name,
              "--flink.restart-strategy.type",
              "none"
            },
            Map.of());
    Path built = Installation.locate().home().resolve(BUILT);
    URI address = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address.getHost(),
            address.getPort(),
            FlinkDefaults.with(settings),
            built.resolve("lead-scoring-job.jar").toString(),
            built.resolve("benchmarks.jar").toString())) {
      environment.setParallelism(parallelism);
      wiring.into(environment, settings);
      return environment.executeAsync(name).getJobID().toString();
    } catch (Exception e) {
      throw new StackFailure(
          "The job could not be submitted: "
              + FlinkRest.rootCause(Throwables.getStackTraceAsString(e)),
          e);
    }
  }

  /** What a run before has written neither fills the disk nor meets the next one's. */
  private void renewOutputs() {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
      admin
          .deleteTopics(Arrays.stream(OutputTopic.values()).map(OutputTopic::topicName).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new StackFailure("The output topics could not be deleted: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    Topics.create(stack.bootstrapServers());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StackFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackFailure("Interrupted while a job was running.", e);
  }
}
