package dev.kizashi.cli;

import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.relay.Relay;
import dev.kizashi.relay.RelayFailure;
import dev.kizashi.relay.RelaySettings;
import dev.kizashi.relay.RetryPolicy;
import dev.kizashi.relay.Signatures;
import dev.kizashi.relay.TrustedCertificates;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay}: alerts to a CRM. */
@Command(
    name = "relay",
    description = {
      "Posts every alert of sales-alerts to a CRM's endpoint, as a CloudEvent signed by Standard"
          + " Webhooks, until it is stopped.",
      "At least once and in order by lead: the receiver deduplicates on the header webhook-id."
          + " What it does not take goes to dead-letters. Several relays of one group share the"
          + " work. docs/crm says how to receive."
    })
final class RelayCommand implements Callable<Integer> {
  private static final String SECRET_VARIABLE = "KIZASHI_RELAY_SECRET";
  private static final String STORE_PASSWORD_VARIABLE = "KIZASHI_RELAY_TRUSTSTORE_PASSWORD";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Terminal terminal;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "${env:KIZASHI_RELAY_ENDPOINT}",
      description =
          "Where alerts are posted to, https. Where the address itself is a secret, name it in the"
              + " environment, KIZASHI_RELAY_ENDPOINT.")
  private String endpoint;

  @Option(names = "--plain-http", description = "Allow an endpoint with http beyond this machine.")
  private boolean plainHttp;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "What requests are signed with, whsec_…, a line each: several while they are changed."
              + " Default: the environment's KIZASHI_RELAY_SECRET, separated by spaces.")
  private Path secretFile;

  @Option(
      names = "--truststore",
      paramLabel = "FILE",
      description =
          "Whom to believe to be the endpoint: certificates as PEM, or a trust store whose password"
              + " is the environment's KIZASHI_RELAY_TRUSTSTORE_PASSWORD. Default: whom Java"
              + " believes.")
  private Path truststore;

  @Option(
      names = "--group",
      paramLabel = "ID",
      defaultValue = "kizashi-relay",
      description = "The consumer group; one for each receiver. Default: ${DEFAULT-VALUE}.")
  private String group;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = InstantOption.class,
      description =
          "Where a group begins that has delivered nothing yet: with what was written since."
              + " Default: with the oldest alert that the topic has.")
  private Long from;

  @Option(
      names = "--leads-at-once",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many alerts may be in flight. Default: ${DEFAULT-VALUE}.")
  private int leadsAtOnce;

  @Option(
      names = "--answer-within",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "10s",
      description = "How long the receiver may take to answer. Default: ${DEFAULT-VALUE}.")
  private Duration answerWithin;

  @Option(
      names = "--first-pause",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "1s",
      description =
          "Before an alert is tried for the second time; doubles from try to try. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration firstPause;

  @Option(
      names = "--longest-pause",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "5min",
      description = "What it doubles to. Default: ${DEFAULT-VALUE}.")
  private Duration longestPause;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "24h",
      description =
          "How long an alert is tried before it becomes a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration giveUpAfter;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "How often at most. Default: as often as the time allows.")
  private Integer tries;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = AddressOption.class,
      description =
          "Take acknowledgements (POST /acknowledgements) and tell of the relay's health (GET"
              + " /health) there. Default: nowhere.")
  private InetSocketAddress listen;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Tell metrics to Prometheus (GET /metrics) there, at every address of this machine; 0 is"
              + " any port. Default: nowhere.")
  private Integer metricsPort;

  @Option(
      names = "--late-after",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "15min",
      description =
          "How old an undelivered alert may get before /health answers 503. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration lateAfter;

  @Option(
      names = "--stop-within",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "20s",
      description =
          "How long what is in flight may take once the relay is told to stop. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration stopWithin;

  @Mixin private Connection connection;

  RelayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    RelaySettings settings = settings();
    Stop stop = Stop.onSignals();
    if (!awaitBrokers(stop)) {
      return ExitCode.FINE;
    }
    requireTopics();
    try (SchemaRegistry registry = connection.registry();
        Relay relay = new Relay(settings, registry, this::note)) {
      note("Relaying alerts.");
      relay.run(stop::isWished);
      note("Ending.");
    } catch (RelayFailure e) {
      throw Failure.environment(e.getMessage(), e);
    }
    return ExitCode.FINE;
  }

  /** Couriers speak at once; a terminal listens to one at a time. */
  private synchronized void note(String line) {
    terminal.note(line);
  }

  private RelaySettings settings() {
    if (endpoint == null) {
      throw Failure.usage(
          "Name the endpoint with --endpoint, or in the environment as KIZASHI_RELAY_ENDPOINT.");
    }
    Signatures signatures =
        usable("The secrets cannot be used: %s.", () -> Signatures.with(secrets()));
    Optional<SSLContext> trust =
        usable(
            "--truststore cannot be used: %s.",
            () ->
                Optional.ofNullable(truststore)
                    .map(file -> TrustedCertificates.in(file, variable(STORE_PASSWORD_VARIABLE))));
    return usable(
        "The relay cannot run so: %s.",
        () ->
            new RelaySettings(
                new RelaySettings.Source(
                    connection.kafka(),
                    connection.topicPrefix(),
                    group,
                    Optional.ofNullable(from).map(Instant::ofEpochMilli),
                    JobOptions.ALERT_SOURCE.defaultValue()),
                new RelaySettings.Target(
                    RelaySettings.Target.endpoint(endpoint, plainHttp),
                    signatures,
                    trust,
                    answerWithin,
                    leadsAtOnce),
                new RetryPolicy(
                    firstPause,
                    longestPause,
                    giveUpAfter,
                    tries == null ? Integer.MAX_VALUE : tries),
                Optional.ofNullable(listen),
                Optional.ofNullable(metricsPort).map(RelayCommand::everyAddress),
                lateAfter,
                stopWithin));
  }

  private static InetSocketAddress everyAddress(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--metrics-port is no port: " + port);
    }
    return new InetSocketAddress(port);
  }

  private static <T> T usable(String sentence, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(sentence.formatted(e.getMessage()));
    }
  }

  private List<String> secrets() {
    if (secretFile == null) {
      return variable(SECRET_VARIABLE)
          .map(text -> List.of(text.strip().split("\\s+")))
          .orElse(List.of());
    }
    try (Stream<String> lines = Files.lines(secretFile)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(secretFile + " cannot be read", e);
    }
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  /**
   * However long it takes: a relay is started once and left alone.
   *
   * @return false when it is told to stop before they answer
   */
  private boolean awaitBrokers(Stop stop) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!stop.isWished()) {
      try {
        connection.awaitBrokers(terminal);
        return true;
      } catch (Failure e) {
        note("%s Asking again in %d s.".formatted(e.getMessage(), pause.toSeconds()));
        stop.within(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      }
    }
    return false;
  }

  private void requireTopics() {
    connection.requireTopic(OutputTopic.SALES_ALERTS.topicName());
    connection.requireTopic(OutputTopic.DEAD_LETTERS.topicName());
    if (listen != null) {
      connection.requireTopic(InputTopic.CRM_UPDATES.topicName());
    }
  }
}
