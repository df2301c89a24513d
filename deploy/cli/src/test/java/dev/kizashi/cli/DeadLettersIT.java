package dev.kizashi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.cli.it.CommittedRecords;
import dev.kizashi.cli.it.ScoringStack;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.Fate;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command beside a job that buries and takes what is sent again; each test goes on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLettersIT {
  private static final String POISON = "ann@acme.example wants to know";
  private static final byte[] KEY = "the lead".getBytes(UTF_8);

  /** For so long the job does not ask for an unknown schema again, and a little more. */
  private static final Duration UNKNOWN = Duration.ofSeconds(11);

  private static ScoringStack stack;
  private static CommittedRecords letters;
  private static CommittedRecords trail;

  @BeforeAll
  static void start() {
    stack = ScoringStack.start(StackSettings.builder());
    letters = stack.read(OutputTopic.DEAD_LETTERS);
    trail = stack.read(OutputTopic.AUDIT_TRAIL);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  @Order(1)
  void letters_are_counted_by_topic_and_reason_and_their_content_is_not_shown() throws Exception {
    for (int i = 0; i < 3; i++) {
      send(InputTopic.CLICKSTREAM, POISON.getBytes(UTF_8));
    }
    send(InputTopic.CRM_UPDATES, POISON.getBytes(UTF_8));
    stack.flush();
    awaitLetters(4);

    Ran all = deadLetters();
    assertThat(all.exitCode()).isZero();
    assertThat(all.out())
        .hasSize(3)
        .satisfiesExactly(
            head -> assertThat(head).matches("topic +reason +letters +latest +detail"),
            row -> assertThat(row).matches("clickstream +UNDECODABLE +3 +clickstream-\\d@2 +\\S.*"),
            row -> assertThat(row).matches("crm-updates +UNDECODABLE +1 +crm-updates-\\d@0 +\\S.*"))
        .noneMatch(line -> line.contains("acme"));
    assertThat(deadLetters("--topic", "crm-updates").out()).hasSize(2);
    assertThat(deadLetters("--reason", "invalid").out()).containsExactly("No dead letters.");
    assertThat(deadLetters("--since", Instant.now().plusSeconds(60).toString()).out())
        .containsExactly("No dead letters.");
    assertThat(deadLetters("--show", "2").out())
        .filteredOn(line -> line.endsWith(": key the lead, value " + POISON))
        .hasSize(2);
    JsonNode json = new JsonMapper().readTree(String.join("", deadLetters("--json").out()));
    assertThat(json.path("letters").asInt()).isEqualTo(4);
    assertThat(json.path("groups").findValuesAsText("letters")).containsExactly("3", "1");
    assertThat(json.path("groups").toString()).doesNotContain("acme");
  }

  @Test
  @Order(2)
  void what_was_mended_is_scored_once() {
    JsonLines.Line line = JsonLines.read(event());
    byte[] value = stack.framed(line.topic(), line.record());
    int next = stack.register("before", other("Before")) + 1;
    ByteBuffer.wrap(value).putInt(1, next);
    send(InputTopic.CLICKSTREAM, value);
    stack.flush();
    awaitLetters(5);
    ConsumerRecord<byte[], byte[]> letter = letterOf("UNKNOWN_SCHEMA");

    // The producer's schema comes late, under the id that was promised to it.
    assertThat(stack.register("late", withAnotherText())).isEqualTo(next);
    await()
        .atMost(ScoringStack.PATIENCE)
        .until(() -> Instant.now().toEpochMilli() > letter.timestamp() + UNKNOWN.toMillis());
    Ran ran = deadLetters("--reason", "UNKNOWN_SCHEMA", "--resend");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).last().isEqualTo("sent again: 1 of 1");

    trail.until(AuditEntry.class, all -> all.stream().anyMatch(DeadLettersIT::isTheLeads));
    // Again is a duplicate.
    deadLetters("--reason", "UNKNOWN_SCHEMA", "--resend");
    List<AuditEntry> entries =
        trail.until(
            AuditEntry.class, all -> all.stream().filter(DeadLettersIT::isTheLeads).count() == 2);
    assertThat(entries.stream().filter(DeadLettersIT::isTheLeads).map(AuditEntry::getFate))
        .containsExactlyInAnyOrder(Fate.SCORED, Fate.DUPLICATE);
    assertThat(letters.soFar()).hasSize(5);
  }

  @Test
  @Order(3)
  void what_is_still_of_no_use_is_a_letter_again_with_its_key_and_bytes() {
    assertThat(deadLetters("--topic", "clickstream", "--reason", "UNDECODABLE", "--resend").out())
        .last()
        .isEqualTo("sent again: 3 of 3");
    awaitLetters(8);
    assertThat(letters.soFar())
        .filteredOn(it -> reason(it).equals("UNDECODABLE"))
        .hasSize(7)
        .allSatisfy(it -> assertThat(it.key()).isEqualTo(KEY))
        .allSatisfy(it -> assertThat(it.value()).asString(UTF_8).isEqualTo(POISON));
    assertThat(deadLetters().out())
        .anyMatch(line -> line.matches("clickstream +UNDECODABLE +6 .*"));
    assertThat(stack.restarts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--reason nonsense",
        "--topic nothing",
        "--show -1",
        "--since yesterday",
        "--resnd",
        "--bootstrap 127.0.0.1:1"
      })
  void what_cannot_be_meant_is_told_in_one_line(String options) {
    Ran ran =
        Ran.kizashi(
            Stream.concat(Stream.of("dead-letters"), Stream.of(options.split(" ", -1)))
                .toArray(String[]::new));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).hasSize(1);
  }

  private static Ran deadLetters(String... options) {
    return Ran.kizashi(
        Stream.concat(
                Stream.of(
                    "dead-letters",
                    "--bootstrap",
                    stack.bootstrapServers(),
                    "--registry",
                    stack.registryUrl()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static void awaitLetters(int count) {
    assertThat(letters.until(all -> all.size() >= count)).hasSize(count);
  }

  private static ConsumerRecord<byte[], byte[]> letterOf(String reason) {
    return letters.soFar().stream()
        .filter(it -> reason(it).equals(reason))
        .findFirst()
        .orElseThrow();
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader("dl.reason").value(), UTF_8);
  }

  private static boolean isTheLeads(AuditEntry entry) {
    return "the lead".equals(entry.getLeadId()) && entry.getFate() != Fate.DEAD_LETTER;
  }

  private static void send(InputTopic topic, byte[] value) {
    stack.send(topic, KEY, value, (written, failure) -> assertThat(failure).isNull());
  }

  private static String event() {
    return """
        {"topic":"clickstream","event_id":"late","occurred_at":"%s","type":"form_submit","lead_id":"the lead","properties":{"form":"demo"}}"""
        .formatted(Instant.now().minusSeconds(3600));
  }

  /** The same fields under another text, so that the registry takes it for another. */
  private static String withAnotherText() {
    return ClickstreamEvent.getClassSchema()
        .toString()
        .replaceFirst("\\{", "{\"doc\":\"the producer's own\",");
  }

  private static String other(String name) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[]}".formatted(name);
  }
}
