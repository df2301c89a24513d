package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.local.EmbeddedStack;
import dev.kizashi.local.Installation;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.ConfluentSchemaRegistry;
import dev.kizashi.registry.RegistrySettings;
import dev.kizashi.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each set-up under a prefix of its own, on one real broker and registry. */
class DoctorIT {
  private static Stack stack;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    stack =
        EmbeddedStack.start(
            StackSettings.builder().taskManagers(1, 1).build(), StackListener.SILENT);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void an_empty_set_up_is_furnished_by_the_commands_that_the_doctor_names() throws Exception {
    Ran empty = doctor("empty.");
    assertThat(empty.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(empty.out())
        .anyMatch(line -> line.startsWith("✗ topics        missing: empty.clickstream, "))
        .anyMatch(
            line -> line.startsWith("✗ registry      no schema for empty.audit-trail-value, "))
        .contains("    kizashi doctor --create");

    Ran created = doctor("empty.", "--create");
    assertThat(created.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(wrong(created))
        .containsExactly(
            "✗ model         no model with its catalogue is published, and nothing can be judged");
    String publish = commandAfter(created, "no model with its catalogue");
    assertThat(publish).startsWith("kizashi model publish ");

    publish("empty.", publish);
    Ran furnished = doctor("empty.");
    assertThat(wrong(furnished)).isEmpty();
    assertThat(furnished.exitCode()).isZero();
    assertThat(furnished.out())
        .anyMatch(line -> line.startsWith("✓ brokers       1, cluster "))
        .contains(
            "✓ topics        10 as they have to be",
            "✓ rights        topics and groups: what the job needs is allowed",
            "✓ transactions  900 s, longer than an outage of 600 s",
            "✓ registry      schemas of all topics are there, compatibility is FULL_TRANSITIVE",
            "✓ model         signals version 1, b2b-default version 1");
    assertThat(furnished.err()).isEmpty();
  }

  @Test
  void a_topic_of_the_wrong_kind_is_mended_by_the_command() throws Exception {
    furnish("kind.");
    kafka(
        "--alter --entity-type topics --entity-name kind.lead-scores --add-config cleanup.policy=delete");
    kafka(
        "--alter --entity-type topics --entity-name kind.dead-letters --add-config max.message.bytes=1000000");
    Ran ran = doctor("kind.");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(wrong(ran))
        .containsExactly(
            "✗ topics        kind.lead-scores has the cleanup.policy delete and has to have compact",
            "✗ topics        kind.dead-letters takes records up to 1000000 bytes and has to take 16777216");

    KafkaTools.run(commandAfter(ran, "cleanup.policy"));
    KafkaTools.run(commandAfter(ran, "takes records up to"));
    assertThat(wrong(doctor("kind."))).isEmpty();
  }

  @Test
  void partitions_that_differ_are_mended_by_the_commands() throws Exception {
    furnish("parts.");
    try (Admin admin = admin()) {
      admin
          .createPartitions(
              Map.of(
                  "parts.clickstream", NewPartitions.increaseTo(6),
                  "parts.scoring-config", NewPartitions.increaseTo(2)))
          .all()
          .get();
    }
    Ran ran = doctor("parts.");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(wrong(ran))
        .anyMatch(
            line -> line.contains("parts.scoring-config has 2 partitions and has to have one"))
        .anyMatch(line -> line.contains("have fewer than 6, the most of all"));

    ran.out().stream().filter(line -> line.contains("kafka-topics.sh")).forEach(KafkaTools::run);
    Ran again = doctor("parts.", "--create");
    publish("parts.", commandAfter(ran, "has to have one", 3));
    assertThat(again.err()).contains("topics created: parts.scoring-config");
    assertThat(wrong(doctor("parts."))).isEmpty();
  }

  @Test
  void the_registry_has_to_be_as_strict_as_the_contract() throws Exception {
    furnish("strict.");
    try (SchemaRegistry registry = registry()) {
      registry.setCompatibility("strict.lead-scores-value", CompatibilityLevel.BACKWARD);
      Ran ran = doctor("strict.");
      assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
      assertThat(wrong(ran))
          .containsExactly(
              "✗ registry      compatibility is BACKWARD and has to be FULL_TRANSITIVE for strict.lead-scores-value");
      String command = commandAfter(ran, "compatibility is BACKWARD");
      assertThat(new ProcessBuilder("bash", "-c", command).start().waitFor()).isZero();
      assertThat(wrong(doctor("strict."))).isEmpty();
    }
  }

  @Test
  void a_schema_of_somebody_else_under_our_name_is_found() throws Exception {
    try (SchemaRegistry registry = registry()) {
      registry.register(
          "other.crm-updates-value",
          """
          {"type":"record","name":"CrmUpdate","namespace":"dev.kizashi.events","fields":[{"name":"other","type":"string"}]}""");
    }
    Ran ran = doctor("other.");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(wrong(ran))
        .contains(
            "✗ registry      other.crm-updates-value has a schema that ours is not compatible with: see what it is, and whose");
    assertThat(commandAfter(ran, "other.crm-updates-value has a schema"))
        .endsWith(
            "%s/subjects/other.crm-updates-value/versions/latest".formatted(stack.registryUrl()));
  }

  @Test
  void transactions_fit_between_an_outage_and_what_brokers_allow() throws Exception {
    furnish("time.");
    assertThat(wrong(doctor("time.", "--planned-outage", "15min")))
        .singleElement()
        .asString()
        .startsWith(
            "✗ transactions  sink.transaction-timeout is 900 s: an outage of 900 s and the checkpoint before it");

    Path options = options("time.", "sink.transaction-timeout=1 h");
    Ran ran = onStack("doctor", "--config", options.toString());
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(wrong(ran))
        .containsExactly(
            "✗ transactions  sink.transaction-timeout is 3600 s, and brokers allow 900 s: shorten it, or, in every broker's server.properties,");
    assertThat(commandAfter(ran, "brokers allow")).isEqualTo("transaction.max.timeout.ms=3600000");
  }

  @Test
  void who_does_not_answer_is_the_environments_failure() {
    String nobody = "127.0.0.1:1";
    Ran noKafka =
        Ran.kizashi(
            "doctor", "--bootstrap", nobody, "--registry", stack.registryUrl(), "--timeout", "2");
    assertThat(noKafka.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(noKafka.out())
        .anyMatch(line -> line.startsWith("✗ brokers       no answer from Kafka at " + nobody))
        .anyMatch(line -> line.startsWith("✓ registry "));

    Ran noRegistry =
        Ran.kizashi(
            "doctor",
            "--bootstrap",
            stack.bootstrapServers(),
            "--registry",
            "http://" + nobody,
            "--timeout",
            "5");
    assertThat(noRegistry.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(noRegistry.out())
        .anyMatch(line -> line.startsWith("✓ brokers "))
        .anyMatch(
            line ->
                line.startsWith(
                    "✗ registry      The schema registry at http://%s does not answer"
                        .formatted(nobody)));
  }

  @Test
  void programs_get_json_and_people_colours() throws Exception {
    Ran ran = doctor("nothing.", "--json");
    JsonNode json = new JsonMapper().readTree(String.join("", ran.out()));
    assertThat(json.path("exit_code").asInt()).isEqualTo(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(json.path("findings").path(0).path("area").asText()).isEqualTo("brokers");
    assertThat(json.path("findings").path(0).path("verdict").asText()).isEqualTo("fine");
    assertThat(json.path("findings").findValuesAsText("verdict")).contains("wrong");

    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Kizashi.run(
        new Terminal(screen, new ByteArrayOutputStream(), true, false, true),
        "doctor",
        "--bootstrap",
        stack.bootstrapServers(),
        "--registry",
        stack.registryUrl(),
        "--config",
        options("nothing.").toString());
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("\u001b[32m✓\u001b[0m brokers ", "\u001b[31m✗\u001b[0m topics ");
  }

  private void furnish(String prefix) throws IOException {
    Ran created = doctor(prefix, "--create");
    publish(prefix, commandAfter(created, "no model with its catalogue"));
  }

  /** Publishes by the command as it was printed, from the root folder. */
  private void publish(String prefix, String command) throws IOException {
    Path home = Installation.locate().home();
    String[] words =
        Stream.of(command.split(" ", -1))
            .skip(1)
            .map(word -> word.startsWith("docs/") ? home.resolve(word).toString() : word)
            .toArray(String[]::new);
    Ran ran =
        onStack(
            Stream.concat(Stream.of(words), Stream.of("--config", options(prefix).toString()))
                .toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
  }

  private Ran doctor(String prefix, String... more) throws IOException {
    return onStack(
        Stream.concat(Stream.of("doctor", "--config", options(prefix).toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private Path options(String prefix, String... more) throws IOException {
    return Files.write(
        folder.resolve(prefix + "properties"),
        Stream.concat(Stream.of("topics.prefix=" + prefix), Stream.of(more)).toList());
  }

  private static Ran onStack(String... arguments) {
    return Ran.kizashi(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--bootstrap", stack.bootstrapServers(), "--registry", stack.registryUrl()))
            .toArray(String[]::new));
  }

  private static List<String> wrong(Ran ran) {
    return ran.out().stream().filter(line -> line.startsWith("✗")).toList();
  }

  private static String commandAfter(Ran ran, String text) {
    return commandAfter(ran, text, 1);
  }

  /** The n-th command of the finding with a text. */
  private static String commandAfter(Ran ran, String text, int number) {
    for (int i = 0; i < ran.out().size(); i++) {
      if (ran.out().get(i).contains(text)) {
        return ran.out().get(i + number).strip();
      }
    }
    throw new AssertionError(text + " is not in " + ran.out());
  }

  private static void kafka(String arguments) {
    KafkaTools.run(
        "kafka-configs.sh --bootstrap-server %s %s".formatted(stack.bootstrapServers(), arguments));
  }

  private static SchemaRegistry registry() {
    return ConfluentSchemaRegistry.connect(RegistrySettings.at(stack.registryUrl()));
  }

  private static Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
  }
}
