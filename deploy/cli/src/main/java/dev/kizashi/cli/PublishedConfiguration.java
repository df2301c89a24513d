package dev.kizashi.cli;

import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.ConfigRecords;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What stands on {@code scoring-config}, judged as the job judges it, and what may be added: so
 * that a document that the job would refuse is refused here, where somebody reads it.
 */
public final class PublishedConfiguration {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Configuration configuration;
  private final List<String> refused;

  private PublishedConfiguration(Configuration configuration, List<String> refused) {
    this.configuration = configuration;
    this.refused = refused;
  }

  /** Reads the topic to its end. */
  public static PublishedConfiguration read(Connection connection, Terminal terminal) {
    String topic = InputTopic.SCORING_CONFIG.topicName();
    connection.requireTopic(topic);
    TopicPartition partition = new TopicPartition(connection.topicPrefix() + topic, 0);
    Map<String, Object> properties = connection.kafka();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Configuration configuration = new Configuration();
    List<String> refused = new ArrayList<>();
    // Records cannot be read without it: better to say so than to wait for ever.
    connection.ask(terminal, SchemaRegistry::subjects);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        SchemaRegistry registry = connection.registry()) {
      ConfigRecords records = new ConfigRecords(new WriterSchemas(registry));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          // What is refused here the job has refused too.
          records
              .decode(record.value())
              .fold(configuration::offer, unusable -> Optional.of(unusable.toString()))
              .ifPresent(why -> refused.add("offset %d: %s".formatted(record.offset(), why)));
        }
      }
    }
    return new PublishedConfiguration(configuration, refused);
  }

  /** Whether there is a model with its catalogue to judge by. */
  public boolean isReady() {
    return configuration.isReady();
  }

  /** In the order of publication. */
  public List<ConfigDocument> accepted() {
    return configuration.accepted();
  }

  /** What stands there and is not used, each with its offset and why. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /** Why documents cannot follow what is published; empty when they can, or are there already. */
  public List<String> refusals(List<ConfigDocument> documents) {
    List<String> refusals = new ArrayList<>();
    for (ConfigDocument document : documents) {
      Optional<ConfigDocument> same = sameVersion(document);
      if (same.isPresent()) {
        if (!same.get().text().equals(document.text())) {
          refusals.add(
              "%s version %d is published with another text: raise its version."
                  .formatted(key(document), document.version()));
        }
      } else {
        newest(document)
            .filter(newest -> newest > document.version())
            .ifPresent(
                newest ->
                    refusals.add(
                        "%s version %d is older than version %d, which is published: raise its version."
                            .formatted(key(document), document.version(), newest)));
      }
    }
    return refusals;
  }

  /**
   * Publishes what is not there yet and returns it.
   *
   * @param documents without {@link #refusals}
   */
  public List<ConfigDocument> publish(
      List<ConfigDocument> documents, Connection connection, Terminal terminal) {
    List<ConfigDocument> missing =
        documents.stream().filter(document -> sameVersion(document).isEmpty()).toList();
    try (TopicWriter writer = TopicWriter.open(connection, terminal)) {
      missing.forEach(document -> write(writer, document));
      writer.flush();
    }
    return missing;
  }

  /** Writes a document to the topic, without asking what is there. */
  public static void write(TopicWriter writer, ConfigDocument document) {
    writer.write(
        InputTopic.SCORING_CONFIG.topicName(),
        key(document),
        ScoringConfig.newBuilder()
            .setKind(ConfigKind.valueOf(document.kind().name()))
            .setName(document.name())
            .setVersion(document.version())
            .setDocument(document.text())
            .setPublishedAt(Instant.now())
            .setPublishedBy(System.getProperty("user.name"))
            .build());
  }

  /** The record's key. */
  static String key(ConfigDocument document) {
    return document.kind() == ConfigDocument.Kind.SIGNALS
        ? ConfigDocument.SIGNALS
        : "model/" + document.name();
  }

  private Optional<ConfigDocument> sameVersion(ConfigDocument document) {
    return published(document).stream()
        .filter(known -> known.version() == document.version())
        .findFirst();
  }

  private Optional<Integer> newest(ConfigDocument document) {
    return published(document).stream().map(ConfigDocument::version).max(Integer::compare);
  }

  private List<ConfigDocument> published(ConfigDocument document) {
    return configuration.accepted().stream()
        .filter(known -> key(known).equals(key(document)))
        .toList();
  }
}
