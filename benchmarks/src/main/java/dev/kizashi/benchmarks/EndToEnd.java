package dev.kizashi.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kizashi.benchmarks.JobRuns.Outcome;
import dev.kizashi.benchmarks.Report.Round;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.demo.Publisher;
import dev.kizashi.local.Installation;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Events a second of the job as it is shipped, next to those of the same topology with nothing
 * where leads are judged, and the bytes of state that a lead takes.
 *
 * <p>Broker, registry and Flink run as processes of their own on this machine. One backlog is
 * written first; then the two jobs consume it in turn ({@link JobRuns}), since runs of one
 * configuration differ by a third on a shared machine and only what lies side by side compares. The
 * first run of each warms the processes up and does not count; the job's also says how much it
 * writes, which the other one is then made to write as well ({@link PassThrough}).
 *
 * <p>A backlog is read as fast as its partitions give it, so its topics run apart in event time, as
 * in any backfill: the judgements are those of a backfill. What leads take as values is measured in
 * this process instead, over the same events in their order.
 */
@Command(
    name = "benchmarks/run end-to-end",
    description = "Events a second and bytes of state a lead, end to end.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class EndToEnd implements Callable<Integer> {
  /** Of the TaskManager's process, for each slot alike, so that parallelisms compare. */
  private static final int MEGABYTES_A_SLOT = 2048;

  private static final int BROKER_MEGABYTES = 1024;
  private static final int REGISTRY_MEGABYTES = 256;
  private static final int JOB_MANAGER_MEGABYTES = 512;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  @Option(names = "--events", defaultValue = "3000000", description = "How many, once written.")
  private long events;

  @Option(names = "--leads", defaultValue = "100000", description = "How many act.")
  private int leads;

  @Option(names = "--rounds", defaultValue = "5", description = "That count, after one more.")
  private int rounds;

  @Option(names = "--parallelism", defaultValue = "2", description = "Of both jobs.")
  private int parallelism;

  @Option(names = "--seed", defaultValue = "1", description = "Of the traffic.")
  private long seed;

  @Option(names = "--json", description = "Print JSON instead of the table.")
  private boolean json;

  public static void main(String[] arguments) {
    int exitCode =
        new CommandLine(new EndToEnd())
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println(e.getMessage());
                  return 3;
                })
            .execute(arguments);
    // Threads of clients may live on.
    System.exit(exitCode);
  }

  @Override
  public Integer call() throws IOException {
    Path home = Installation.locate().home();
    Report report = measure(home);
    Path results = Files.createDirectories(home.resolve("benchmarks/results"));
    Path file = results.resolve(report.date() + "-" + report.commit() + ".md");
    Files.writeString(file, report.markdown());
    System.out.println(json ? new ObjectMapper().writeValueAsString(report) : report.markdown());
    say("Written to %s.", home.relativize(file));
    return 0;
  }

  private Report measure(Path home) {
    int megabytes = MEGABYTES_A_SLOT * parallelism;
    StackSettings settings =
        StackSettings.builder()
            .taskManagers(1, parallelism)
            .memory(
                new StackSettings.Memory(
                    BROKER_MEGABYTES, REGISTRY_MEGABYTES, JOB_MANAGER_MEGABYTES, megabytes))
            .checkpointInterval(CHECKPOINTS)
            // The local stack notices a dead part within seconds; two cores that are meant to be
            // full
            // must not look like one.
            .flinkOption("heartbeat.timeout", "50 s")
            .flinkOption("metrics.fetcher.update-interval", JobRuns.LOOK_MILLIS + " ms")
            // What a run has written is deleted before the next one, and gone before it is
            // measured.
            .brokerOption("log.segment.delete.delay.ms", "1000")
            .build();
    say("starting broker, registry and Flink");
    try (LocalStack stack = LocalStack.start(settings)) {
      Backlog backlog = write(stack, home.resolve("docs/models/b2b-default"));
      return new Report(
          LocalDate.now(ZoneOffset.UTC).toString(),
          Machine.commit(),
          "benchmarks/run end-to-end --events %d --leads %d --rounds %d --parallelism %d --seed %d"
              .formatted(events, leads, rounds, parallelism, seed),
          Machine.here(),
          parallelism,
          megabytes,
          backlog,
          alternate(new JobRuns(stack, parallelism, backlog)));
    }
  }

  private Backlog write(Stack stack, Path documentsFolder) {
    DocumentFiles documents =
        DocumentFiles.read(
            documentsFolder.resolve("signals.yaml"), documentsFolder.resolve("model.yaml"));
    say("writing %,d events of %,d leads", events, leads);
    Topics.create(stack.bootstrapServers());
    try (SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(
                new RegistrySettings(List.of(stack.registryUrl()), Map.of()));
        Publisher publisher = new Publisher(stack.bootstrapServers(), registry)) {
      Backlog backlog =
          Backlog.play(Backlog.traffic(seed, leads), events, documents, publisher::send);
      // Waits for all that was sent before, too.
      publisher.publish(documents.toPublish());
      return backlog;
    }
  }

  private List<Round> alternate(JobRuns runs) {
    Outcome before = runs.scoring("warm-up-job");
    say("warm-up, the job: %,.0f events/s", before.eventsPerSecond());
    PassThrough standIn =
        new PassThrough(before.recordsPerEvent(), (int) Math.round(before.bytesPerRecord()));
    say(
        "warm-up, passing through: %,.0f events/s",
        runs.passingThrough("warm-up-passing", standIn).eventsPerSecond());
    List<Round> measured = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      Outcome job = runs.scoring("job-" + round);
      say("round %d of %d, the job: %,.0f events/s", round, rounds, job.eventsPerSecond());
      Outcome passing = runs.passingThrough("passing-" + round, standIn);
      say(
          "round %d of %d, passing through: %,.0f events/s",
          round, rounds, passing.eventsPerSecond());
      measured.add(new Round(job, passing));
    }
    return measured;
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }
}
