package dev.kizashi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dead-letters}: what could not be used, by why, and once more into its topic. */
@Command(
    name = "dead-letters",
    description = {
      "Counts what stands on dead-letters by the topic that it came from and the reason, each with"
          + " the place of its latest record. Of their content nothing is printed unless --show asks"
          + " for it.",
      "With --resend each of them goes back to where it came from, once, as it was. What is still of"
          + " no use becomes a dead letter again; an event that has been counted meanwhile counts no"
          + " second time within the model's dedupe_window."
    })
final class DeadLettersCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Alerts that the relay gave up were judged; what moves between leads nobody may repeat. */
  private static final List<String> RESENT =
      Stream.of(
              InputTopic.CLICKSTREAM,
              InputTopic.EMAIL_ENGAGEMENT,
              InputTopic.OFFLINE_ACTIVITY,
              InputTopic.CRM_UPDATES)
          .map(InputTopic::topicName)
          .toList();

  private final Terminal terminal;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those of this dl.reason: ${COMPLETION-CANDIDATES}.")
  private DeadLetterReason reason;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only those that came from this topic, such as clickstream.")
  private String topic;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantOption.class,
      description = "Only those that were written since (ISO-8601 or epoch millis).")
  private Long since;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Print so many with key and value as well. They can hold personal data: mind where the"
              + " output goes.")
  private int shown;

  @Option(
      names = "--resend",
      description =
          "Write them back, to clickstream, email-engagement, offline-activity and crm-updates only.")
  private boolean resend;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private Connection connection;

  DeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Those of one topic and reason. */
  private static final class Group {
    private long count;
    private StoredLetter latest;

    void add(StoredLetter letter) {
      count++;
      latest = letter;
    }
  }

  private record Kind(String topic, String reason) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byTopic = topic.compareTo(other.topic);
      return byTopic != 0 ? byTopic : reason.compareTo(other.reason);
    }
  }

  @Override
  public Integer call() {
    check();
    Map<Kind, Group> groups = new TreeMap<>();
    List<StoredLetter> examples = new ArrayList<>();
    long[] resent = new long[1];
    if (resend) {
      try (TopicWriter writer = TopicWriter.open(connection, terminal)) {
        read(
            letter -> {
              take(letter, groups, examples);
              if (RESENT.contains(letter.topic()) && letter.partition() >= 0) {
                writer.writeAgain(letter);
                resent[0]++;
              }
            });
        writer.flush();
      }
    } else {
      connection.awaitBrokers(terminal);
      read(letter -> take(letter, groups, examples));
    }
    if (json) {
      terminal.line(json(groups, examples, resent[0]).toString());
    } else {
      print(groups, examples, resent[0]);
    }
    return ExitCode.FINE;
  }

  private void check() {
    if (shown < 0) {
      throw Failure.usage("--show is not negative.");
    }
    TreeSet<String> sources = new TreeSet<>(RESENT);
    sources.add(InputTopic.SCORING_CONFIG.topicName());
    sources.add(InputTopic.LEAD_TRANSFERS.topicName());
    sources.add(OutputTopic.SALES_ALERTS.topicName());
    if (topic != null && !sources.contains(topic)) {
      throw Failure.usage(
          "No dead letter comes from a topic %s: name one of %s."
              .formatted(topic, String.join(", ", sources)));
    }
  }

  private void take(StoredLetter letter, Map<Kind, Group> groups, List<StoredLetter> examples) {
    groups
        .computeIfAbsent(new Kind(letter.topic(), letter.reason()), it -> new Group())
        .add(letter);
    if (examples.size() < shown) {
      examples.add(letter);
    }
  }

  /** Every committed letter that is asked for, up to the topic's ends as they are now. */
  private void read(Consumer<StoredLetter> take) {
    connection.requireTopic(OutputTopic.DEAD_LETTERS.topicName());
    Map<String, Object> properties = connection.kafka();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Collection<TopicPartition> partitions =
          consumer
              .partitionsFor(connection.topicPrefix() + OutputTopic.DEAD_LETTERS.topicName())
              .stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          // What was sent again may be back already.
          boolean within =
              record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()));
          if (within && (since == null || record.timestamp() >= since)) {
            StoredLetter letter = StoredLetter.of(record);
            if (isAskedFor(letter)) {
              take.accept(letter);
            }
          }
        }
      }
    }
  }

  private boolean isAskedFor(StoredLetter letter) {
    return (reason == null || reason.name().equals(letter.reason()))
        && (topic == null || topic.equals(letter.topic()));
  }

  private void print(Map<Kind, Group> groups, List<StoredLetter> examples, long resent) {
    if (groups.isEmpty()) {
      terminal.line("No dead letters.");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(
          Stream.of("topic", "reason", "letters", "latest", "detail").map(terminal::bold).toList());
      groups.forEach(
          (kind, group) ->
              rows.add(
                  List.of(
                      kind.topic(),
                      kind.reason(),
                      String.valueOf(group.count),
                      group.latest.place(),
                      group.latest.detail())));
      terminal.table(rows);
    }
    examples.forEach(
        letter ->
            terminal.line(
                "%s %s: %s".formatted(letter.place(), letter.reason(), letter.content())));
    if (resend) {
      terminal.line("sent again: %d of %d".formatted(resent, all(groups)));
    }
  }

  private ObjectNode json(Map<Kind, Group> groups, List<StoredLetter> examples, long resent) {
    ObjectNode object = Json.object().put("letters", all(groups)).put("resent", resent);
    ArrayNode kinds = object.putArray("groups");
    groups.forEach(
        (kind, group) ->
            kinds
                .addObject()
                .put("topic", kind.topic())
                .put("reason", kind.reason())
                .put("letters", group.count)
                .put("latest", group.latest.place())
                .put("detail", group.latest.detail()));
    if (shown > 0) {
      ArrayNode content = object.putArray("examples");
      for (StoredLetter letter : examples) {
        content
            .addObject()
            .put("place", letter.place())
            .put("reason", letter.reason())
            .put("key", letter.key())
            .put("value", letter.value());
      }
    }
    return object;
  }

  private static long all(Map<Kind, Group> groups) {
    return groups.values().stream().mapToLong(group -> group.count).sum();
  }
}
