package dev.kizashi.local;

import java.nio.file.Path;

/** A broker, a schema registry and a Flink cluster on this machine, and where each answers. */
public interface Stack extends AutoCloseable {

  /** Kafka's {@code host:port}. */
  String bootstrapServers();

  /** Base URL of the registry's Confluent API. */
  String registryUrl();

  /** Base URL of Flink's REST API and web UI. */
  String flinkUrl();

  /** Where topics, schemas, checkpoints, savepoints and logs lie. */
  Path stateFolder();

  /** Ends everything that was started; deletes the state folder unless it was to be kept. */
  @Override
  void close();
}
