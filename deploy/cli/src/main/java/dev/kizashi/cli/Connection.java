package dev.kizashi.cli;

import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.StackStatus;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Option;

/**
 * Which brokers and which registry a command talks to: those that its options, the environment or
 * an options file of the job name, or else those of the stack that {@code local up} left running.
 */
public final class Connection {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka's brokers. Default: the local stack's.")
  private String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "The schema registry. Default: the local stack's.")
  private String registry;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Options of the job, for brokers and registries that want to know who asks:"
              + " kafka.client.*, registry.client.*.")
  private Path config;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for them to answer. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  private static final Duration SILENCE_BEFORE_A_WORD = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Settings settings;

  /** Brokers and registry by their addresses, without any option. */
  public static Connection to(String bootstrap, String registry, Duration timeout) {
    Connection connection = new Connection();
    connection.bootstrap = bootstrap;
    connection.registry = registry;
    connection.timeoutSeconds = Math.toIntExact(timeout.toSeconds());
    return connection;
  }

  /** What every Kafka client of the command is given. */
  public Map<String, Object> kafka() {
    Map<String, Object> properties = new HashMap<>(settings().passedOn(Settings.KAFKA_CLIENT));
    properties.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        settings().require(JobOptions.KAFKA_BOOTSTRAP_SERVERS));
    return properties;
  }

  /** How long an answer may take. */
  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  /** What goes before every topic's name. */
  public String topicPrefix() {
    return settings().get(JobOptions.TOPIC_PREFIX);
  }

  /** The registry's client; no request yet. */
  public ConfluentSchemaRegistry registry() {
    return ConfluentSchemaRegistry.connect(
        new RegistrySettings(
            List.of(settings().require(JobOptions.REGISTRY_URL).split(",", -1)),
            settings().passedOn(Settings.REGISTRY_CLIENT)));
  }

  /**
   * Returns once brokers answer.
   *
   * @throws Failure they did not within the timeout
   */
  public void awaitBrokers(Terminal terminal) {
    Object address = kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    try (Admin admin = admin()) {
      var answer = admin.describeCluster().clusterId();
      // The client gives up by the whole time: the word must not race with that.
      long beforeAWord = Math.min(SILENCE_BEFORE_A_WORD.toMillis(), timeout().toMillis() / 2);
      try {
        answer.get(beforeAWord, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        terminal.note(waiting("Kafka", address));
        answer.get(timeout().toMillis() - beforeAWord, TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      throw Failure.environment(
          "Kafka does not answer at %s: start it, with `kizashi local up` if it is the local one, or name another with --bootstrap."
              .formatted(address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("Interrupted while waiting for Kafka.", e);
    }
  }

  /** Gives up what it waits for by itself: closing it would wait for that. */
  private Admin admin() {
    Map<String, Object> properties = kafka();
    int patience = Math.toIntExact(timeout().toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    return Admin.create(properties);
  }

  /**
   * Looks for a topic.
   *
   * @param topic by the contract's name
   * @throws Failure there is none
   */
  void requireTopic(String topic) {
    String name = topicPrefix() + topic;
    try (Admin admin = admin()) {
      admin.describeTopics(List.of(name)).allTopicNames().get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw Failure.environment(
            "There is no topic %s at %s: create the topics first, with `kizashi doctor --create`."
                .formatted(name, kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)),
            e);
      }
      throw Failure.environment(
          "Topic %s cannot be looked at: %s.".formatted(name, e.getCause().getMessage()), e);
    } catch (TimeoutException e) {
      throw Failure.environment("Kafka stopped answering.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("Interrupted while looking for a topic.", e);
    }
  }

  /**
   * Asks the registry until it answers.
   *
   * @throws Failure it did not within the timeout
   */
  public <T> T ask(Terminal terminal, Function<SchemaRegistry, T> question) {
    Instant giveUp = Instant.now().plusSeconds(timeoutSeconds);
    boolean told = false;
    try (SchemaRegistry client = registry()) {
      while (true) {
        try {
          return question.apply(client);
        } catch (RegistryUnavailableException e) {
          String url = settings().require(JobOptions.REGISTRY_URL);
          if (Instant.now().isAfter(giveUp)) {
            throw Failure.environment(
                "The schema registry does not answer at %s: start it, with `kizashi local up` if it is the local one, or name another with --registry."
                    .formatted(url),
                e);
          }
          if (!told) {
            terminal.note(waiting("the schema registry", url));
            told = true;
          }
          Thread.sleep(PAUSE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("Interrupted while waiting for the schema registry.", e);
    }
  }

  private String waiting(String what, Object where) {
    return "waiting for %s at %s (%d s at most)…".formatted(what, where, timeoutSeconds);
  }

  /**
   * All options that apply: those of the job where a file names them.
   *
   * @throws Failure they are not right, or there is nothing to connect to
   */
  public Settings settings() {
    if (settings == null) {
      Settings named = settings(bootstrap, registry);
      boolean brokersNamed = named.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS) != null;
      boolean registryNamed = named.get(JobOptions.REGISTRY_URL) != null;
      if (brokersNamed != registryNamed) {
        // One registry's ids mean nothing with another's brokers.
        throw Failure.usage(
            brokersNamed
                ? "Name the registry that belongs to these brokers with --registry."
                : "Name the brokers that belong to this registry with --bootstrap.");
      }
      settings = brokersNamed ? named : ofLocalStack();
    }
    return settings;
  }

  private Settings ofLocalStack() {
    StackStatus stack =
        DetachedStack.ofInstallation()
            .status()
            .orElseThrow(
                () ->
                    Failure.environment(
                        "No local stack is running: start one with `kizashi local up`, or name brokers and registry with --bootstrap and --registry."));
    return settings(stack.bootstrapServers(), stack.registryUrl());
  }

  private Settings settings(String brokers, String url) {
    List<String> arguments = new ArrayList<>();
    if (config != null) {
      arguments.addAll(List.of("--config", config.toString()));
    }
    if (brokers != null) {
      arguments.addAll(List.of("--" + JobOptions.KAFKA_BOOTSTRAP_SERVERS.key(), brokers));
    }
    if (url != null) {
      arguments.addAll(List.of("--" + JobOptions.REGISTRY_URL.key(), url));
    }
    try {
      return Settings.of(arguments.toArray(String[]::new), System.getenv());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage() + ".");
    }
  }
}
