package dev.kizashi.benchmarks;

import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.FlinkRest.Metric;
import dev.kizashi.local.FlinkRest.Vertex;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackFailure;
import dev.kizashi.local.Topics;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.OutputTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
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
 * consumed. Flink's own counters are looked at every {@value Watch#LOOK_MILLIS} ms and lag by as
 * much at the end as at the beginning, as does what is still on its way to a lead, so a run that
 * takes half a minute is known to about a percent. Then the next checkpoint is awaited for its
 * size, and the job stopped with a savepoint, which leaves no open transaction behind.
 */
final class JobRuns {
  private static final int LOOKS_TO_SETTLE = 4;

  private static final String RECORDS_IN = "numRecordsIn";
  private static final String RECORDS_OUT = "numRecordsOut";
  private static final String BYTES_OUT = "numBytesOut";

  /** The job's jar, below the root folder. */
  static final String JOB = "benchmarks/target/lead-scoring-job.jar";

  private final Stack stack;
  private final int parallelism;
  private final int documents;

  /**
   * @param documents that each backlog has beside its events
   */
  JobRuns(Stack stack, int parallelism, int documents) {
    this.stack = stack;
    this.parallelism = parallelism;
    this.documents = documents;
  }

  /** The job as it is shipped. */
  Outcome scoring(String name, Backlog backlog) {
    return run(name, backlog, List.of(), LeadScoringJob::wire);
  }

  /** The job that keeps no lead in front of RocksDB. */
  Outcome scoringWithoutActiveLeads(String name, Backlog backlog) {
    return run(
        name, backlog, List.of("--" + JobOptions.LEADS_ACTIVE.key(), "0"), LeadScoringJob::wire);
  }

  /** The same topology with a stand-in for the judgement. */
  Outcome passingThrough(String name, Backlog backlog, PassThrough standIn) {
    return run(
        name,
        backlog,
        List.of(),
        (environment, settings) ->
            LeadScoringJob.wire(environment, settings, known -> SimpleOperatorFactory.of(standIn)));
  }

  private Outcome run(String name, Backlog backlog, List<String> options, FlinkRun.Wiring wiring) {
    String topicPrefix = backlog.kind().topicPrefix();
    renewOutputs(topicPrefix);
    FlinkRun run =
        FlinkRun.submit(stack, name, parallelism, settings(name, topicPrefix, options), wiring);
    Map<Stage, String> vertices = vertices(run);
    Progress progress =
        run.watch(
            backlog.events(),
            () -> received(run, Stage.RECOGNITION, vertices.get(Stage.RECOGNITION)));
    long checkpoint = run.nextCheckpoint();
    Map<Stage, Long> received = received(run, vertices);
    Map<String, Metric> out =
        run.metrics(vertices.get(Stage.LEADS), List.of(RECORDS_OUT, BYTES_OUT));
    double records = out.get(RECORDS_OUT).sum();
    Map<Stage, Long> checkpointBytes =
        ofEach(vertices, (stage, vertex) -> run.stateBytes(checkpoint, vertex));
    long savepoint = run.stop();
    Outcome outcome =
        new Outcome(
            progress.sharePerSecond() * backlog.events(),
            records / received.get(Stage.LEADS),
            records == 0 ? 0 : out.get(BYTES_OUT).sum() / records,
            received,
            checkpointBytes,
            ofEach(vertices, (stage, vertex) -> run.stateBytes(savepoint, vertex)));
    run.awaitEnd();
    return outcome;
  }

  private static Map<Stage, String> vertices(FlinkRun run) {
    Map<Stage, String> vertices = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      vertices.put(
          stage,
          run.vertices().stream()
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
  private Map<Stage, Long> received(FlinkRun run, Map<Stage, String> vertices) {
    Map<Stage, Long> before = Map.of();
    while (true) {
      Map<Stage, Long> now =
          ofEach(vertices, (stage, vertex) -> received(run, stage, vertex).orElse(0));
      if (now.equals(before)) {
        return now;
      }
      before = now;
      for (int look = 0; look < LOOKS_TO_SETTLE; look++) {
        Watch.pause();
      }
    }
  }

  /** What has come into a stage besides the documents; empty until Flink says it. */
  private OptionalLong received(FlinkRun run, Stage stage, String vertex) {
    OptionalLong in = run.sum(vertex, stage.metric(RECORDS_IN));
    if (in.isEmpty()) {
      return in;
    }
    long heard = stage.hearsDocuments() ? (long) documents * parallelism : 0;
    return OptionalLong.of(Math.max(0, in.getAsLong() - heard));
  }

  private Settings settings(String name, String topicPrefix, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
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
                "none"));
    arguments.addAll(options);
    return Settings.of(arguments.toArray(String[]::new), Map.of());
  }

  /**
   * What a run before has written neither fills the disk nor meets the next one's. A job is not let
   * in before the broker itself knows the topics, which may be a while after it was told of them.
   */
  private void renewOutputs(String topicPrefix) {
    List<String> outputs =
        Arrays.stream(OutputTopic.values()).map(topic -> topicPrefix + topic.topicName()).toList();
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
      admin.deleteTopics(outputs).all().get();
      awaitListed(admin, listed -> Collections.disjoint(listed, outputs));
      Topics.create(stack.bootstrapServers(), topicPrefix);
      awaitListed(admin, listed -> listed.containsAll(outputs));
    } catch (ExecutionException e) {
      throw new StackFailure("The output topics could not be renewed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw Watch.interrupted(e);
    }
  }

  private static void awaitListed(Admin admin, Predicate<Set<String>> wanted)
      throws ExecutionException, InterruptedException {
    while (!wanted.test(admin.listTopics().names().get())) {
      Watch.pause();
    }
  }
}
