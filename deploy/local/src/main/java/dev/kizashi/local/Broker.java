package dev.kizashi.local;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** A Kafka node that is broker and controller in one, formatted when its folder is new. */
final class Broker {

  // Any constant will do: a folder formatted by an earlier run is recognised by it.
  private static final String CLUSTER_ID = "S2l6YXNoaS1sb2NhbC0wMQ";

  /** Where clients connect; how they have to is an override of the listener's security protocol. */
  private static final String CLIENTS = "CLIENTS";

  private Broker() {}

  /** The process of its own: formats, then runs Kafka until it is ended. */
  public static void main(String[] args) {
    List<String> given = List.of(args);
    format(Path.of(given.get(0)), given.subList(1, given.size()));
    Kafka.main(new String[] {given.get(0)});
  }

  static Properties properties(Ports ports, StateFolder folder, Map<String, String> overrides) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty(
        "controller.quorum.voters", "1@%s:%d".formatted(Ports.HOST, ports.controller()));
    properties.setProperty(
        "listeners",
        "%s://%s:%d,CONTROLLER://%s:%d"
            .formatted(CLIENTS, Ports.HOST, ports.broker(), Ports.HOST, ports.controller()));
    properties.setProperty(
        "advertised.listeners", "%s://%s:%d".formatted(CLIENTS, Ports.HOST, ports.broker()));
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("inter.broker.listener.name", CLIENTS);
    properties.setProperty(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("log.dirs", folder.broker().toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    for (String internal :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      properties.setProperty(internal + ".replication.factor", "1");
      // One broker gains nothing from the fifty partitions of a production cluster but open files.
      properties.setProperty(internal + ".num.partitions", "4");
    }
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    // A quarter of a small heap would go to the cleaner by default.
    properties.setProperty("log.cleaner.dedupe.buffer.size", "33554432");
    // A killed broker is let back in once its old session has timed out.
    properties.setProperty("broker.session.timeout.ms", "4000");
    properties.setProperty("broker.heartbeat.interval.ms", "1000");
    properties.putAll(overrides);
    return properties;
  }

  /**
   * @param more arguments of Kafka's own tool, such as the first users that brokers know
   */
  static void format(Path propertiesFile, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", propertiesFile.toString()));
    arguments.addAll(more);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        StorageTool.execute(
            arguments.toArray(String[]::new), new PrintStream(said, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new StackFailure(
          "The broker's storage could not be formatted: " + said.toString(StandardCharsets.UTF_8));
    }
  }
}
