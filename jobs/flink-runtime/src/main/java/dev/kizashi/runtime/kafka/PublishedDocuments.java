package dev.kizashi.runtime.kafka;

import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.ConfigRecords;
import dev.kizashi.runtime.codec.DecodedConfig;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Configuration;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on {@code scoring-config} when a job is submitted, so that its first event finds a
 * model. The job reads the topic again from its beginning; what it meets twice is nothing new.
 */
public final class PublishedDocuments {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedDocuments.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private PublishedDocuments() {}

  /**
   * Reads until there is a model to judge by, with back-off and a line about what is waited for.
   *
   * @throws AuthenticationException or {@link AuthorizationException} when the broker refuses
   */
  public static List<ConfigDocument> await(Settings settings) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        Configuration configuration = read(settings);
        if (configuration.isReady()) {
          return configuration.accepted();
        }
        LOG.info(
            "waiting for a model: {} has none with its catalogue; publish one with"
                + " ./kizashi model publish; next look in {} s",
            topic(settings),
            pause.toSeconds());
      } catch (AuthenticationException | AuthorizationException e) {
        throw e;
      } catch (KafkaException e) {
        LOG.warn(
            "waiting for the broker at {}: {}; next try in {} s",
            settings.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS),
            e.getMessage(),
            pause.toSeconds());
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static Configuration read(Settings settings) {
    Configuration configuration = new Configuration();
    TopicPartition partition = new TopicPartition(topic(settings), 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings);
        SchemaRegistry registry = ConfluentSchemaRegistry.connect(KafkaEnds.registry(settings))) {
      ConfigRecords records = new ConfigRecords(new WriterSchemas(registry));
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
      while (consumer.position(partition) < ends.get(partition)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          offer(configuration, records.decode(record.value()));
        }
      }
    }
    return configuration;
  }

  /** What is refused here the job refuses again, with a dead letter. */
  private static void offer(Configuration configuration, DecodedConfig decoded) {
    decoded.fold(configuration::offer, unusable -> null);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Settings settings) {
    Properties properties = KafkaEnds.clientProperties(settings);
    properties.setProperty(
        "bootstrap.servers", settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS));
    properties.setProperty("isolation.level", "read_committed");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static String topic(Settings settings) {
    return settings.get(JobOptions.TOPIC_PREFIX) + InputTopic.SCORING_CONFIG.topicName();
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a model", e);
    }
  }
}
