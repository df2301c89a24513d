package dev.kizashi.cli.campaign;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.PublishedConfiguration;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.TopicSchemas;
import dev.kizashi.cli.TopicWriter;
import dev.kizashi.cli.audit.AuditCommand;
import dev.kizashi.cli.audit.AuditReport;
import dev.kizashi.cli.audit.JudgedBy;
import dev.kizashi.cli.local.ScoringJob;
import dev.kizashi.local.Component;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.LocalStack;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One campaign: a cluster of processes, a stream of events, faults one after the other, and at the
 * end the judgement of everything that came out.
 */
final class Campaign {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(5);

  /** Longer than a checkpoint takes to come and to commit. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** What clients wait for a broker that is being killed. */
  private static final Duration CLIENT_PATIENCE = Duration.ofMinutes(10);

  private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(60);

  /** {@code heartbeat.timeout} of the stack is 6 s. */
  private static final Duration BEYOND_HEARTBEAT = Duration.ofSeconds(9);

  /** Events go on while the job recovers, for so long at least. */
  private static final Duration RECOVERY = Duration.ofSeconds(8);

  private static final Duration OUTAGE = Duration.ofSeconds(12);
  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 2;
  private static final int SHOWN = 20;

  private final Plan plan;
  private final DocumentFiles documents;
  private final Terminal terminal;
  private final FaultPlan faults;
  private final List<Struck> struck = new ArrayList<>();

  private LocalStack stack;
  private RunningJob job;
  private JobJars jars;

  /**
   * What a campaign is to be.
   *
   * @param faults how many
   * @param events how many, besides what nobody can read
   * @param shortest pause from one fault to the next
   * @param longest such pause
   */
  record Plan(
      long seed, int faults, long events, Duration shortest, Duration longest, Control control) {}

  /**
   * A fault as it came.
   *
   * @param whom it hit, with process ids
   * @param recovery until the job had made a checkpoint again
   */
  record Struck(Instant at, Fault fault, String whom, Duration recovery) {}

  /**
   * What came of it all.
   *
   * @param readersDiffer what two readers of the outputs read differently
   * @param givenUp transactions that the sink would not commit again
   */
  record Outcome(
      Plan plan,
      List<Struck> struck,
      long sent,
      long poisoned,
      long models,
      List<String> readersDiffer,
      GivenUp givenUp,
      AuditReport audit,
      Duration took) {

    /** Whether nothing is lost, nothing is there twice and everything is accounted for. */
    boolean isFlawless() {
      return audit.differences() == 0
          && audit.isForAll()
          && audit.records() == sent + poisoned
          && readersDiffer.isEmpty()
          && givenUp.lost().isEmpty();
    }
  }

  Campaign(Plan plan, DocumentFiles documents, Terminal terminal) {
    this.plan = plan;
    this.documents = documents;
    this.terminal = terminal;
    this.faults = new FaultPlan(plan.seed(), plan.shortest(), plan.longest());
  }

  /**
   * Runs it on a cluster of its own, which is gone afterwards.
   *
   * @throws dev.kizashi.local.StackFailure the cluster did not come up, or not back after a fault
   * @throws Failure the job was not built, or events could not be written
   */
  Outcome run() {
    Instant begin = Instant.now();
    Path folder = temporaryFolder();
    try (LocalStack started = LocalStack.start(settings(folder.resolve("stack")))) {
      stack = started;
      jars = new JobJars(ScoringJob.jar(), folder);
      Connection connection = connection(CLIENT_PATIENCE);
      furnish(connection);
      job = newJob();
      job.start();
      note("the job runs on %s", stack.flinkUrl());
      try (Follower.Live live = new Follower.Live(connection.kafka(), "");
          Feeder feeder = feeder(connection)) {
        feeder.start();
        strike(begin, feeder);
        return judge(begin, live, feeder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("Interrupted.", e);
    } finally {
      delete(folder);
    }
  }

  private static StackSettings settings(Path folder) {
    return StackSettings.builder()
        .stateFolder(folder)
        .taskManagers(TASK_MANAGERS, SLOTS)
        .checkpointInterval(CHECKPOINTS)
        // Whichever TaskManager is hit has tasks.
        .flinkOption("taskmanager.load-balance.mode", "SLOTS")
        // Else what is said of checkpoints is up to three seconds old, and a fault that is to hit
        // one that is under way hits whatever comes after it, or waits for ever.
        .flinkOption("rest.cache.checkpoint-statistics.timeout", "10 ms")
        .build();
  }

  private Connection connection(Duration patience) {
    return Connection.to(stack.bootstrapServers(), stack.registryUrl(), patience);
  }

  private void furnish(Connection connection) {
    Topics.create(stack.bootstrapServers());
    connection.ask(terminal, registry -> TopicSchemas.register(registry, ""));
    var unused =
        PublishedConfiguration.read(connection, terminal)
            .publish(documents.toPublish(), connection, terminal);
  }

  private RunningJob newJob() {
    Map<String, String> options = new LinkedHashMap<>();
    // The end is awaited: time does not go on by itself.
    options.put("watermarks.idle-pace", "0");
    options.put("checkpoints.interval", CHECKPOINTS.toSeconds() + " s");
    if (plan.control() == Control.AT_LEAST_ONCE) {
      options.put("sink.delivery", "at-least-once");
    }
    return new RunningJob(
        new FlinkRest(stack.flinkUrl()),
        ScoringJob.arguments(stack.bootstrapServers(), stack.registryUrl(), options),
        plan.control() == Control.NO_DEDUPLICATION ? jars.withoutDeduplication() : jars.built(),
        2);
  }

  private Feeder feeder(Connection connection) {
    Terminal quiet =
        new Terminal(
            OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false, false);
    return new Feeder(
        TopicWriter.open(connection, quiet),
        documents,
        plan.seed(),
        plan.events(),
        faults.expected(plan.faults()).plus(RECOVERY.multipliedBy(plan.faults())));
  }

  // ---- faults --------------------------------------------------------------------------------

  private void strike(Instant begin, Feeder feeder) throws InterruptedException {
    job.awaitRecovery(Instant.now());
    for (int number = 1; number <= plan.faults(); number++) {
      feeder.allow(plan.events() * number / plan.faults());
      awaitUntil(Instant.now().plus(faults.pause()), number, feeder);
      if (plan.control() == Control.OLD_CHECKPOINT && number == plan.faults()) {
        job.goBack();
        note("put back to an older checkpoint");
      }
      // Who was not hit, too: a process that ends itself is a fault of ours.
      stack.awaitHealthy();
      Instant at = Instant.now();
      Fault fault = faults.next();
      String whom = strike(fault);
      job.awaitRecovery(Instant.now());
      Struck came = new Struck(at, fault, whom, Duration.between(at, Instant.now()));
      struck.add(came);
      note(
          "%s  %3d/%d  %s: %s; a checkpoint again after %.1f s; %,d events sent",
          clock(Duration.between(begin, at)),
          number,
          plan.faults(),
          fault.words(),
          whom,
          came.recovery().toMillis() / 1000.0,
          feeder.sent());
    }
  }

  private void awaitUntil(Instant next, int number, Feeder feeder) throws InterruptedException {
    while (Instant.now().isBefore(next)) {
      terminal.progress(
          "fault %d of %d in %d s, %,d of %,d events sent"
              .formatted(
                  number,
                  plan.faults(),
                  Duration.between(Instant.now(), next).toSeconds(),
                  feeder.sent(),
                  plan.events()));
      // Fails early where nothing can be written any more.
      feeder.await(Duration.ofMillis(500));
    }
  }

  private String strike(Fault fault) throws InterruptedException {
    String taskManager = "taskmanager-" + (1 + faults.pick(TASK_MANAGERS));
    String other = taskManager.endsWith("1") ? "taskmanager-2" : "taskmanager-1";
    return switch (fault) {
      case KILL_TASK_MANAGER -> replace(taskManager);
      case KILL_TASK_MANAGER_MID_CHECKPOINT -> {
        job.awaitCheckpointUnderWay();
        yield replace(taskManager);
      }
      case PAUSE_TASK_MANAGER -> {
        stack.pause(taskManager);
        Thread.sleep(BEYOND_HEARTBEAT.toMillis());
        stack.resume(taskManager);
        yield name(taskManager);
      }
      case KILL_JOB_MANAGER -> replace("jobmanager");
      case KILL_COORDINATOR -> replace("zookeeper");
      case KILL_BROKER -> replace("kafka");
      case KILL_BROKER_MID_TRANSACTION -> {
        job.awaitCheckpointUnderWay();
        yield replace("kafka");
      }
      case KILL_REGISTRY -> replace("registry");
      case REGISTRY_OUTAGE -> {
        String registry = name("registry");
        stack.kill("registry");
        String replaced = replace(taskManager);
        Thread.sleep(OUTAGE.toMillis());
        stack.restart("registry");
        yield registry + ", " + replaced;
      }
      case KILL_TASK_MANAGER_TWICE -> {
        String first = replace(taskManager);
        yield first + ", " + replace(other);
      }
      case RESCALE -> {
        int before = job.parallelism();
        // Another of 2 to 4: both TaskManagers have tasks.
        int after = 2 + (before - 1 + faults.pick(2)) % 3;
        job.goOn(job.stop(), job.jar(), after);
        yield "%d to %d%s".formatted(before, after, job.startTroubles());
      }
      case UPGRADE -> {
        Path jar = plan.control() == Control.NO_DEDUPLICATION ? job.jar() : jars.rebuilt();
        job.goOn(job.stop(), jar, job.parallelism());
        yield jar.getFileName() + job.startTroubles();
      }
    };
  }

  /** Kills a process and starts it again, and says which it was. */
  private String replace(String component) {
    String name = name(component);
    stack.kill(component);
    stack.restart(component);
    return name;
  }

  private String name(String component) {
    return stack.components().stream()
        .filter(it -> it.name().equals(component))
        .map(Component::pid)
        .map(pid -> "%s (%d)".formatted(component, pid))
        .findAny()
        .orElseThrow();
  }

  // ---- judgement -----------------------------------------------------------------------------

  private Outcome judge(Instant begin, Follower.Live live, Feeder feeder)
      throws InterruptedException {
    while (!feeder.await(Duration.ofSeconds(1))) {
      terminal.progress(
          "no more faults; %,d of %,d events sent".formatted(feeder.sent(), plan.events()));
    }
    Connection connection = connection(AUDIT_PATIENCE);
    AuditCommand.awaitSilence(connection, terminal, SILENCE);
    stack.awaitHealthy();
    String savepoint = job.stop();
    note("everything is sent and taken; stopped with %s", savepoint);
    List<String> readersDiffer =
        differences(live.finish(), Follower.readAll(connection.kafka(), ""));
    AuditReport audit =
        AuditCommand.report(connection, terminal, JudgedBy.ORACLE, SHOWN, Duration.ZERO);
    return new Outcome(
        plan,
        struck,
        feeder.sent(),
        feeder.poisoned(),
        feeder.models(),
        readersDiffer,
        GivenUp.of(stack.stateFolder().resolve("logs"), connection.kafka()),
        audit,
        Duration.between(begin, Instant.now()));
  }

  private static List<String> differences(
      Map<String, Follower.Digest> live, Map<String, Follower.Digest> atTheEnd) {
    return atTheEnd.entrySet().stream()
        .filter(end -> !end.getValue().equals(live.get(end.getKey())))
        .map(
            end ->
                "%s: %s read on the way, %s at the end"
                    .formatted(end.getKey(), live.get(end.getKey()), end.getValue()))
        .toList();
  }

  // ---- about it ------------------------------------------------------------------------------

  private void note(String format, Object... values) {
    terminal.note(format.formatted(values));
  }

  private static String clock(Duration since) {
    return "%02d:%02d:%02d"
        .formatted(since.toHours(), since.toMinutesPart(), since.toSecondsPart());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("kizashi-campaign-");
    } catch (IOException e) {
      throw Failure.environment(
          "There is no room for a campaign: %s.".formatted(e.getMessage()), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
