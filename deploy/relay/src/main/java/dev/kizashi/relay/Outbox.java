package dev.kizashi.relay;

import dev.kizashi.events.CrmUpdate;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.DeadLetterHeaders;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the relay writes: dead letters, and acknowledgements. Each call returns once the brokers
 * have the record, on as many replicas as the topic asks for. A repeated call writes it again; who
 * reads it deduplicates.
 */
final class Outbox implements AutoCloseable {
  private static final int REQUEST_MILLIS = 5_000;

  /** How long a call may take; for whoever waits at the other end of a connection. */
  private static final int PATIENCE_MILLIS = 10_000;

  /** A dead letter holds more than the record that it was made of; as the topic's own limit. */
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  private static final Duration AT_THE_END = Duration.ofSeconds(5);

  private final String topicPrefix;
  private final SchemaRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile Integer crmUpdateSchema;

  /**
   * @param kafka what every client is given
   */
  Outbox(Map<String, Object> kafka, String topicPrefix, SchemaRegistry registry) {
    this.topicPrefix = topicPrefix;
    this.registry = registry;
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Writes a dead letter.
   *
   * @throws KafkaException it was not written, or nobody said so in time
   */
  void bury(Undelivered alert, Unusable why) throws InterruptedException {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topicPrefix + OutputTopic.DEAD_LETTERS.topicName(), alert.key(), alert.value());
    DeadLetterHeaders.of(
            OutputTopic.SALES_ALERTS.topicName(),
            alert.partition(),
            alert.offset(),
            alert.timestamp(),
            why.reason(),
            why.detail())
        .forEach((name, text) -> letter.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    write(letter);
  }

  /**
   * Writes what the CRM said.
   *
   * @throws KafkaException as {@link #bury}
   * @throws dev.kizashi.registry.RegistryException the registry did not say under which id
   */
  void write(CrmUpdate update) throws InterruptedException {
    write(
        new ProducerRecord<>(
            topicPrefix + InputTopic.CRM_UPDATES.topicName(),
            update.getLeadId().getBytes(StandardCharsets.UTF_8),
            WireFormat.frame(crmUpdateSchema(), new OutputEncoder().body(update))));
  }

  private int crmUpdateSchema() {
    Integer id = crmUpdateSchema;
    if (id == null) {
      id =
          registry.register(
              topicPrefix + InputTopic.CRM_UPDATES.topicName() + "-value",
              OutputSchemas.text(CrmUpdate.getClassSchema().getName()));
      crmUpdateSchema = id;
    }
    return id;
  }

  private void write(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      producer.send(record).get();
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException refused
          ? refused
          : new KafkaException(e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close(AT_THE_END);
  }
}
