package dev.kizashi.runtime.kafka;

import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.runtime.records.InputRecord;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Both ends of a job: where its records come from and where they go. */
public final class KafkaEnds {
  /**
   * What the dead-letters topic takes: a record that is too large comes back as a dead letter with
   * all of its bytes, and a producer that refuses it would fail the job on it for ever.
   */
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  private final Settings settings;

  public KafkaEnds(Settings settings) {
    this.settings = settings;
  }

  /** All topics of behaviour and the CRM, read as one. */
  public KafkaSource<InputRecord> events() {
    boolean fromEarliest = settings.get(JobOptions.KAFKA_START) == JobOptions.Start.EARLIEST;
    KafkaSourceBuilder<InputRecord> source =
        source(
            "",
            fromEarliest ? OffsetsInitializer.earliest() : OffsetsInitializer.latest(),
            InputTopic.CLICKSTREAM,
            InputTopic.EMAIL_ENGAGEMENT,
            InputTopic.OFFLINE_ACTIVITY,
            InputTopic.CRM_UPDATES);
    if (settings.get(JobOptions.KAFKA_BOUNDED)) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  /** The documents, from the first that is still there. */
  public KafkaSource<InputRecord> configuration() {
    KafkaSourceBuilder<InputRecord> source =
        source("-config", OffsetsInitializer.earliest(), InputTopic.SCORING_CONFIG);
    if (settings.get(JobOptions.KAFKA_BOUNDED)) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  /**
   * What moves between leads. A job without a savepoint begins with what it sends itself: anything
   * older belongs to a state that it does not have.
   */
  public KafkaSource<InputRecord> transfers() {
    KafkaSourceBuilder<InputRecord> source =
        source("-transfers", OffsetsInitializer.latest(), InputTopic.LEAD_TRANSFERS)
            .setProperty("isolation.level", "read_committed");
    if (settings.get(JobOptions.KAFKA_BOUNDED)) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  private KafkaSourceBuilder<InputRecord> source(
      String groupSuffix, OffsetsInitializer start, InputTopic... topics) {
    String prefix = settings.get(JobOptions.TOPIC_PREFIX);
    String group = settings.get(JobOptions.KAFKA_GROUP_ID) + groupSuffix;
    return KafkaSource.<InputRecord>builder()
        .setProperties(clientProperties(settings))
        .setBootstrapServers(settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS))
        .setGroupId(group)
        .setClientIdPrefix(group)
        .setTopics(List.of(topics).stream().map(topic -> prefix + topic.topicName()).toList())
        .setStartingOffsets(new RunningFrom(start))
        .setDeserializer(
            new InputRecordReader(
                prefix,
                registry(settings),
                (int) settings.get(JobOptions.EVENT_MAX_SIZE).getBytes()));
  }

  /** One sink for every output. */
  public Sink<OutputRecord> outputs(Map<OutputTopic, Integer> schemaIds) {
    return sink(schemaIds, settings.get(JobOptions.SINK_DELIVERY), "");
  }

  /** Whether the sink of the outputs writes exactly once, as moves between leads have to be. */
  public boolean movesWithOutputs() {
    return settings.get(JobOptions.SINK_DELIVERY) == DeliveryGuarantee.EXACTLY_ONCE;
  }

  /** What moves between leads, exactly once whatever is said of the outputs. */
  public Sink<OutputRecord> moves(Map<OutputTopic, Integer> schemaIds) {
    return sink(schemaIds, DeliveryGuarantee.EXACTLY_ONCE, "-transfers");
  }

  private Sink<OutputRecord> sink(
      Map<OutputTopic, Integer> schemaIds, DeliveryGuarantee delivery, String prefixEnd) {
    if (delivery == DeliveryGuarantee.NONE) {
      throw new IllegalArgumentException(
          "sink.delivery is NONE, which loses what was on its way when a task fails: take EXACTLY_ONCE or AT_LEAST_ONCE");
    }
    Properties producer = clientProperties(settings);
    producer.putIfAbsent("max.request.size", String.valueOf(LARGEST_REQUEST_BYTES));
    producer.setProperty(
        "transaction.timeout.ms",
        String.valueOf(settings.get(JobOptions.SINK_TRANSACTION_TIMEOUT).toMillis()));
    KafkaSinkBuilder<OutputRecord> sink =
        KafkaSink.<OutputRecord>builder()
            .setKafkaProducerConfig(producer)
            .setBootstrapServers(settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS))
            .setDeliveryGuarantee(delivery)
            .setRecordSerializer(
                new OutputRecordWriter(settings.get(JobOptions.TOPIC_PREFIX), schemaIds));
    if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
      // Not POOLING: its writer never closes the admin client that it lists transactions with.
      sink.setTransactionalIdPrefix(
              settings.get(JobOptions.SINK_TRANSACTIONAL_ID_PREFIX) + prefixEnd)
          .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING);
    }
    Properties client = clientProperties(settings);
    client.setProperty("bootstrap.servers", settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS));
    return new RecoveringSink<>(sink.build(), client);
  }

  /** What {@code kafka.client.*} says to every client. */
  static Properties clientProperties(Settings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.passedOn(Settings.KAFKA_CLIENT));
    return properties;
  }

  /** The registry as the options name it. */
  public static RegistrySettings registry(Settings settings) {
    return new RegistrySettings(
        List.of(settings.require(JobOptions.REGISTRY_URL).split(",")),
        settings.passedOn(Settings.REGISTRY_CLIENT));
  }
}
