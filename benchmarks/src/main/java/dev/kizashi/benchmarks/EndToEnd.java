package dev.kizashi.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.demo.Publisher;
import dev.kizashi.local.Installation;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.Machine;
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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Events a second of the job as it is shipped, with everybody named and with people whom only a
 * visitor or an address tells of, next to those of the same topology with nothing where leads are
 * judged and to those of peers that do a part of it ({@link Contender}); and the bytes of state
 * that leads, visitors and addresses take.
 *
 * <p>Broker, registry and Flink run as processes of their own on this machine. The backlogs are
 * written first ({@link Backlog}); then the contenders consume them in turn ({@link Contest}),
 * since runs of one configuration differ by a third on a shared machine and only what lies side by
 * side compares. The first run of each warms the processes up and does not count; the job's also
 * says how much it writes, which the stand-in is then made to write as well ({@link PassThrough}).
 * What passes through is named, so no operator before it has anything to do either.
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

  /** Ours, below the root folder. */
  private static final String BENCHMARKS = "benchmarks/target/benchmarks.jar";

  /** What a distribution of Flink has for SQL, below the root folder. */
  private static final String TABLE_LIB = "benchmarks/target/table-lib/*";

  private static final int BROKER_MEGABYTES = 1024;
  private static final int REGISTRY_MEGABYTES = 256;
  private static final int JOB_MANAGER_MEGABYTES = 512;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  @Option(
      names = "--events",
      defaultValue = "1500000",
      description = "Of the traffic, once written.")
  private long events;

  @Option(
      names = "--leads",
      defaultValue = "75000",
      description = "How many act, besides visitors.")
  private int leads;

  @Option(names = "--rounds", defaultValue = "4", description = "That count, after one more.")
  private int rounds;

  @Option(
      names = "--contenders",
      split = ",",
      description = "Which run, of ${COMPLETION-CANDIDATES}; all of them unless given.")
  private Set<Contender> chosen = EnumSet.allOf(Contender.class);

  @Option(names = "--parallelism", defaultValue = "2", description = "Of all contenders.")
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
            // full must not look like one.
            .flinkOption("heartbeat.timeout", "50 s")
            // A job that brings its own classes begins with none of them compiled, and compiling
            // them took more than a third of the processor in runs of ten seconds.
            .flinkJar(home.resolve(JobRuns.JOB))
            .flinkJar(home.resolve(BENCHMARKS))
            .flinkJar(home.resolve(TABLE_LIB))
            .flinkOption("metrics.fetcher.update-interval", Watch.LOOK_MILLIS + " ms")
            // What a run has written is deleted before the next one, and gone before it is
            // measured.
            .brokerOption("log.segment.delete.delay.ms", "1000")
            .build();
    say("starting broker, registry and Flink");
    try (LocalStack stack = LocalStack.start(settings)) {
      Path folder = home.resolve("docs/models/b2b-default");
      DocumentFiles documents =
          DocumentFiles.read(folder.resolve("signals.yaml"), folder.resolve("model.yaml"));
      Map<Backlog.Kind, Backlog> backlogs = new EnumMap<>(Backlog.Kind.class);
      Set<Contender> contenders = contenders();
      for (Contender contender : contenders) {
        backlogs.computeIfAbsent(contender.backlog(), kind -> write(stack, kind, documents));
      }
      try (PeerRuns peers = new PeerRuns(home, stack, parallelism, megabytes / 2)) {
        JobRuns jobs = new JobRuns(stack, parallelism, documents.toPublish().size());
        return new Report(
            LocalDate.now(ZoneOffset.UTC).toString(),
            Machine.commit(),
            command(),
            Machine.here(),
            parallelism,
            megabytes,
            backlogs,
            new Contest(jobs, peers, contenders, backlogs).alternate(rounds));
      }
    }
  }

  /** In the order of a round, and each once. */
  Set<Contender> contenders() {
    return EnumSet.copyOf(chosen);
  }

  private String command() {
    String command =
        "benchmarks/run end-to-end --events %d --leads %d --rounds %d --parallelism %d --seed %d"
            .formatted(events, leads, rounds, parallelism, seed);
    return contenders().size() == Contender.values().length
        ? command
        : command
            + " --contenders "
            + contenders().stream().map(Contender::toString).collect(Collectors.joining(","));
  }

  private Backlog write(Stack stack, Backlog.Kind kind, DocumentFiles documents) {
    say("writing %,d events of %,d leads, %s", events, leads, kind.inWords());
    Topics.create(stack.bootstrapServers(), kind.topicPrefix());
    try (SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(
                new RegistrySettings(List.of(stack.registryUrl()), Map.of()));
        Publisher publisher =
            new Publisher(stack.bootstrapServers(), registry, kind.topicPrefix())) {
      Backlog backlog =
          Backlog.play(kind, Backlog.traffic(seed, leads), events, documents, publisher::send);
      // Waits for all that was sent before, too.
      publisher.publish(documents.toPublish());
      return backlog;
    }
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }
}
