package dev.kizashi.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kizashi.cli.Failure;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Logged;
import dev.kizashi.cli.audit.Ledger.Partition;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.ConfigRecords;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A ledger read from a cluster: inputs as the job reads them, outputs as their consumers do, that
 * is what was committed. No consumer group, nothing is written.
 */
final class KafkaLedger {
  private static final List<InputTopic> EVENTS =
      List.of(
          InputTopic.CLICKSTREAM,
          InputTopic.EMAIL_ENGAGEMENT,
          InputTopic.OFFLINE_ACTIVITY,
          InputTopic.CRM_UPDATES);

  private static final List<OutputTopic> JUDGEMENTS =
      List.of(OutputTopic.LEAD_SCORES, OutputTopic.STAGE_CHANGES, OutputTopic.SALES_ALERTS);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_UNREST = Duration.ofMinutes(30);
  private static final int RECORDS_A_REPORT = 20_000;

  private final Map<String, Object> kafka;
  private final String topicPrefix;
  private final SchemaRegistry registry;
  private final Reading reading;
  private final Consumer<String> progress;

  /** Few texts stand in many entries of the trail. */
  private final Map<String, String> texts = new HashMap<>();

  private long records;

  /**
   * @param kafka what the clients are given
   */
  KafkaLedger(
      Map<String, Object> kafka,
      String topicPrefix,
      SchemaRegistry registry,
      Reading reading,
      Consumer<String> progress) {
    this.kafka = kafka;
    this.topicPrefix = topicPrefix;
    this.registry = registry;
    this.reading = reading;
    this.progress = progress;
  }

  /** Which part of a partition is read. */
  private record Span(long first, long end) {}

  /**
   * Reads everything from the beginning to the ends as they are now.
   *
   * @throws Failure a topic is missing, or the brokers stopped answering
   */
  Ledger read() {
    try (KafkaConsumer<byte[], byte[]> asTheJob = consumer(Map.of());
        KafkaConsumer<byte[], byte[]> committed = committed()) {
      // Inputs first: what is judged of them may grow meanwhile, what is judged from them may not.
      Map<InputTopic, Map<TopicPartition, Span>> inputs = new EnumMap<>(InputTopic.class);
      EVENTS.forEach(topic -> inputs.put(topic, spans(asTheJob, topic.topicName())));
      Map<OutputTopic, Map<TopicPartition, Span>> outputs = new EnumMap<>(OutputTopic.class);
      JUDGEMENTS.forEach(topic -> outputs.put(topic, spans(committed, topic.topicName())));
      Map<TopicPartition, Span> deadLetters =
          spans(committed, OutputTopic.DEAD_LETTERS.topicName());
      Map<TopicPartition, Span> trail =
          partitions(committed, OutputTopic.AUDIT_TRAIL.topicName()).isEmpty()
              ? Map.of()
              : spans(committed, OutputTopic.AUDIT_TRAIL.topicName());
      // After the trail: whatever it tells of was sent before.
      Map<TopicPartition, Span> transfers =
          partitions(committed, OutputTopic.LEAD_TRANSFERS.topicName()).isEmpty()
              ? Map.of()
              : spans(committed, OutputTopic.LEAD_TRANSFERS.topicName());

      List<Partition> events = new ArrayList<>();
      inputs.forEach((topic, spans) -> events.addAll(events(asTheJob, topic, spans)));
      events.addAll(events(committed, InputTopic.LEAD_TRANSFERS, transfers));
      return new Ledger(
          documents(asTheJob),
          events,
          trail(committed, trail),
          deadLetters(committed, deadLetters),
          outputs.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, it -> judgements(committed, it.getValue()))));
    }
  }

  /**
   * Returns once nothing was added anywhere for some time.
   *
   * @throws Failure it never stopped
   */
  void awaitSilence(Duration silence) {
    try (KafkaConsumer<byte[], byte[]> committed = committed()) {
      List<TopicPartition> all =
          Stream.concat(
                  EVENTS.stream().map(InputTopic::topicName),
                  Arrays.stream(OutputTopic.values()).map(OutputTopic::topicName))
              .flatMap(topic -> partitions(committed, topic).stream())
              .toList();
      Instant giveUp = Instant.now().plus(LONGEST_UNREST).plus(silence);
      Instant since = Instant.now();
      Map<TopicPartition, Long> ends = committed.endOffsets(all);
      while (Duration.between(since, Instant.now()).compareTo(silence) < 0) {
        progress.accept("waiting until nothing is added for %d s…".formatted(silence.toSeconds()));
        Thread.sleep(POLL.toMillis());
        Map<TopicPartition, Long> now = committed.endOffsets(all);
        if (!now.equals(ends)) {
          ends = now;
          since = Instant.now();
        }
        if (Instant.now().isAfter(giveUp)) {
          throw Failure.environment(
              "Records were still being added after %d minutes: stop what sends them, or audit without --until-stable."
                  .formatted(LONGEST_UNREST.toMinutes()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.environment("Interrupted while waiting for the records to stop.", e);
    }
  }

  private KafkaConsumer<byte[], byte[]> committed() {
    return consumer(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.putAll(more);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topicPrefix + topic);
    return partitions == null
        ? List.of()
        : partitions.stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
  }

  private Map<TopicPartition, Span> spans(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    Collection<TopicPartition> partitions = partitions(consumer, topic);
    if (partitions.isEmpty()) {
      throw Failure.environment(
          "There is no topic %s%s: these are not the brokers of a running job, or its topics have another prefix."
              .formatted(topicPrefix, topic));
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Span> spans = new HashMap<>();
    consumer
        .beginningOffsets(partitions)
        .forEach((partition, first) -> spans.put(partition, new Span(first, ends.get(partition))));
    return spans;
  }

  /** Hands on every record of the spans, each partition in its order. */
  private void each(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Span> spans,
      Consumer<ConsumerRecord<byte[], byte[]>> take) {
    List<TopicPartition> open =
        new ArrayList<>(
            spans.keySet().stream()
                .filter(partition -> spans.get(partition).first() < spans.get(partition).end())
                .toList());
    consumer.assign(open);
    open.forEach(partition -> consumer.seek(partition, spans.get(partition).first()));
    Instant heard = Instant.now();
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        heard = Instant.now();
        Span span = spans.get(new TopicPartition(record.topic(), record.partition()));
        if (record.offset() < span.end()) {
          take.accept(record);
          if (++records % RECORDS_A_REPORT == 0) {
            progress.accept("reading records: %d".formatted(records));
          }
        }
      }
      // The end may be a transaction's marker, which is no record.
      if (open.removeIf(partition -> consumer.position(partition) >= spans.get(partition).end())) {
        consumer.assign(open);
      }
      if (Duration.between(heard, Instant.now()).compareTo(LONGEST_SILENCE) > 0) {
        throw Failure.environment(
            "No record came for %d s though there are some left on %s."
                .formatted(LONGEST_SILENCE.toSeconds(), open));
      }
    }
  }

  private List<Partition> events(
      KafkaConsumer<byte[], byte[]> consumer, InputTopic topic, Map<TopicPartition, Span> spans) {
    Map<Integer, List<Logged>> records = new TreeMap<>();
    spans.keySet().forEach(partition -> records.put(partition.partition(), new ArrayList<>()));
    each(consumer, spans, record -> records.get(record.partition()).add(logged(record)));
    List<Partition> partitions = new ArrayList<>();
    spans.forEach(
        (partition, span) ->
            partitions.add(
                new Partition(
                    topic,
                    partition.partition(),
                    span.first(),
                    span.end(),
                    records.get(partition.partition()))));
    return partitions;
  }

  private List<ConfigDocument> documents(KafkaConsumer<byte[], byte[]> consumer) {
    ConfigRecords decoder = new ConfigRecords(new WriterSchemas(registry));
    List<ConfigDocument> documents = new ArrayList<>();
    each(
        consumer,
        spans(consumer, InputTopic.SCORING_CONFIG.topicName()),
        record -> decoder.decode(record.value()).fold(documents::add, unusable -> false));
    return documents;
  }

  private List<Entry> trail(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Span> spans) {
    List<Entry> trail = new ArrayList<>();
    each(
        consumer,
        spans,
        record -> {
          AuditEntry entry = (AuditEntry) reading.output(OutputTopic.AUDIT_TRAIL, record.value());
          if (entry == null) {
            throw Failure.environment(
                "%s-%d @%d is no entry of a trail."
                    .formatted(record.topic(), record.partition(), record.offset()));
          }
          trail.add(entry(entry));
        });
    return trail;
  }

  private Entry entry(AuditEntry entry) {
    return new Entry(
        new Place(topic(entry.getTopic()), entry.getPartition(), entry.getOffset()),
        entry.getFate(),
        entry.getSuspect(),
        shared(entry.getLeadId()),
        entry.getSequence() == null ? 0 : entry.getSequence(),
        shared(entry.getDetail()),
        entry.getPassed().stream()
            .map(it -> new Passed(shared(it.getKey()), it.getNumber()))
            .toList());
  }

  private String shared(String text) {
    return text == null ? null : texts.computeIfAbsent(text, it -> it);
  }

  private static InputTopic topic(String name) {
    return Arrays.stream(InputTopic.values())
        .filter(topic -> topic.topicName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Failure.environment("The trail speaks of a topic " + name + ", which is none."));
  }

  private List<DeadLetter> deadLetters(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Span> spans) {
    List<DeadLetter> letters = new ArrayList<>();
    each(
        consumer,
        spans,
        record -> {
          // The relay buries alerts: those were judged, and stand where judgements stand.
          if (!header(record, "dl.topic").equals(OutputTopic.SALES_ALERTS.topicName())) {
            letters.add(
                new DeadLetter(
                    place(record), header(record, "dl.reason"), record.key(), record.value()));
          }
        });
    return letters;
  }

  /** Null when the headers name no place. */
  private static Place place(ConsumerRecord<byte[], byte[]> letter) {
    String topic = header(letter, "dl.topic");
    try {
      return Arrays.stream(InputTopic.values())
          .filter(it -> it.topicName().equals(topic))
          .findFirst()
          .map(
              it ->
                  new Place(
                      it,
                      Integer.parseInt(header(letter, "dl.partition")),
                      Long.parseLong(header(letter, "dl.offset"))))
          .orElse(null);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private List<Logged> judgements(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Span> spans) {
    List<Logged> found = new ArrayList<>();
    each(consumer, spans, record -> found.add(logged(record)));
    return found;
  }

  private static Logged logged(ConsumerRecord<byte[], byte[]> record) {
    return new Logged(record.offset(), record.timestamp(), record.key(), record.value());
  }
}
