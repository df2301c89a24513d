package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.Installation;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands write, against a real broker and a real registry. */
class ReplayIT {
  private static Stack stack;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    stack =
        EmbeddedStack.start(
            StackSettings.builder().taskManagers(1, 1).build(), StackListener.SILENT);
    Topics.create(stack.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void eventsArriveInTheOrderOfTheFileUnderTheContractsKeys() throws IOException {
    Path events =
        Files.write(
            folder.resolve("events.jsonl"),
            List.of(
                event("clickstream", "e1", "\"visitor_id\":\"v1\",\"lead_id\":\"L1\""),
                event("clickstream", "e2", "\"visitor_id\":\"v1\""),
                event("clickstream", "e3", "\"lead_id\":\"L2\""),
                event("email-engagement", "m1", "\"email\":\" A@Acme.example\""),
                event("offline-activity", "o1", "\"lead_id\":\"L1\",\"email\":\"a@acme.example\""),
                "{\"topic\":\"crm-updates\",\"event_id\":\"c1\",\"occurred_at\":\"2026-03-02T10:00:00Z\",\"lead_id\":\"L1\",\"kind\":\"PROFILE_UPSERTED\",\"attributes\":{\"title\":\"CTO\"}}",
                "nothing"));
    Ran ran = onStack("replay", events.toString(), "--json");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .containsExactly(
            "{\"unusable\":1,\"sent\":{\"clickstream\":3,\"email-engagement\":1,\"offline-activity\":1,\"crm-updates\":1}}");
    assertThat(ran.err()).containsExactly(events + ":7: not JSON at column 8 (INVALID)");

    assertThat(keysAndIds(InputTopic.CLICKSTREAM)).contains("v1 e1", "v1 e2", "L2 e3");
    assertThat(keysAndIds(InputTopic.CLICKSTREAM)).containsSubsequence("v1 e1", "v1 e2");
    assertThat(keysAndIds(InputTopic.EMAIL_ENGAGEMENT)).containsExactly("a@acme.example m1");
    assertThat(keysAndIds(InputTopic.OFFLINE_ACTIVITY)).containsExactly("L1 o1");
    assertThat(keysAndIds(InputTopic.CRM_UPDATES)).containsExactly("L1 c1");
  }

  @Test
  void aVersionIsPublishedOnceAndNeverChanges() throws IOException {
    Path shipped = Installation.locate().home().resolve(Path.of("docs", "models", "b2b-default"));
    String[] publish = {
      "model",
      "publish",
      "--signals",
      shipped.resolve("signals.yaml").toString(),
      "--model",
      shipped.resolve("model.yaml").toString()
    };
    assertThat(onStack(publish).out())
        .containsExactly("signals version 1 published", "model/b2b-default version 1 published");
    assertThat(onStack(publish).out())
        .containsExactly(
            "signals version 1 is published already",
            "model/b2b-default version 1 is published already");

    String model = Files.readString(shipped.resolve("model.yaml"));
    Path changed = Files.writeString(folder.resolve("model.yaml"), model.replace("400d", "401d"));
    Ran refused = onStack("model", "publish", "--model", changed.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(refused.err())
        .containsExactly(
            "model/b2b-default version 1 is published with another text: raise its version.");

    Files.writeString(changed, model.replace("\nversion: 1\n", "\nversion: 2\n"));
    assertThat(onStack("model", "publish", "--model", changed.toString()).out())
        .containsExactly("model/b2b-default version 2 published");
  }

  @Test
  void aTopicThatIsNotThereIsNamed() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"), event("clickstream", "e1", "\"lead_id\":\"L1\""));
    Path options = Files.writeString(folder.resolve("job.properties"), "topics.prefix=other.");
    Ran ran = onStack("replay", events.toString(), "--config", options.toString());
    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ran.err())
        .containsExactly(
            "There is no topic other.clickstream at %s: create the topics first, with `kizashi doctor --create`."
                .formatted(stack.bootstrapServers()));
  }

  private static Ran onStack(String... arguments) {
    return Ran.kizashi(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--bootstrap", stack.bootstrapServers(), "--registry", stack.registryUrl()))
            .toArray(String[]::new));
  }

  private static String event(String topic, String id, String identity) {
    return "{\"topic\":\"%s\",\"event_id\":\"%s\",\"occurred_at\":\"2026-03-02T10:00:00Z\",\"type\":\"call\",%s}"
        .formatted(topic, id, identity);
  }

  /** What stands on a topic, as a job would read it; by partition, then in order. */
  private static List<String> keysAndIds(InputTopic topic) {
    List<String> found = new ArrayList<>();
    try (SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(RegistrySettings.at(stack.registryUrl()));
        KafkaConsumer<String, byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
      EventDecoder decoder = new EventDecoder(new WriterSchemas(registry));
      for (var info : consumer.partitionsFor(topic.topicName())) {
        TopicPartition partition = new TopicPartition(info.topic(), info.partition());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
          for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            Decoded decoded = decoder.decode(topic, record.value());
            found.add(
                record.key()
                    + " "
                    + decoded.<String>fold(
                        behaviour -> behaviour.event().eventId(),
                        Decoded.Crm::eventId,
                        Decoded.Unusable::toString));
          }
        }
      }
    }
    return found;
  }
}
