package dev.kizashi.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void arguments_go_before_the_environment_and_that_before_the_file() throws IOException {
    Path file = folder.resolve("job.properties");
    Files.writeString(file, "topics.prefix=file-\nkafka.group-id=file\nregistry.url=http://file\n");
    Settings settings =
        Settings.of(
            new String[] {"--config", file.toString(), "--topics.prefix", "argument-"},
            Map.of("KIZASHI_TOPICS_PREFIX", "environment-", "KIZASHI_KAFKA_GROUP_ID", "env"));
    assertThat(settings.get(JobOptions.TOPIC_PREFIX)).isEqualTo("argument-");
    assertThat(settings.get(JobOptions.KAFKA_GROUP_ID)).isEqualTo("env");
    assertThat(settings.get(JobOptions.REGISTRY_URL)).isEqualTo("http://file");
    assertThat(settings.get(JobOptions.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void an_unknown_option_says_what_was_probably_meant() {
    assertThatThrownBy(() -> of("--kafka.bootstrap-server", "x"))
        .hasMessage(
            "unknown option --kafka.bootstrap-server; did you mean --kafka.bootstrap-servers?");
  }

  @Test
  void a_malformed_value_names_its_option() {
    assertThatThrownBy(() -> of("--checkpoints.interval", "soon"))
        .hasMessageContaining("--checkpoints.interval")
        .hasMessageContaining("soon");
  }

  @Test
  void a_file_of_options_that_is_not_there_is_named() {
    Path missing = folder.resolve("none.properties");
    assertThatThrownBy(() -> of("--config", missing.toString()))
        .hasMessage("there is no file " + missing + " to read options from");
  }

  @Test
  void an_option_without_value_is_refused() {
    assertThatThrownBy(() -> of("--audit.trail")).hasMessage("--audit.trail needs a value");
    assertThatThrownBy(() -> of("audit.trail")).hasMessageContaining("expected --option");
  }

  @Test
  void a_required_option_says_every_way_to_give_it() {
    assertThatThrownBy(() -> of().require(JobOptions.REGISTRY_URL))
        .hasMessageContaining("--registry.url is missing (or KIZASHI_REGISTRY_URL)");
  }

  @Test
  void what_is_passed_on_keeps_its_name() {
    Settings settings = of("--kafka.client.security.protocol", "SASL_SSL", "--flink.x", "y");
    assertThat(settings.passedOn(Settings.KAFKA_CLIENT))
        .containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    assertThat(settings.passedOn(Settings.FLINK)).containsExactly(Map.entry("x", "y"));
  }

  @Test
  void secrets_are_starred() {
    Settings settings =
        of(
            "--kafka.client.sasl.jaas.config", "hush-1",
            "--kafka.client.ssl.truststore.password", "hush-2",
            "--registry.client.basic.auth.user.info", "hush-3",
            "--registry.client.bearer.auth.token", "hush-4",
            "--kafka.client.ssl.keystore.key", "hush-5");
    assertThat(settings.redacted())
        .doesNotContain("hush")
        .contains("kafka.client.sasl.jaas.config = ***")
        .contains("checkpoints.interval");
  }

  @Test
  void clients_are_set_by_the_environment_too() {
    Settings settings =
        Settings.of(
            new String[] {"--kafka.client.sasl.mechanism", "PLAIN"},
            Map.of(
                "KIZASHI_KAFKA_CLIENT_SASL_MECHANISM", "SCRAM-SHA-512",
                "KIZASHI_KAFKA_CLIENT_SSL_TRUSTSTORE_TYPE", "PEM",
                "KIZASHI_REGISTRY_CLIENT_BASIC_AUTH_USER_INFO", "me:hush"));
    assertThat(settings.passedOn(Settings.KAFKA_CLIENT))
        .containsOnly(
            Map.entry("sasl.mechanism", "PLAIN"), Map.entry("ssl.truststore.type", "PEM"));
    assertThat(settings.passedOn(Settings.REGISTRY_CLIENT))
        .containsOnly(Map.entry("basic.auth.user.info", "me:hush"));
  }

  @Test
  void no_secret_stays_in_a_text_whole_or_in_part() {
    Settings settings =
        of(
            "--kafka.client.sasl.jaas.config",
                "Module required username=\"me\" password=\"hush-1\";",
            "--registry.client.basic.auth.user.info", "me:hush-2",
            "--kafka.client.ssl.key.password", "hush-3",
            "--topics.prefix", "shown");
    assertThat(settings.withoutSecrets("hush-1, me:hush-2, hush-2, hush-3, shown"))
        .isEqualTo("***, ***, ***, ***, shown");
  }

  @Test
  void the_reference_page_is_what_the_code_says() throws IOException {
    Path page = Path.of("../../docs/configuration.md");
    if (Boolean.getBoolean("kizashi.write-docs")) {
      Files.writeString(page, Reference.markdown());
    }
    assertThat(page)
        .as("written anew with -Dkizashi.write-docs=true")
        .hasContent(Reference.markdown());
  }

  private static Settings of(String... arguments) {
    return Settings.of(arguments, Map.of());
  }
}
