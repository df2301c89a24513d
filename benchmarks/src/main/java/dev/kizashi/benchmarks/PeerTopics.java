package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.peers.PeerRun;
import dev.kizashi.local.StackFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics that a peer writes: made before its run, read and deleted after it. */
final class PeerTopics {
  /** As many as the job's topics have. */
  private static final int PARTITIONS = 4;

  private static final Duration POLL = Duration.ofMillis(500);

  private final String bootstrapServers;

  PeerTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** What readers of committed records find. */
  record Written(long records, long bytes) {}

  void create(PeerRun run) {
    try (Admin admin = admin()) {
      NewTopic sums = new NewTopic(run.sums(), Optional.of(PARTITIONS), Optional.empty());
      done(admin.createTopics(List.of(sums)).all());
    }
  }

  Written written(PeerRun run) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    long records = 0;
    long bytes = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(run.sums()).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records++;
          bytes += record.key().length + record.value().length;
        }
      }
    }
    return new Written(records, bytes);
  }

  /** Also what a peer has made for itself. */
  void delete(PeerRun run) {
    try (Admin admin = admin()) {
      Set<String> all = done(admin.listTopics().names());
      done(
          admin
              .deleteTopics(all.stream().filter(it -> it.startsWith(run.name() + "-")).toList())
              .all());
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  private static <T> T done(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new StackFailure("A peer's topics: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw Watch.interrupted(e);
    }
  }
}
