package dev.kizashi.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.audit.Ledger.DeadLetter;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.DeadLetterHeaders;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.kafka.OutputSchemas;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command against real brokers and a real registry, that a job without a fault wrote to. */
class AuditIT {
  private static final byte[] POISON = {1, 2, 3};

  private final OutputEncoder encoder = new OutputEncoder();
  private final Scene scene =
      new Scene(
          OneDay.model(1, 40),
          Documents.catalogue("signals.yaml", OneDay.SIGNALS).value().orElseThrow());

  private KafkaProducer<byte[], byte[]> producer;
  private SchemaRegistry registry;
  private Map<OutputTopic, Integer> schemaIds;

  @Test
  void what_was_committed_is_read_and_what_was_aborted_is_not() throws Exception {
    try (Stack stack = EmbeddedStack.start(StackSettings.defaults(), StackListener.SILENT);
        SchemaRegistry client =
            ConfluentSchemaRegistry.connect(
                new RegistrySettings(List.of(stack.registryUrl()), Map.of()));
        KafkaProducer<byte[], byte[]> transactional = producer(stack.bootstrapServers())) {
      Topics.create(stack.bootstrapServers());
      registry = client;
      producer = transactional;
      schemaIds = OutputSchemas.ids(registry, "", true);
      producer.initTransactions();

      producer.beginTransaction();
      publish(ConfigKind.SIGNALS, "signals", OneDay.SIGNALS);
      publish(ConfigKind.MODEL, "demo", OneDay.MODEL.formatted(1, 40));
      click("e1", "10:00");
      click("e2", "10:10");
      poison();
      producer.commitTransaction();
      scene.passes(OneDay.at("10:10") + 30 * 86_400_000L);

      producer.beginTransaction();
      writeOutputs();
      producer.abortTransaction();
      producer.beginTransaction();
      writeOutputs();
      writeTrail();
      writeDeadLetters();
      writeDeadLetterOfTheRelay();
      producer.commitTransaction();

      JsonNode report = audit(stack, ExitCode.FINE);
      assertThat(report.get("differences").intValue()).isZero();
      assertThat(report.at("/records/clickstream/SCORED").intValue()).isEqualTo(2);
      assertThat(report.at("/checked/dead_letters").intValue()).isEqualTo(1);
      assertThat(report.at("/checked/stage_changes").intValue()).isEqualTo(4);
      assertThat(report.at("/checked/alerts").intValue()).isEqualTo(1);

      producer.beginTransaction();
      writeOutput(OutputTopic.SALES_ALERTS, 0);
      producer.commitTransaction();

      JsonNode byBoth = audit(stack, ExitCode.NO, "--by", "both");
      assertThat(byBoth.at("/first_differences/0/judge").textValue()).isEqualTo("oracle");
      assertThat(byBoth.at("/first_differences/1/judge").textValue()).isEqualTo("core");

      JsonNode again = audit(stack, ExitCode.NO);
      assertThat(again.at("/first_differences/0/kind").textValue()).isEqualTo("TWICE");
    }
  }

  private static JsonNode audit(Stack stack, int exitCode, String... options) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(out, new ByteArrayOutputStream(), false, false, false);
    int ended =
        new CommandLine(new AuditCommand(terminal))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                Stream.concat(
                        Stream.of(
                            "--bootstrap",
                            stack.bootstrapServers(),
                            "--registry",
                            stack.registryUrl(),
                            "--until-stable",
                            "1",
                            "--json"),
                        Stream.of(options))
                    .toArray(String[]::new));
    terminal.flush();
    assertThat(ended).as(out.toString(UTF_8)).isEqualTo(exitCode);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private void publish(ConfigKind kind, String name, String text) {
    send(
        "scoring-config",
        name.getBytes(UTF_8),
        input(
            "scoring-config",
            ScoringConfig.newBuilder()
                .setKind(kind)
                .setName(name)
                .setVersion(1)
                .setDocument(text)
                .setPublishedAt(Instant.EPOCH)
                .build()));
  }

  private void click(String id, String time) {
    ClickstreamEvent event =
        ClickstreamEvent.newBuilder()
            .setEventId(id)
            .setOccurredAt(Instant.ofEpochMilli(OneDay.at(time)))
            .setType("page_view")
            .setLeadId("L1")
            .setUrl("https://www.example.com/pricing")
            .setProperties(Map.of())
            .build();
    scene.arrives(EventDecoder.ofRecord(InputTopic.CLICKSTREAM, event));
    send("clickstream", null, input("clickstream", event));
  }

  private void poison() {
    scene.arrives(new Unusable(DeadLetterReason.UNDECODABLE, "the first byte is not 0"));
    send("clickstream", null, POISON);
  }

  private byte[] input(String topic, SpecificRecord record) {
    int id = registry.register(topic + "-value", record.getSchema().toString());
    return WireFormat.frame(id, encoder.body(record));
  }

  private void writeOutputs() {
    scene.outputs.forEach(
        (topic, records) -> {
          for (int i = 0; i < records.size(); i++) {
            writeOutput(topic, i);
          }
        });
  }

  private void writeOutput(OutputTopic topic, int index) {
    send(topic.topicName(), "L1".getBytes(UTF_8), output(topic, scene.record(topic, index)));
  }

  private byte[] output(OutputTopic topic, SpecificRecord record) {
    return WireFormat.frame(schemaIds.get(topic), encoder.body(record));
  }

  private void writeTrail() {
    for (Entry entry : scene.trail) {
      SpecificRecord record =
          OutputEncoder.auditEntry(
              entry.place().topic().topicName(),
              entry.place().partition(),
              entry.place().offset(),
              Fate.valueOf(entry.fate().name()),
              entry.suspect(),
              entry.leadId(),
              entry.sequence() == 0 ? null : (Long) entry.sequence(),
              entry.detail(),
              List.of());
      send("audit-trail", "L1".getBytes(UTF_8), output(OutputTopic.AUDIT_TRAIL, record));
    }
  }

  private void writeDeadLetters() {
    for (DeadLetter letter : scene.deadLetters) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("dead-letters", POISON);
      Map.of(
              "dl.topic", letter.place().topic().topicName(),
              "dl.partition", String.valueOf(letter.place().partition()),
              "dl.offset", String.valueOf(letter.place().offset()),
              "dl.reason", letter.reason())
          .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
      producer.send(record);
    }
  }

  /** About an alert that a CRM did not take; no input, and nothing that the job did. */
  private void writeDeadLetterOfTheRelay() {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("dead-letters", POISON);
    DeadLetterHeaders.of("sales-alerts", 0, 0, 0, DeadLetterReason.UNDELIVERABLE, "status 422")
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    producer.send(record);
  }

  /** Into the first partition, where the scene says that it stands. */
  private void send(String topic, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, 0, key, value));
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "audit-it"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
