package dev.kizashi.cli.demo;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Stop;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.leadscoring.LeadScoringJob;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One run of the demo, from nothing to nothing. */
final class Demo {
  private static final Duration HISTORY = Duration.ofDays(365);

  private static final LocalTime OPENING = LocalTime.of(6, 0);
  private static final double SESSIONS_PER_LEAD_PER_DAY = 0.25;
  private static final double ZIPF_EXPONENT = 0.5;
  private static final double ANONYMOUS_SHARE = 0.15;
  private static final double DUPLICATE_SHARE = 0.02;
  private static final double LATE_SHARE = 0.05;

  private static final int TASK_MANAGERS = 2;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
  private static final Duration REFRESH = Duration.ofMillis(250);
  private static final Duration JOB_CHECKED = Duration.ofSeconds(2);
  private static final Duration ALERT_STAYS = Duration.ofSeconds(8);
  private static final Duration AFTER_THE_FIRST_ALERT = Duration.ofSeconds(30);
  private static final int LEADS_SHOWN = 20;

  /** Checkpoints come every second; a busy machine may take some of them longer. */
  private static final Duration STANDSTILL = Duration.ofSeconds(45);

  private final Settings settings;
  private final Show show;

  /**
   * @param speed simulated seconds a second
   * @param duration of the traffic; empty: as {@code untilStopped} says
   * @param untilStopped without a duration: until it is stopped, or half a minute after the first
   *     alert was explained, and not before a visitor without a name was recognised and warm
   */
  record Settings(
      long seed, int leads, double speed, Optional<Duration> duration, boolean untilStopped) {}

  Demo(Settings settings, Show show) {
    this.settings = settings;
    this.show = show;
  }

  /** Returns when it is over and everything has ended. */
  void run(Stop stop) throws InterruptedException {
    Path documentsFolder = Installation.locate().home().resolve("docs/models/b2b-default");
    DocumentFiles documents =
        DocumentFiles.read(
            documentsFolder.resolve("signals.yaml"), documentsFolder.resolve("model.yaml"));
    try (EmbeddedStack stack = EmbeddedStack.start(stackSettings(), show)) {
      if (stop.isWished()) {
        return;
      }
      play(stack, documents, stop);
    }
    show.ended();
  }

  private void play(Stack stack, DocumentFiles documents, Stop stop) throws InterruptedException {
    ZoneId zone = documents.scoringModel().zone();
    Traffic traffic = new Traffic(trafficSettings(zone));
    try (SchemaRegistry registry = connect(stack);
        SchemaRegistry watching = connect(stack)) {
      Instant begun = Instant.now();
      Topics.create(stack.bootstrapServers());
      try (Publisher publisher = new Publisher(stack.bootstrapServers(), registry)) {
        publisher.publish(documents.toPublish());
        begun = ticked("topics, schemas, model " + documents.scoringModel().name(), begun);
        FlinkRest flink = new FlinkRest(stack.flinkUrl());
        String job = submit(stack);
        awaitRunning(flink, job, stop);
        ticked("the lead scoring job", begun);
        Addresses addresses =
            new Addresses(stack.bootstrapServers(), stack.registryUrl(), stack.flinkUrl());
        show.up(addresses);
        Board board = new Board(traffic.people(), labels(documents), show::said);
        SimulatedTime time = SimulatedTime.startingNow(start(zone), settings.speed());
        try (Watch watch = Watch.start(stack.bootstrapServers(), watching, board);
            Feed feed = Feed.start(traffic, publisher, time)) {
          new Screening(zone, time, board, feed, watch, flink, job, addresses).until(stop);
        }
      }
    }
  }

  private Instant ticked(String what, Instant begun) {
    Instant now = Instant.now();
    show.ready(what, Duration.between(begun, now));
    return now;
  }

  private static SchemaRegistry connect(Stack stack) {
    return ConfluentSchemaRegistry.connect(
        new RegistrySettings(List.of(stack.registryUrl()), Map.of()));
  }

  private static Map<String, String> labels(DocumentFiles documents) {
    return documents.catalogue().signals().stream()
        .collect(Collectors.toMap(SignalDefinition::name, SignalDefinition::label));
  }

  private static StackSettings stackSettings() {
    return StackSettings.builder()
        .taskManagers(TASK_MANAGERS, 1)
        .checkpointInterval(CHECKPOINTS)
        // The job is on this classpath, so there is no loader of a jar that could leak; the guard
        // would only complain on the terminal of threads that end with the cluster.
        .flinkOption("classloader.check-leaked-classloader", "false")
        .build();
  }

  private TrafficSettings trafficSettings(ZoneId zone) {
    return new TrafficSettings(
        settings.seed(),
        settings.leads(),
        start(zone),
        zone,
        SESSIONS_PER_LEAD_PER_DAY,
        ZIPF_EXPONENT,
        ANONYMOUS_SHARE,
        DUPLICATE_SHARE,
        LATE_SHARE);
  }

  /** On the morning of a Monday, so that a seed tells the same story on any day. */
  private static Instant start(ZoneId zone) {
    return ZonedDateTime.now(zone)
        .minus(HISTORY)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .with(OPENING)
        .toInstant();
  }

  private String submit(Stack stack) {
    dev.kizashi.runtime.options.Settings options =
        dev.kizashi.runtime.options.Settings.of(
            new String[] {
              "--kafka.bootstrap-servers",
              stack.bootstrapServers(),
              "--registry.url",
              stack.registryUrl(),
              "--registry.register-schemas",
              "true",
              "--audit.trail",
              "true",
              "--watermarks.idleness",
              "2 s",
              "--watermarks.idle-pace",
              Double.toString(settings.speed()),
              "--checkpoints.interval",
              CHECKPOINTS.toMillis() + " ms"
            },
            Map.of());
    URI flink = URI.create(stack.flinkUrl());
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            flink.getHost(), flink.getPort(), FlinkDefaults.with(options))) {
      environment.setParallelism(TASK_MANAGERS);
      LeadScoringJob.wire(environment, options);
      JobClient job = environment.executeAsync("kizashi-lead-scoring");
      return job.getJobID().toString();
    } catch (Exception e) {
      throw Failure.environment("The job could not be submitted: " + rootOf(e), e);
    }
  }

  private static String rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private static void awaitRunning(FlinkRest flink, String job, Stop stop)
      throws InterruptedException {
    while (!flink.isRunning(job) && !stop.within(REFRESH)) {
      requireAlive(flink, job);
    }
  }

  private static void requireAlive(FlinkRest flink, String job) {
    JobStatus status = flink.status(job);
    if (status.isGloballyTerminalState()) {
      throw Failure.environment(
          "The job has ended as %s: %s."
              .formatted(status, flink.latestFailure(job).orElse("it did not say why")));
    }
  }

  /** What runs, and what is shown of it until it is enough. */
  private final class Screening {
    private final ZoneId zone;
    private final SimulatedTime time;
    private final Board board;
    private final Feed feed;
    private final Watch watch;
    private final FlinkRest flink;
    private final String job;
    private final Addresses addresses;
    private final Instant begun = Instant.now();
    private Optional<ExplainedAlert> alert = Optional.empty();
    private Instant alertUntil = Instant.MIN;
    private Optional<Instant> firstAlertAt = Optional.empty();
    private Optional<DemoView.Named> named = Optional.empty();
    private boolean recognised;
    private Optional<DemoView.NotCounted> notCounted = Optional.empty();
    private Instant jobCheckedAt = Instant.now();
    private Optional<String> trouble = Optional.empty();
    private long judged;
    private Instant judgedAt = Instant.now();

    Screening(
        ZoneId zone,
        SimulatedTime time,
        Board board,
        Feed feed,
        Watch watch,
        FlinkRest flink,
        String job,
        Addresses addresses) {
      this.zone = zone;
      this.time = time;
      this.board = board;
      this.feed = feed;
      this.watch = watch;
      this.flink = flink;
      this.job = job;
      this.addresses = addresses;
    }

    void until(Stop stop) throws InterruptedException {
      Optional<String> over = Optional.empty();
      while (over.isEmpty()) {
        checkUp();
        tellOfIdentity();
        explainNext();
        show.view(view());
        over = stop.within(REFRESH) ? Optional.of("Stopped.") : over();
      }
      show.end(view(), over.get());
    }

    private Optional<String> over() {
      Instant now = Instant.now();
      if (time.hasReachedThePresent()) {
        return Optional.of("Simulated time has come to the present.");
      }
      boolean enough =
          settings.duration().isPresent()
              ? now.isAfter(begun.plus(settings.duration().get()))
              : !settings.untilStopped()
                  && firstAlertAt.isPresent()
                  && now.isAfter(firstAlertAt.get().plus(AFTER_THE_FIRST_ALERT))
                  && recognised;
      return enough ? Optional.of("That was the demo.") : Optional.empty();
    }

    private void checkUp() {
      feed.failure()
          .or(watch::failure)
          .ifPresent(
              e -> {
                throw e;
              });
      if (Instant.now().isAfter(jobCheckedAt.plus(JOB_CHECKED))) {
        requireAlive(flink, job);
        trouble = flink.latestFailure(job);
        jobCheckedAt = Instant.now();
      }
      requireProgress();
    }

    private void requireProgress() {
      Instant now = Instant.now();
      DemoView.Counters counters = board.counters(feed.sent());
      if (counters.judged() > judged || counters.judged() == counters.events()) {
        judged = counters.judged();
        judgedAt = now;
      } else if (now.isAfter(judgedAt.plus(STANDSTILL))) {
        throw Failure.environment(
            "The job has stood still for %d s: %s."
                .formatted(
                    STANDSTILL.toSeconds(),
                    trouble.orElse("it has not failed, so the machine may be too busy")));
      }
    }

    private void tellOfIdentity() {
      Optional<DemoView.Named> lastNamed = board.named();
      if (!lastNamed.equals(named)) {
        named = lastNamed;
        recognised |= named.isPresent();
        named.ifPresent(news -> show.named(news, view()));
      }
      Optional<DemoView.NotCounted> lastNotCounted = board.notCounted();
      if (!lastNotCounted.equals(notCounted)) {
        notCounted = lastNotCounted;
        notCounted.ifPresent(news -> show.notCounted(news, view()));
      }
    }

    private void explainNext() {
      Instant now = Instant.now();
      if (now.isBefore(alertUntil)) {
        return;
      }
      board
          .takeAlert()
          .ifPresent(
              next -> {
                alert = Optional.of(next);
                alertUntil = now.plus(ALERT_STAYS);
                firstAlertAt = firstAlertAt.or(() -> Optional.of(now));
                show.explained(next, view());
              });
    }

    private DemoView view() {
      return new DemoView(
          time.now(),
          zone,
          time.elapsed(),
          time.speed(),
          board.counters(feed.sent()),
          board.warmest(time.now(), LEADS_SHOWN),
          board.changes(),
          named,
          notCounted,
          alert,
          board.unexplained(),
          trouble,
          addresses.shortly());
    }
  }
}
