package dev.kizashi.cli;

import dev.kizashi.registry.IncompatibleSchemaException;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records of the contract to their topics, in the registry's wire format and in the order
 * given, each exactly once as long as this lives. Registers a topic's schema before its first
 * record.
 *
 * <p>Sending is asynchronous: what failed is told by a later call, at the latest by {@link #flush}.
 */
public final class TopicWriter implements AutoCloseable {
  private static final int LINGER_MILLIS = 20;
  private static final int BATCH_BYTES = 1 << 17;

  /** What brokers take is theirs to say. */
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  private final Connection connection;
  private final Terminal terminal;
  private final KafkaProducer<byte[], byte[]> producer;
  private final OutputEncoder encoder = new OutputEncoder();
  private final Map<String, Integer> schemaIds = new HashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private TopicWriter(Connection connection, Terminal terminal) {
    this.connection = connection;
    this.terminal = terminal;
    Map<String, Object> properties = connection.kafka();
    int patience = Math.toIntExact(connection.timeout().toMillis());
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience + LINGER_MILLIS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Returns once the brokers answer.
   *
   * @throws Failure they did not in time
   */
  public static TopicWriter open(Connection connection, Terminal terminal) {
    connection.awaitBrokers(terminal);
    return new TopicWriter(connection, terminal);
  }

  /**
   * Sends one record.
   *
   * @param topic by the contract's name
   * @param record of the topic's schema
   * @return the value that was sent
   * @throws Failure this or an earlier record could not be written
   */
  public byte[] write(String topic, String key, SpecificRecord record) {
    requireNoFailure();
    Integer schemaId = schemaIds.get(topic);
    if (schemaId == null) {
      schemaId = prepare(topic, record);
      schemaIds.put(topic, schemaId);
    }
    byte[] value = WireFormat.frame(schemaId, encoder.body(record));
    writeBytes(topic, key, value);
    return value;
  }

  /**
   * Sends what may be no record at all.
   *
   * @param topic by the contract's name
   * @throws Failure this or an earlier record could not be written
   */
  public void writeBytes(String topic, String key, byte[] value) {
    send(
        new ProducerRecord<>(
            connection.topicPrefix() + topic, key.getBytes(StandardCharsets.UTF_8), value));
  }

  /**
   * Sends what became a dead letter to the partition that it was read from.
   *
   * @throws Failure this or an earlier record could not be written
   */
  void writeAgain(StoredLetter letter) {
    send(
        new ProducerRecord<>(
            connection.topicPrefix() + letter.topic(),
            letter.partition(),
            letter.key(),
            letter.value(),
            letter.headers()));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    requireNoFailure();
    try {
      producer.send(
          record,
          (written, e) -> {
            if (e != null) {
              failure.compareAndSet(null, e);
            }
          });
    } catch (KafkaException e) {
      throw lost(e);
    }
  }

  private int prepare(String topic, SpecificRecord record) {
    connection.requireTopic(topic);
    String subject = connection.topicPrefix() + topic + "-value";
    String schema = OutputSchemas.text(record.getSchema().getName());
    try {
      return connection.ask(terminal, registry -> registry.register(subject, schema));
    } catch (IncompatibleSchemaException e) {
      throw Failure.environment(
          "The registry refuses the schema of %s: what is registered for %s is of another release."
              .formatted(record.getSchema().getName(), subject),
          e);
    }
  }

  /**
   * Returns once every record is written.
   *
   * @throws Failure one could not be
   */
  public void flush() {
    producer.flush();
    requireNoFailure();
  }

  private void requireNoFailure() {
    Exception e = failure.get();
    if (e != null) {
      throw lost(e);
    }
  }

  private static Failure lost(Exception e) {
    return Failure.environment(
        e instanceof TimeoutException
            ? "Kafka stopped answering: not everything was written. Do it again once it is back; events that arrive twice count once."
            : "Kafka refused a record, not everything was written: %s.".formatted(e.getMessage()),
        e);
  }

  @Override
  public void close() {
    producer.close();
  }
}
