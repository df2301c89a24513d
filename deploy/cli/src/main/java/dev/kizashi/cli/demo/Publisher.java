package dev.kizashi.cli.demo;

import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes input records to their topics. For one thread after the other. */
public final class Publisher implements AutoCloseable {
  private static final Map<InputTopic, String> RECORDS =
      Map.of(
          InputTopic.CLICKSTREAM, "ClickstreamEvent",
          InputTopic.EMAIL_ENGAGEMENT, "EmailEngagementEvent",
          InputTopic.OFFLINE_ACTIVITY, "OfflineActivityEvent",
          InputTopic.CRM_UPDATES, "CrmUpdate",
          InputTopic.SCORING_CONFIG, "ScoringConfig");
  private static final Duration AT_THE_END = Duration.ofSeconds(5);

  private final String topicPrefix;
  private final Map<InputTopic, Integer> schemaIds = new EnumMap<>(InputTopic.class);
  private final KafkaProducer<String, byte[]> producer;
  private final OutputEncoder encoder = new OutputEncoder();
  private volatile KafkaException failure;

  /** Registers the schemas. */
  public Publisher(String bootstrapServers, SchemaRegistry registry) {
    this(bootstrapServers, registry, "");
  }

  /**
   * The same for topics of other names.
   *
   * @param topicPrefix of all of them, as the job's option of that name
   */
  public Publisher(String bootstrapServers, SchemaRegistry registry, String topicPrefix) {
    this.topicPrefix = topicPrefix;
    RECORDS.forEach(
        (topic, record) ->
            schemaIds.put(
                topic,
                registry.register(
                    topicPrefix + topic.topicName() + "-value", OutputSchemas.text(record))));
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** In their order, and waits until they are there. */
  public void publish(List<ConfigDocument> documents) {
    for (ConfigDocument document : documents) {
      boolean signals = document.kind() == ConfigDocument.Kind.SIGNALS;
      ScoringConfig config =
          ScoringConfig.newBuilder()
              .setKind(signals ? ConfigKind.SIGNALS : ConfigKind.MODEL)
              .setName(document.name())
              .setVersion(document.version())
              .setDocument(document.text())
              .setPublishedAt(Instant.now())
              .setPublishedBy("demo")
              .build();
      send(
          InputTopic.SCORING_CONFIG,
          signals ? document.name() : "model/" + document.name(),
          config);
    }
    producer.flush();
    throwFailure();
  }

  /**
   * Does not wait for the broker.
   *
   * @return bytes of the record's value
   * @throws KafkaException an event before this one did not get there
   */
  public int send(TrafficEvent event) {
    throwFailure();
    return send(event.topic(), event.key(), event.record());
  }

  private int send(InputTopic topic, String key, SpecificRecord record) {
    byte[] value = WireFormat.frame(schemaIds.get(topic), encoder.body(record));
    // The callback hears what the future would say.
    var unused =
        producer.send(
            new ProducerRecord<>(topicPrefix + topic.topicName(), key, value),
            (metadata, e) -> {
              if (e != null) {
                failure =
                    new KafkaException("The broker did not take an event: " + e.getMessage(), e);
              }
            });
    return value.length;
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    producer.close(AT_THE_END);
  }
}
