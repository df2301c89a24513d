package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.kafka.AskingCommitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.util.TimeUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the connector's committer hears of a transaction that a checkpoint holds, and what ours
 * makes of it. Where a connector or a broker begins to behave otherwise, this finds out: the
 * reading of the log in docs/reliability.md rests on it.
 */
class CommittedAgainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TopicPartition PARTITION = new TopicPartition("outputs", 0);
  private static final String COMMITTED = "committed";
  private static final String BEFORE = "had been committed before";
  private static final String FENCED = ProducerFencedException.class.getSimpleName();
  private static final String LOST = "lost: " + FENCED;

  private static EmbeddedStack stack;
  private static Admin admin;

  private final List<FlinkKafkaInternalProducer<byte[], byte[]>> producers = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            StackSettings.builder()
                .taskManagers(1, 1)
                .brokerOption("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")
                .build(),
            StackListener.SILENT);
    admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
  }

  @AfterAll
  static void end() {
    admin.close();
    stack.close();
  }

  @Test
  void what_was_not_committed_is_and_may_be_again() throws Exception {
    KafkaCommittable prepared = restored(prepare("pending", "15 min"));
    assertThat(commit(connectors(), prepared)).containsExactly(COMMITTED);
    assertThat(commit(connectors(), prepared)).containsExactly(COMMITTED);
    assertThat(readCommitted()).contains("pending");
  }

  @Test
  void what_its_writer_committed_is_fenced_and_not_lost() throws Exception {
    KafkaCommittable live = prepare("done", "15 min");
    assertThat(commit(connectors(), live)).containsExactly(COMMITTED);
    assertThat(readCommitted()).contains("done");

    assertThat(commit(connectors(), restored(live))).containsExactly(LOST);
    assertThat(commit(ours(), restored(live))).containsExactly(BEFORE);
  }

  @Test
  void what_a_committer_of_several_committed_is_not_lost() throws Exception {
    KafkaCommittable[] several = new KafkaCommittable[4];
    for (int i = 0; i < several.length; i++) {
      several[i] = restored(prepare("several-" + i, "15 min"));
    }
    assertThat(commit(ours(), several)).containsOnly(COMMITTED);
    assertThat(commit(connectors(), several)).contains(LOST);
    assertThat(commit(ours(), several)).isSubsetOf(COMMITTED, BEFORE);
    assertThat(readCommitted()).contains("several-0", "several-1", "several-2", "several-3");
  }

  @Test
  void what_a_zombie_commits_after_its_successor_is_not_lost() throws Exception {
    KafkaCommittable live = prepare("zombie", "15 min");
    assertThat(commit(ours(), restored(live))).containsExactly(COMMITTED);
    // Of the older protocol a commit leaves the epoch, in which the newer one has nothing to end.
    assertThat(commit(ours(), live)).isSubsetOf(BEFORE);
    assertThat(readCommitted()).contains("zombie");
  }

  @Test
  void what_timed_out_is_lost() throws Exception {
    KafkaCommittable live = prepare("late", "1 s");
    await()
        .atMost(PATIENCE)
        .until(() -> state(live.getTransactionalId()) == TransactionState.COMPLETE_ABORT);

    assertThat(commit(connectors(), restored(live))).containsExactly(LOST);
    assertThat(commit(ours(), restored(live))).containsExactly(LOST);
    assertThat(commit(ours(), live))
        .containsExactly("lost: " + InvalidTxnStateException.class.getSimpleName());
    assertThat(readCommitted()).doesNotContain("late");
  }

  @Test
  void what_another_producer_took_the_id_of_is_lost() throws Exception {
    KafkaCommittable prepared = restored(prepare("taken", "15 min"));
    var taker = producer("taken", "15 min");
    taker.initTransactions();

    assertThat(commit(connectors(), prepared)).containsExactly(LOST);
    assertThat(commit(ours(), prepared)).containsExactly(LOST);

    taker.beginTransaction();
    taker.send(record("taken anew"));
    taker.commitTransaction();
    assertThat(commit(ours(), prepared)).containsExactly(LOST);
    assertThat(readCommitted()).contains("taken anew").doesNotContain("taken");
  }

  @Test
  void what_nobody_knows_fails_the_job() throws Exception {
    KafkaCommittable unknown = new KafkaCommittable(4711, (short) 0, "never", null);
    assertThat(commit(ours(), unknown))
        .containsExactly("fails: " + InvalidPidMappingException.class.getSimpleName());
  }

  @Test
  void without_an_answer_it_is_tried_again() throws Exception {
    KafkaCommittable live = prepare("silent", "15 min");
    assertThat(commit(connectors(), live)).containsExactly(COMMITTED);
    Properties nowhere = new Properties();
    nowhere.put("bootstrap.servers", "127.0.0.1:1");
    nowhere.put("default.api.timeout.ms", "500");
    nowhere.put("request.timeout.ms", "500");

    assertThat(commit(new AskingCommitter(connectors(), nowhere), restored(live)))
        .containsExactly("tried again");
  }

  // ---- the sink's part -----------------------------------------------------------------------

  /** As the sink's writer does it before a checkpoint; the producer lives on. */
  private KafkaCommittable prepare(String value, String timeout) {
    var producer = producer(value, timeout);
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(record(value));
    producer.flush();
    KafkaCommittable committable = KafkaCommittable.of(producer);
    producer.precommitTransaction();
    return committable;
  }

  private FlinkKafkaInternalProducer<byte[], byte[]> producer(String id, String timeout) {
    var producer = new FlinkKafkaInternalProducer<byte[], byte[]>(properties(timeout), id);
    producers.add(producer);
    return producer;
  }

  @AfterEach
  void closeProducers() {
    producers.forEach(FlinkKafkaInternalProducer::close);
  }

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>(PARTITION.topic(), value.getBytes(StandardCharsets.UTF_8));
  }

  /** As it comes out of a checkpoint. */
  private static KafkaCommittable restored(KafkaCommittable live) {
    return new KafkaCommittable(
        live.getProducerId(), live.getEpoch(), live.getTransactionalId(), null);
  }

  private static Properties properties(String timeout) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", stack.bootstrapServers());
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    properties.put(
        "transaction.timeout.ms", String.valueOf(TimeUtils.parseDuration(timeout).toMillis()));
    return properties;
  }

  private static Committer<KafkaCommittable> connectors() {
    return new KafkaCommitter(
        properties("15 min"), "outputs", 0, 0, false, FlinkKafkaInternalProducer::new);
  }

  private static Committer<KafkaCommittable> ours() {
    Properties client = new Properties();
    client.put("bootstrap.servers", stack.bootstrapServers());
    return new AskingCommitter(connectors(), client);
  }

  /** What becomes of each, in order. */
  private static List<String> commit(
      Committer<KafkaCommittable> committer, KafkaCommittable... committables) throws Exception {
    List<Told> told = new ArrayList<>();
    for (KafkaCommittable committable : committables) {
      told.add(new Told(committable));
    }
    try (committer) {
      committer.commit(new ArrayList<CommitRequest<KafkaCommittable>>(told));
    }
    return told.stream().map(it -> it.what).toList();
  }

  private static TransactionState state(String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }

  private static List<String> readCommitted() {
    List<String> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(
                        record -> read.add(new String(record.value(), StandardCharsets.UTF_8)));
                // The last stable offset, up to which everything is decided.
                long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
                return consumer.position(PARTITION) >= end;
              });
    }
    return read;
  }

  private static final class Told implements CommitRequest<KafkaCommittable> {
    private final KafkaCommittable committable;
    private String what = COMMITTED;

    private Told(KafkaCommittable committable) {
      this.committable = committable;
    }

    @Override
    public KafkaCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      what = "lost: " + reason.getClass().getSimpleName();
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      what = "fails: " + reason.getClass().getSimpleName();
    }

    @Override
    public void retryLater() {
      what = "tried again";
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable updated) {
      what = "tried again";
    }

    @Override
    public void signalAlreadyCommitted() {
      what = BEFORE;
    }
  }
}
