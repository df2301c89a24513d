package dev.kizashi.cli.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All committed records of a topic, in the order of each partition. For one thread. */
public final class CommittedRecords implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FRAME_BYTES = 5;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  CommittedRecords(String bootstrapServers, String topic) {
    this(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topic);
  }

  /**
   * The same where brokers want to know who asks.
   *
   * @param client settings of Kafka's client
   */
  public CommittedRecords(Map<String, Object> client, String topic) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on until what has come satisfies a condition. */
  public List<ConsumerRecord<byte[], byte[]>> until(
      Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(ScoringStack.PATIENCE)
        .until(() -> enough.test(soFar()));
    return records;
  }

  /** The same with the records read. */
  public <T extends SpecificRecord> List<T> until(Class<T> type, Predicate<List<T>> enough) {
    return decoded(type, until(raw -> enough.test(decoded(type, raw))));
  }

  /** Everything up to what is committed now. */
  public List<ConsumerRecord<byte[], byte[]>> soFar() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    do {
      consumer.poll(POLL).forEach(records::add);
    } while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
    return records;
  }

  /** The same with the records read. */
  public <T extends SpecificRecord> List<T> soFar(Class<T> type) {
    return decoded(type, soFar());
  }

  /** Tombstones left out. */
  private static <T extends SpecificRecord> List<T> decoded(
      Class<T> type, List<ConsumerRecord<byte[], byte[]>> raw) {
    return raw.stream()
        .filter(record -> record.value() != null)
        .map(record -> decoded(type, record.value()))
        .toList();
  }

  /** One record, behind its frame. */
  static <T extends SpecificRecord> T decoded(Class<T> type, byte[] value) {
    try {
      return new SpecificDatumReader<T>(type)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, FRAME_BYTES, value.length - FRAME_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
