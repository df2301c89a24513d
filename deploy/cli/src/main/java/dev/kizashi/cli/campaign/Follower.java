package dev.kizashi.cli.campaign;

import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of the outputs as users run them, {@code read_committed}, from the first record on. It
 * keeps what it has read as one digest a partition: two that have read the same have the same.
 */
final class Follower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PRIME = 1_099_511_628_211L;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Digest> read = new HashMap<>();

  /**
   * What was read of a partition.
   *
   * @param end the offset to be read next
   */
  record Digest(long records, long end, long hash) {
    private static final Digest NOTHING = new Digest(0, 0, 0xcbf2_9ce4_8422_2325L);

    private Digest and(ConsumerRecord<byte[], byte[]> record) {
      long mixed = mix(hash, record.offset());
      mixed = mix(mixed, Arrays.hashCode(record.key()));
      mixed = mix(mixed, Arrays.hashCode(record.value()));
      return new Digest(records + 1, record.offset() + 1, mixed);
    }

    private Digest upTo(long position) {
      return new Digest(records, position, hash);
    }

    private static long mix(long hash, long value) {
      return (hash ^ value) * PRIME;
    }
  }

  private Follower(Map<String, Object> kafka, String topicPrefix) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (OutputTopic topic : OutputTopic.values()) {
      for (PartitionInfo partition : consumer.partitionsFor(topicPrefix + topic.topicName())) {
        all.add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
    all.forEach(partition -> read.put(partition, Digest.NOTHING));
  }

  /** One that reads what is there now, and has read it when this returns. */
  static Map<String, Digest> readAll(Map<String, Object> kafka, String topicPrefix) {
    try (Follower follower = new Follower(kafka, topicPrefix)) {
      Map<TopicPartition, Long> ends = follower.consumer.endOffsets(follower.read.keySet());
      while (!follower.isAt(ends)) {
        follower.poll();
      }
      return follower.digests();
    }
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      read.computeIfPresent(
          new TopicPartition(record.topic(), record.partition()),
          (partition, digest) -> digest.and(record));
    }
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** By topic and partition, in their order. */
  private Map<String, Digest> digests() {
    Map<String, Digest> digests = new TreeMap<>();
    read.forEach(
        (partition, digest) ->
            digests.put(partition.toString(), digest.upTo(consumer.position(partition))));
    return digests;
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** One that reads on while the cluster is being broken. */
  static final class Live implements AutoCloseable {
    private final AtomicBoolean finishing = new AtomicBoolean();
    private final Thread thread;
    private volatile Map<String, Digest> digests;
    private volatile RuntimeException failure;

    Live(Map<String, Object> kafka, String topicPrefix) {
      Follower follower = new Follower(kafka, topicPrefix);
      thread = new Thread(() -> follow(follower), "live-reader");
      thread.setDaemon(true);
      thread.start();
    }

    private void follow(Follower follower) {
      try (follower) {
        while (!finishing.get()) {
          follower.poll();
        }
        Map<TopicPartition, Long> ends = follower.consumer.endOffsets(follower.read.keySet());
        while (!follower.isAt(ends)) {
          follower.poll();
        }
        digests = follower.digests();
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    /**
     * Reads on to the ends as they are now.
     *
     * @return what it has read, by topic and partition
     */
    Map<String, Digest> finish() throws InterruptedException {
      finishing.set(true);
      thread.join();
      if (failure != null) {
        throw failure;
      }
      return digests;
    }

    @Override
    public void close() {
      finishing.set(true);
      thread.interrupt();
    }
  }
}
