package dev.kizashi.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.kafka.common.utils.Time;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The same stack in two JVMs, quicker to start and lighter: a real broker and a Flink MiniCluster
 * with its TaskManagers in this one, the registry in a process of its own.
 *
 * <p>From the start on, this JVM logs into {@code embedded.log} in the state folder's {@code logs},
 * and to no terminal. It must have been started with the {@code --add-opens} of the root pom.
 *
 * <p>A job jar finds {@code org.apache.flink} classes on this JVM's classpath before its own: what
 * it brings itself, such as the Kafka connector, must not lie there too.
 */
public final class EmbeddedStack implements Stack {

  private final Blueprint blueprint;
  private final ExitHook exitHook;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Processes registry;
  private KafkaRaftServer broker;
  private MiniCluster flink;
  private String flinkUrl;

  private EmbeddedStack(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.registry =
        new Processes(blueprint, List.of(blueprint.registry()), Launch.Lifetime.WITH_PARENT);
    this.exitHook = new ExitHook(this::close);
  }

  /**
   * Returns once every part is healthy.
   *
   * @throws StackFailure one did not come up; nothing is left running
   */
  public static EmbeddedStack start(StackSettings settings, StackListener listener) {
    Installation installation = Installation.locate();
    StateFolder folder = StateFolder.prepare(settings);
    return Ports.onFreePorts(
        listener,
        ports -> {
          EmbeddedStack stack =
              new EmbeddedStack(new Blueprint(installation, settings, folder, ports));
          try {
            stack.bringUp(listener);
            return stack;
          } catch (StackFailure.PortTaken e) {
            stack.endParts();
            stack.exitHook.withdraw();
            throw e;
          } catch (RuntimeException e) {
            stack.close();
            throw e;
          }
        });
  }

  @Override
  public String bootstrapServers() {
    return blueprint.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return blueprint.registryUrl();
  }

  @Override
  public String flinkUrl() {
    return flinkUrl;
  }

  @Override
  public Path stateFolder() {
    return blueprint.folder().root();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    exitHook.withdraw();
    endParts();
    if (!blueprint.settings().keepState()) {
      blueprint.folder().delete();
    }
  }

  private void bringUp(StackListener listener) {
    blueprint.writeLogging();
    System.setProperty("log.file", blueprint.folder().log("embedded").toString());
    Configurator.reconfigure(blueprint.folder().logging().toUri());

    registry.start(listener);
    startBroker(listener);
    startFlink(listener);
    registry.awaitHealthy(listener);
    Processes.setCompatibility(registryUrl(), blueprint.settings().registryCompatibility());
  }

  private void startBroker(StackListener listener) {
    listener.starting("kafka", bootstrapServers());
    Instant startedAt = Instant.now();
    Path file = blueprint.writeBrokerProperties();
    Broker.format(file, blueprint.settings().brokerFormat());
    broker = new KafkaRaftServer(new KafkaConfig(blueprint.brokerProperties(), false), Time.SYSTEM);
    try {
      broker.startup();
    } catch (RuntimeException e) {
      throw failure("kafka", e);
    }
    listener.ready("kafka", Duration.between(startedAt, Instant.now()));
  }

  private void startFlink(StackListener listener) {
    listener.starting("flink", "a free port");
    Instant startedAt = Instant.now();
    StackSettings settings = blueprint.settings();
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(FlinkSettings.embedded(settings, blueprint.folder()))
                .setNumTaskManagers(settings.taskManagers())
                .setNumSlotsPerTaskManager(settings.slotsPerTaskManager())
                .withRandomPorts()
                .build());
    try {
      flink.start();
      flinkUrl = flink.getRestAddress().get().toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("flink", e);
    } catch (Exception e) {
      throw failure("flink", e);
    }
    listener.ready("flink", Duration.between(startedAt, Instant.now()));
  }

  private void endParts() {
    try {
      if (flink != null) {
        flink.close();
      }
    } catch (Exception e) {
      throw new StackFailure("Flink did not end: " + e.getMessage(), e);
    } finally {
      if (broker != null) {
        broker.shutdown();
        broker.awaitShutdown();
      }
      registry.end(blueprint.settings().keepState());
    }
  }

  private static StackFailure failure(String part, Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = "%s could not be started: %s".formatted(part, root);
    return Part.PORT_TAKEN.matcher(message).find()
        ? new StackFailure.PortTaken(message)
        : new StackFailure(message, e);
  }
}
