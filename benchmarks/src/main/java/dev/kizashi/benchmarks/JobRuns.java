package dev.kizashi.benchmarks;

import com.google.common.base.Throwables;
import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.FlinkRest.Checkpoint;
import dev.kizashi.local.FlinkRest.Metric;
import dev.kizashi.local.FlinkRest.Vertex;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackFailure;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Runs jobs over backlogs, one after the other, each with topics to write to, a consumer group and
 * transactions of its own.
 *
 * <p>Jobs are not bounded: the end of bounded input is the end of time, at which every pending
 * instant of every lead fires, and that storm is no throughput. Instead a job is watched from
 * outside: what has come into recognition ({@link Progress}), which is every event once all are
 * consumed. Flink's own counters are looked at every {@value #LOOK_MILLIS} ms and lag by as much at
 * the end as at the beginning, as does what is still on its way to a lead, so a run that takes half
 * a minute is known to about a percent. Then the next checkpoint is awaited for its size, and the
 * job stopped with a savepoint, which leaves no open transaction behind.
 */
final class JobRuns {
  /** Also how often Flink's JobManager is to fetch what the TaskManagers count. */
  static final int LOOK_MILLIS = 250;

  private static final int LOOKS_TO_SETTLE = 4;

  private static final String RECORDS_IN = "numRecordsIn";
  private static final String RECORDS_OUT = "numRecordsOut";
  private static final String BYTES_OUT = "numBytesOut";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The job's jar, below the root folder. */
  static final String JOB = "benchmarks/target/lead-scoring-job.jar";

  /** Ours, below the root folder. */
  static final String BENCHMARKS = "benchmarks/target/benchmarks.jar";

  private final Stack stack;
  private final FlinkRest flink;
  private final int parallelism;
  private final int documents;

  /**
   * @param documents that each backlog has beside its events
   */
  JobRuns(Stack stack, int parallelism, int documents) {
    this.stack = stack;
    this.flink = new FlinkRest(stack.flinkUrl());
    this.parallelism = parallelism;
    this.documents = documents;
  }

  /**
   * What a run has shown.
   *
   * @param eventsPerSecond of all events consumed, also those that reach no lead
   * @param recordsPerMessage that the scoring operator put out, for a message that reached a lead
   * @param bytesPerRecord of those, on the way to the sink
   * @param received what has come into each stage after the last event's checkpoint, documents not
   *     counted
   * @param checkpointBytes of each stage in that checkpoint: all files that it refers to, with what
   *     compaction has not removed yet
   * @param savepointBytes of each stage: every key once, not compressed
   */
  record Outcome(
      double eventsPerSecond,
      double recordsPerMessage,
      double bytesPerRecord,
      Map<Stage, Long> received,
      Map<Stage, Long> checkpointBytes,
      Map<Stage, Long> savepointBytes) {}

  /** The job as it is shipped. */
  Outcome scoring(String name, Backlog backlog) {
    return run(name, backlog, LeadScoringJob::wire);
  }

  /** The same topology with a stand-in for the judgement. */
  Outcome passingThrough(String name, Backlog backlog, PassThrough standIn) {
    return run(
        name,
        backlog,
        (environment, settings) ->
            LeadScoringJob.wire(environment, settings, known -> SimpleOperatorFactory.of(standIn)));
  }

  private interface Wiring {
    void into(StreamExecutionEnvironment environment, Settings settings);
  }

  private Outcome run(String name, Backlog backlog, Wiring wiring) {
    String topicPrefix = backlog.kind().topicPrefix();
    renewOutputs(topicPrefix);
    String job = submit(name, topicPrefix, wiring);
    Map<Stage, String> vertices = vertices(job);
    Progress progress = watch(job, vertices.get(Stage.RECOGNITION), backlog.events());
    Instant consumedAt = Instant.now();
    long checkpoint =
        awaitCompleted(
            job, latest -> !latest.savepoint() && latest.triggeredAt().isAfter(consumedAt));
    Map<Stage, Long> received = received(job, vertices);
    Map<String, Metric> out =
        flink.metrics(job, vertices.get(Stage.LEADS), List.of(RECORDS_OUT, BYTES_OUT));
    double records = out.get(RECORDS_OUT).sum();
    Map<Stage, Long> checkpointBytes =
        ofEach(vertices, (stage, vertex) -> flink.stateBytes(job, checkpoint, vertex));
    flink.stopWithSavepoint(job, Optional.empty(), PATIENCE);
    long savepoint = awaitCompleted(job, Checkpoint::savepoint);
    Outcome outcome =
        new Outcome(
            progress.sharePerSecond() * backlog.events(),
            records / received.get(Stage.LEADS),
            records == 0 ? 0 : out.get(BYTES_OUT).sum() / records,
            received,
            checkpointBytes,
            ofEach(vertices, (stage, vertex) -> flink.stateBytes(job, savepoint, vertex)));
    awaitEnd(job);
    return outcome;
  }

  private Map<Stage, String> vertices(String job) {
    Map<Stage, String> vertices = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      vertices.put(
          stage,
          flink.vertices(job).stream()
              .filter(vertex -> vertex.name().contains(stage.operator()))
              .map(Vertex::id)
              .findAny()
              .orElseThrow(() -> new IllegalStateException("the job has no " + stage.operator())));
    }
    return vertices;
  }

  private static Map<Stage, Long> ofEach(
      Map<Stage, String> vertices, ToLongBiFunction<Stage, String> value) {
    Map<Stage, Long> values = new EnumMap<>(Stage.class);
    vertices.forEach((stage, vertex) -> values.put(stage, value.applyAsLong(stage, vertex)));
    return values;
  }

  /**
   * What has come into all stages once nothing comes any more. Flink fetches what its tasks count
   * only when asked, so the first answer is an old one.
   */
  private Map<Stage, Long> received(String job, Map<Stage, String> vertices) {
    Map<Stage, Long> before = Map.of();
    while (true) {
      Map<Stage, Long> now =
          ofEach(vertices, (stage, vertex) -> received(job, stage, vertex).orElse(0));
      if (now.equals(before)) {
        return now;
      }
      before = now;
      for (int look = 0; look < LOOKS_TO_SETTLE; look++) {
        pause();
      }
    }
  }

  /** What has come into a stage besides the documents; empty until Flink says it. */
  private OptionalLong received(String job, Stage stage, String vertex) {
    String metric = stage.metric(RECORDS_IN);
    Metric in = flink.metrics(job, vertex, List.of(metric)).get(metric);
    if (in == null) {
      return OptionalLong.empty();
    }
    long heard = stage.hearsDocuments() ? (long) documents * parallelism : 0;
    return OptionalLong.of(Math.max(0, (long) in.sum() - heard));
  }

  private Progress watch(String job, String recognition, long events) {
    Progress progress = new Progress(events);
    long movedAt = System.nanoTime();
    while (!progress.isComplete()) {
      pause();
      requireAlive(job);
      OptionalLong consumed = received(job, Stage.RECOGNITION, recognition);
      long now = System.nanoTime();
      if (consumed.isPresent() && progress.seen(now, consumed.getAsLong())) {
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

  private String submit(String name, String topicPrefix, Wiring wiring) {
    Settings settings =
        Settings.of(
            new String[] {
              "--kafka.bootstrap-servers",
              stack.bootstrapServers(),
              "--kafka.group-id",
              name,
              "--topics.prefix",
              topicPrefix,
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
    URI address = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address.getHost(), address.getPort(), FlinkDefaults.with(settings))) {
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
  private void renewOutputs(String topicPrefix) {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
      admin
          .deleteTopics(
              Arrays.stream(OutputTopic.values())
                  .map(topic -> topicPrefix + topic.topicName())
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new StackFailure("The output topics could not be deleted: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    Topics.create(stack.bootstrapServers(), topicPrefix);
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
