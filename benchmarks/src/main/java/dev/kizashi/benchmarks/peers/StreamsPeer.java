package dev.kizashi.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The decayed sum with Kafka Streams: a process of its own, for its RocksDB has the class names of
 * Flink's.
 *
 * <p>Tuning. Topics have the lead as key and as many partitions each, so nothing is partitioned
 * again and tasks of all topics share a store. A cache of {@value #CACHE_MEGABYTES} MB in front of
 * RocksDB holds the leads that act: one is read and written, and its change logged, once a commit
 * and not at every event. Commits come every ten seconds as the job's checkpoints do, exactly once.
 * A value of the store is 24 bytes. Since sums do not depend on the order of events, no task waits
 * for a partition to fill up. Polls bring ten times as many records as by default, and batches of
 * the changelog are eight times as large. One thread for each slot that the job has.
 *
 * <p>Standard input says what to do: a line is the {@linkplain PeerRun#name name} of a run that
 * begins, the next one ends it, and the end of the input ends the process, so it never outlives the
 * one that started it. A second run finds everything loaded and compiled, as a job on a cluster
 * does. {@link StreamsLine}s on standard output tell how far it is.
 */
public final class StreamsPeer {
  private static final int CACHE_MEGABYTES = 512;
  private static final Duration COMMITS = Duration.ofSeconds(10);
  private static final int RECORDS_A_POLL = 10_000;
  private static final int BATCH_BYTES = 128 << 10;
  private static final Duration CLOSING = Duration.ofMinutes(1);

  /** Several times in what the benchmark waits between two looks. */
  private static final int TELLS_EVERY_MILLIS = 50;

  private static final String STORE = "sums";

  private StreamsPeer() {}

  /**
   * @param arguments brokers, prefix of the topics to read, folder for the state, threads
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name; (name = orders.readLine()) != null; ) {
      PeerRun run = new PeerRun(name, arguments[0], arguments[1]);
      perform(run, arguments[2], Integer.parseInt(arguments[3]), orders);
    }
    // Whatever thread of a client is left.
    System.exit(0);
  }

  private static void perform(PeerRun run, String folder, int threads, BufferedReader orders)
      throws IOException {
    LongAdder consumed = new LongAdder();
    ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor();
    try (KafkaStreams streams =
        new KafkaStreams(topology(run, consumed), settings(run, folder, threads))) {
      streams.setUncaughtExceptionHandler(
          e -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      var unused =
          teller.scheduleAtFixedRate(
              () -> System.out.println(StreamsLine.consumed(consumed.sum())),
              TELLS_EVERY_MILLIS,
              TELLS_EVERY_MILLIS,
              TimeUnit.MILLISECONDS);
      String end = orders.readLine();
      teller.shutdownNow();
      if (end == null) {
        Runtime.getRuntime().halt(1);
      }
      streams.close(CLOSING);
      streams.cleanUp();
    }
    System.out.println(StreamsLine.ended());
  }

  static Topology topology(PeerRun run, LongAdder consumed) {
    Topology topology = new Topology();
    for (BehaviourTopic topic : BehaviourTopic.values()) {
      topology
          .addSource(
              topic.topicName(),
              Serdes.String().deserializer(),
              Serdes.ByteArray().deserializer(),
              run.input(topic))
          .addProcessor(sums(topic), () -> new Sums(topic, consumed), topic.topicName());
    }
    String[] processors =
        Arrays.stream(BehaviourTopic.values()).map(StreamsPeer::sums).toArray(String[]::new);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), DecayedSumSerde.serde())
            .withCachingEnabled()
            .withLoggingEnabled(Map.of()),
        processors);
    Serializer<Double> value = (to, points) -> PeerRun.value(points);
    topology.addSink("told", run.sums(), Serdes.String().serializer(), value, processors);
    return topology;
  }

  private static String sums(BehaviourTopic topic) {
    return topic.topicName() + "-sums";
  }

  private static Properties settings(PeerRun run, String folder, int threads) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, run.name());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, run.bootstrapServers());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMITS.toMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, (long) CACHE_MEGABYTES << 20);
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), RECORDS_A_POLL);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        PeerRun.TRANSACTION_TIMEOUT_MILLIS);
    return settings;
  }

  private static final class Sums implements Processor<String, byte[], String, Double> {
    private final BehaviourReader reader;
    private final LongAdder consumed;
    private ProcessorContext<String, Double> context;
    private KeyValueStore<String, DecayedSum> sums;

    Sums(BehaviourTopic topic, LongAdder consumed) {
      this.reader = new BehaviourReader(topic);
      this.consumed = consumed;
    }

    @Override
    public void init(ProcessorContext<String, Double> context) {
      this.context = context;
      this.sums = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> event) {
      consumed.increment();
      Behaviour behaviour = read(event.value());
      if (!behaviour.saysSomething()) {
        return;
      }
      DecayedSum sum = sums.get(event.key());
      if (sum == null) {
        sum = new DecayedSum();
      }
      sum.add(behaviour.points(), behaviour.occurredAt());
      if (sum.tells()) {
        context.forward(event.withValue(sum.points));
      }
      sums.put(event.key(), sum);
    }

    private Behaviour read(byte[] value) {
      try {
        return reader.read(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
