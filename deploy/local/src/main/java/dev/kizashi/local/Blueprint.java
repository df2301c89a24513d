package dev.kizashi.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** The processes of a stack, and the configuration files that they read. */
record Blueprint(
    Installation installation, StackSettings settings, StateFolder folder, Ports ports) {

  private static final String REGISTRY_MAIN = "io.quarkus.runner.GeneratedMain";

  private static final int COORDINATOR_HEAP_MEGABYTES = 64;

  /** Flink's own copy of ZooKeeper has the server, too. */
  private static final String COORDINATOR_MAIN =
      "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

  String bootstrapServers() {
    return Ports.HOST + ":" + ports.broker();
  }

  String registryUrl() {
    return "http://%s:%d/apis/ccompat/v7".formatted(Ports.HOST, ports.registry());
  }

  String flinkUrl() {
    return "http://%s:%d".formatted(Ports.HOST, ports.flinkRest());
  }

  /** Coordinator, broker, registry, JobManager and TaskManagers; writes their configuration. */
  List<Launch> processes() {
    writeLogging();
    Configuration flink = FlinkSettings.cluster(settings, folder, ports);
    FlinkSettings.write(flink, folder.conf());
    List<Launch> launches = new ArrayList<>();
    launches.add(coordinator());
    launches.add(broker());
    launches.add(registry());
    MetricsTargets metrics = new MetricsTargets(settings, ports);
    launches.add(jobManager(metrics));
    for (int number = 1; number <= settings.taskManagers(); number++) {
      launches.add(taskManager("taskmanager-" + number, flink, metrics));
    }
    metrics.write(folder.conf());
    return launches;
  }

  /** The registry in its process of its own; its H2 file outlives a kill at any moment. */
  Launch registry() {
    return new Launch(
        "registry",
        Role.REGISTRY,
        registryUrl(),
        folder.log("registry"),
        List.of(
            "-Xmx%dm".formatted(settings.memory().registryHeapMegabytes()),
            "-XX:+UseSerialGC",
            "-Dquarkus.http.host=" + Ports.HOST,
            "-Dquarkus.http.port=" + ports.registry(),
            "-DREGISTRY_DATASOURCE_URL=jdbc:h2:file:%s;WRITE_DELAY=0"
                .formatted(folder.registry().resolve("registry"))),
        installation.registryClasspath(),
        REGISTRY_MAIN,
        List.of());
  }

  void writeLogging() {
    try (InputStream in = Blueprint.class.getResourceAsStream("process-log4j2.properties")) {
      Files.copy(in, folder.logging(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackFailure("The logging configuration could not be written: " + e, e);
    }
  }

  Properties brokerProperties() {
    return Broker.properties(ports, folder, settings.brokerOptions());
  }

  Path writeBrokerProperties() {
    return write(brokerProperties(), "server.properties");
  }

  private Path write(Properties properties, String name) {
    Path file = folder.conf().resolve(name);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
      return file;
    } catch (IOException e) {
      throw new StackFailure("%s could not be written: %s".formatted(file, e), e);
    }
  }

  private Launch coordinator() {
    return new Launch(
        "zookeeper",
        Role.COORDINATOR,
        Ports.HOST + ":" + ports.coordinator(),
        folder.log("zookeeper"),
        List.of("-Xmx%dm".formatted(COORDINATOR_HEAP_MEGABYTES), "-XX:+UseSerialGC"),
        installation.flinkClasspath(),
        COORDINATOR_MAIN,
        List.of(writeCoordinatorProperties().toString()));
  }

  private Path writeCoordinatorProperties() {
    Properties properties = new Properties();
    properties.setProperty("dataDir", folder.coordinator().toString());
    properties.setProperty("clientPort", String.valueOf(ports.coordinator()));
    properties.setProperty("clientPortAddress", Ports.HOST);
    // Sessions end after 2 to 20 ticks: the JobManager's after six seconds, as heartbeats do.
    properties.setProperty("tickTime", "500");
    properties.setProperty("maxClientCnxns", "0");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("4lw.commands.whitelist", Probe.ARE_YOU_OK);
    return write(properties, "zookeeper.properties");
  }

  private Launch broker() {
    return new Launch(
        "kafka",
        Role.BROKER,
        bootstrapServers(),
        folder.log("kafka"),
        List.of("-Xmx%dm".formatted(settings.memory().brokerHeapMegabytes())),
        installation.kafkaClasspath(),
        Broker.class.getName(),
        brokerArguments());
  }

  private List<String> brokerArguments() {
    List<String> arguments = new ArrayList<>(List.of(writeBrokerProperties().toString()));
    arguments.addAll(settings.brokerFormat());
    return arguments;
  }

  private Launch jobManager(MetricsTargets metrics) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
    arguments.addAll(metrics.argumentsOf("jobmanager"));
    return new Launch(
        "jobmanager",
        Role.JOB_MANAGER,
        flinkUrl(),
        folder.log("jobmanager"),
        List.of("-Xmx%dm".formatted(settings.memory().jobManagerHeapMegabytes())),
        flinkClasspath(),
        StandaloneSessionClusterEntrypoint.class.getName(),
        arguments);
  }

  private Launch taskManager(String name, Configuration flink, MetricsTargets metrics) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
    arguments.addAll(FlinkSettings.taskManagerArguments(flink));
    arguments.add("-D");
    arguments.add(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=" + name);
    arguments.addAll(metrics.argumentsOf(name));
    return new Launch(
        name,
        Role.TASK_MANAGER,
        flinkUrl() + "/taskmanagers/" + name,
        folder.log(name),
        FlinkSettings.taskManagerJvmOptions(flink),
        flinkClasspath(),
        TaskManagerRunner.class.getName(),
        arguments);
  }

  private String flinkClasspath() {
    StringBuilder jars = new StringBuilder(installation.flinkClasspath());
    settings.flinkJars().forEach(jar -> jars.append(':').append(jar));
    return jars.toString();
  }
}
