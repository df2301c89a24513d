package dev.kizashi.cli.demo;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.events.StageChange;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.codec.OutputDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code demo read}: what stands on a topic now. */
@Command(
    name = "read",
    description =
        "Prints what is committed on a topic of a running demo, from its beginning to its present"
            + " end, as JSON Lines. Where a lead was merged or erased, removed is its id.")
public final class ReadTopic implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Map<String, Class<? extends SpecificRecord>> RECORDS =
      new TreeMap<>(
          Map.of(
              "clickstream", ClickstreamEvent.class,
              "email-engagement", EmailEngagementEvent.class,
              "offline-activity", OfflineActivityEvent.class,
              "crm-updates", CrmUpdate.class,
              "scoring-config", ScoringConfig.class,
              "lead-scores", LeadScore.class,
              "stage-changes", StageChange.class,
              "sales-alerts", SalesAlert.class,
              "audit-trail", AuditEntry.class));

  private final Terminal terminal;

  @Parameters(paramLabel = "TOPIC", description = "Such as sales-alerts.")
  private String topic;

  @Mixin private Connection connection;

  public ReadTopic(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Class<? extends SpecificRecord> type = RECORDS.get(topic);
    if (type == null) {
      throw Failure.usage(
          "There is no topic %s of records: name one of %s."
              .formatted(topic, String.join(", ", RECORDS.keySet())));
    }
    connection.awaitBrokers(terminal);
    Map<String, Object> properties = connection.kafka();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (SchemaRegistry registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      OutputDecoder records = new OutputDecoder(registry);
      List<TopicPartition> partitions =
          consumer.partitionsFor(connection.topicPrefix() + topic).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!terminal.isClosed()
          && partitions.stream()
              .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          terminal.line(
              record.value() == null
                  ? removed(topic, record.key())
                  : JsonLines.write(topic, records.decode(type, record.value())));
        }
      }
    }
    return ExitCode.FINE;
  }

  /** What the topic had under a key is void. */
  static String removed(String topic, byte[] key) {
    return Json.object()
        .put("topic", topic)
        .put("removed", key == null ? null : new String(key, StandardCharsets.UTF_8))
        .toString();
  }
}
