package dev.kizashi.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed alerts into the queues, and commits what is done. It polls whatever the receiver
 * does, with its partitions paused while enough is in memory, so that no outage of the receiver
 * looks to the group like the death of the relay. Offsets are committed once a second and when
 * partitions go; what was done since is delivered again after a crash.
 *
 * <p>For one thread, except where it says otherwise.
 */
final class Intake implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int RECORDS_A_POLL = 100;
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** For one answer of the brokers. The group knows us as alive meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longer than a broker takes to restart is a thing to tell. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Enough to keep every courier busy for minutes, and no more than a small machine holds. */
  private static final int MOST_ALERTS = 1_000;

  private static final long MOST_BYTES = 64L << 20;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Optional<Instant> from;
  private final LeadQueues queues;
  private final Outage outage;
  private final Notes notes;
  private final LongSupplier nanos;

  /** Looked into by whoever asks for our health. */
  private final Map<TopicPartition, PartitionProgress> progress = new ConcurrentHashMap<>();

  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private long committedNanos;
  private long lookedNanos;
  private long heardNanos;
  private volatile long lag;

  /**
   * @param kafka what every client is given
   * @param from where a group begins that has committed nothing yet; empty: with the oldest alert
   */
  Intake(
      Map<String, Object> kafka,
      String group,
      String topic,
      Optional<Instant> from,
      LeadQueues queues,
      Notes notes,
      LongSupplier nanos) {
    this.topic = topic;
    this.from = from;
    this.queues = queues;
    this.outage = new Outage("Kafka", notes, nanos);
    this.notes = notes;
    this.nanos = nanos;
    this.heardNanos = nanos.getAsLong();
    this.committedNanos = heardNanos;
    this.lookedNanos = heardNanos;
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // An offset that is gone is alerts that are gone: never a reason to skip in silence.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
    // Another relay that comes or goes interrupts the partitions that move, not all.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Until stopped.
   *
   * @throws RelayFailure alerts are gone that were not delivered
   * @throws KafkaException the brokers do not let us read
   */
  void run(BooleanSupplier stopped) {
    consumer.subscribe(List.of(topic), new Rebalances());
    while (!stopped.getAsBoolean()) {
      throttle();
      take(poll());
      long now = nanos.getAsLong();
      if (now - committedNanos >= COMMIT_NANOS) {
        committedNanos = now;
        commit();
      }
      if (now - lookedNanos >= LOOK_NANOS) {
        lookedNanos = now;
        look();
      }
    }
  }

  /** Paused partitions are polled and give nothing. */
  private void throttle() {
    boolean full = queues.size() >= MOST_ALERTS || queues.bytes() >= MOST_BYTES;
    boolean halfEmpty = queues.size() <= MOST_ALERTS / 2 && queues.bytes() <= MOST_BYTES / 2;
    if (full) {
      // Also those that came since the others were paused.
      consumer.pause(consumer.assignment());
    } else if (halfEmpty) {
      consumer.resume(consumer.paused());
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (NoOffsetForPartitionException e) {
      begin(e.partitions());
    } catch (OffsetOutOfRangeException e) {
      throw new RelayFailure(
          "Alerts were deleted from %s before they could be delivered, or the group's offsets are of another topic: see what is missing, and set the group's offsets with Kafka's own tools."
              .formatted(e.partitions()),
          e);
    } catch (RetriableException e) {
      // The next poll asks again.
      outage.goesOn();
    }
    return ConsumerRecords.empty();
  }

  private void begin(Set<TopicPartition> partitions) {
    if (from.isEmpty()) {
      consumer.seekToBeginning(partitions);
      return;
    }
    long millis = from.get().toEpochMilli();
    try {
      Map<TopicPartition, OffsetAndTimestamp> found =
          consumer.offsetsForTimes(
              partitions.stream().collect(Collectors.toMap(it -> it, it -> millis)), PATIENCE);
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp first = found.get(partition);
        if (first == null) {
          // Nothing was written since.
          consumer.seekToEnd(List.of(partition));
        } else {
          consumer.seek(partition, first.offset());
        }
      }
    } catch (TimeoutException e) {
      // The next poll says again that there is no offset.
      outage.goesOn();
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      PartitionProgress partition = progressOf(new TopicPartition(topic, record.partition()));
      partition.took(record.offset(), record.timestamp());
      queues.add(new Undelivered(partition, record));
    }
    // Also past the markers of transactions, which are no records.
    records
        .nextOffsets()
        .forEach((partition, next) -> progressOf(partition).reached(next.offset()));
  }

  private PartitionProgress progressOf(TopicPartition partition) {
    return progress.computeIfAbsent(partition, it -> new PartitionProgress());
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> due = due(progress.keySet());
    if (!due.isEmpty()) {
      consumer.commitAsync(
          due,
          (offsets, e) -> {
            // One that failed is due again in a second.
            if (e == null) {
              remember(offsets);
            }
          });
    }
  }

  /** What may be committed and is not yet. */
  private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionProgress known = progress.get(partition);
      OptionalLong offset = known == null ? OptionalLong.empty() : known.committable();
      if (offset.isPresent() && offset.getAsLong() != committed.getOrDefault(partition, -1L)) {
        due.put(partition, new OffsetAndMetadata(offset.getAsLong()));
      }
    }
    return due;
  }

  private void remember(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }

  /** Whether everything that may be committed is. */
  private boolean commitNow(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> due = due(partitions);
    try {
      if (!due.isEmpty()) {
        consumer.commitSync(due, PATIENCE);
        remember(due);
      }
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  private void noteRepeats() {
    notes.note("What was delivered at last could not be committed: it will be delivered again.");
  }

  /** How much there is still to do; also asks the brokers whether they are there. */
  private void look() {
    Set<TopicPartition> partitions = consumer.assignment();
    try {
      if (partitions.isEmpty()) {
        consumer.partitionsFor(topic, PATIENCE);
      }
      long left = 0;
      for (Map.Entry<TopicPartition, Long> end :
          consumer.endOffsets(partitions, PATIENCE).entrySet()) {
        left += Math.max(0, end.getValue() - done(end.getKey()));
      }
      lag = left;
      heardNanos = nanos.getAsLong();
      outage.isOver();
    } catch (InvalidOffsetException e) {
      // Of a partition that has just come; the next poll says the same, and it is settled there.
    } catch (RetriableException e) {
      if (nanos.getAsLong() - heardNanos >= SILENCE_NANOS) {
        outage.goesOn();
      }
    }
  }

  private long done(TopicPartition partition) {
    OptionalLong done = progressOf(partition).committable();
    // Before the first record the position is what the group had committed.
    return done.isPresent() ? done.getAsLong() : consumer.position(partition, PATIENCE);
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!commitNow(partitions)) {
        noteRepeats();
      }
      partitions.forEach(this::abandon);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(this::abandon);
    }

    private void abandon(TopicPartition partition) {
      PartitionProgress gone = progress.remove(partition);
      committed.remove(partition);
      if (gone != null) {
        queues.abandon(gone);
      }
    }
  }

  /** Offsets between what is done and the topic's end. From any thread. */
  long lag() {
    return lag;
  }

  /** Whether the brokers answer. From any thread. */
  boolean isConnected() {
    return !outage.isOn();
  }

  /** The log's timestamp of the oldest alert that is not done, epoch millis. From any thread. */
  OptionalLong oldest() {
    return progress.values().stream()
        .map(PartitionProgress::oldest)
        .flatMapToLong(OptionalLong::stream)
        .min();
  }

  /** Commits what is done, and leaves the group. */
  @Override
  public void close() {
    if (!commitNow(progress.keySet()) && !commitAfterRebalance()) {
      noteRepeats();
    }
    consumer.close(CloseOptions.timeout(PATIENCE));
  }

  /** Amid a rebalance nothing can be committed; polling goes through it. What comes is left. */
  private boolean commitAfterRebalance() {
    long end = nanos.getAsLong() + PATIENCE.toNanos();
    try {
      while (nanos.getAsLong() - end < 0) {
        consumer.pause(consumer.assignment());
        consumer.poll(POLL);
        if (commitNow(progress.keySet())) {
          return true;
        }
      }
    } catch (KafkaException e) {
      // Whatever it is, it is the end.
    }
    return false;
  }
}
