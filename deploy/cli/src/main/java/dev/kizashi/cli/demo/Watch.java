package dev.kizashi.cli.demo;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.OutputDecoder;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the job has committed, as any consumer would. */
final class Watch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final List<OutputTopic> TOPICS =
      List.of(
          OutputTopic.LEAD_SCORES,
          OutputTopic.STAGE_CHANGES,
          OutputTopic.SALES_ALERTS,
          OutputTopic.AUDIT_TRAIL);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final OutputDecoder records;
  private final Listener listener;
  private final Thread thread = new Thread(this::run, "demo-watch");
  private volatile RuntimeException failure;

  /** Hears every record, in the watching thread. */
  interface Listener {
    void scored(LeadScore score);

    void moved(StageChange change);

    void alerted(SalesAlert alert);

    void audited(AuditEntry entry);

    /** What the topic had of a lead is void: it was merged into another, or erased. */
    void removed(OutputTopic topic, String leadId);
  }

  private Watch(String bootstrapServers, SchemaRegistry registry, Listener listener) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    records = new OutputDecoder(registry);
    this.listener = listener;
  }

  /** From the beginning of the topics, which have to exist. */
  static Watch start(String bootstrapServers, SchemaRegistry registry, Listener listener) {
    Watch watch = new Watch(bootstrapServers, registry, listener);
    List<TopicPartition> partitions =
        TOPICS.stream()
            .flatMap(topic -> watch.consumer.partitionsFor(topic.topicName()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    watch.consumer.assign(partitions);
    watch.consumer.seekToBeginning(partitions);
    watch.thread.start();
    return watch;
  }

  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    try (consumer) {
      while (true) {
        consumer.poll(POLL).forEach(this::hand);
      }
    } catch (WakeupException e) {
      // It is closed.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    OutputTopic topic =
        TOPICS.stream()
            .filter(known -> known.topicName().equals(record.topic()))
            .findFirst()
            .orElseThrow();
    hand(topic, record.key(), record.value(), records, listener);
  }

  /**
   * @param key the lead's id, where the topic goes by lead
   * @param value null where what the topic had of the lead is void
   */
  static void hand(
      OutputTopic topic, byte[] key, byte[] value, OutputDecoder records, Listener listener) {
    if (value == null) {
      listener.removed(topic, new String(key, StandardCharsets.UTF_8));
      return;
    }
    switch (topic) {
      case LEAD_SCORES -> listener.scored(records.decode(LeadScore.class, value));
      case STAGE_CHANGES -> listener.moved(records.decode(StageChange.class, value));
      case SALES_ALERTS -> listener.alerted(records.decode(SalesAlert.class, value));
      case AUDIT_TRAIL -> listener.audited(records.decode(AuditEntry.class, value));
      case DEAD_LETTERS -> throw new IllegalStateException("not among those watched");
    }
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
