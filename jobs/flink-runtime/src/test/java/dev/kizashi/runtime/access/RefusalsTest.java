package dev.kizashi.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.runtime.options.Settings;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

/** By exceptions made up; AccessIT meets the real ones. */
class RefusalsTest {
  private final Refusals refusals = refusals("--kafka.client.ssl.truststore.password", "hush");

  @Test
  void a_login_that_is_refused_names_the_login() {
    assertThat(refusals.ofKafka(new ExecutionException(new SaslAuthenticationException("no"))))
        .contains("Kafka at broker:9092 refused the credentials (kafka.client.sasl.jaas.config)");
    assertThat(refusals.ofKafka(new UnsupportedSaslMechanismException("no")))
        .contains(
            "Kafka at broker:9092 does not take logins of this kind (kafka.client.sasl.mechanism)");
  }

  @Test
  void a_certificate_for_another_host_says_so() {
    assertThat(
            refusals.ofKafka(
                new SslAuthenticationException(
                    "SSL handshake failed",
                    new SSLHandshakeException("No name matching broker found"))))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("Kafka at broker:9092 shows a certificate for another host"));
  }

  @Test
  void no_answer_is_no_refusal() {
    assertThat(refusals.ofKafka(new ExecutionException(new TimeoutException("slow")))).isEmpty();
    assertThat(refusals.ofRegistry(new RegistryUnavailableException("slow", null))).isEmpty();
  }

  @Test
  void settings_that_cannot_be_used_are_one_line_without_what_is_secret_in_them() {
    assertThat(
            refusals.ofKafka(
                new KafkaException(
                    "Failed to create",
                    new ConfigException("store\nwith password hush is broken"))))
        .contains(
            "Kafka's client does not accept its settings (kafka.client.*): store with password *** is broken");
  }

  @Test
  void what_a_broken_login_is_quoted_with_is_not_repeated() {
    assertThat(
            refusals.ofKafka(
                new KafkaException(
                    "Failed to create",
                    new IllegalArgumentException(
                        "Value not specified for key 'ush' in JAAS config"))))
        .contains(
            "Kafka's client cannot read the login that it was given (kafka.client.sasl.jaas.config)");
  }

  @Test
  void who_speaks_in_clear_may_wait_in_vain_for_a_port_with_tls() {
    assertThat(refusals("--kafka.client.security.protocol", "SASL_PLAINTEXT").noAnswerOfKafka())
        .isEqualTo(
            "no answer from Kafka at broker:9092: it is down, or does not speak SASL_PLAINTEXT (kafka.client.security.protocol)");
  }

  private static Refusals refusals(String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(more, 0, arguments, 4, more.length);
    arguments[0] = "--kafka.bootstrap-servers";
    arguments[1] = "broker:9092";
    arguments[2] = "--registry.url";
    arguments[3] = "http://registry";
    return new Refusals(Settings.of(arguments, Map.of()));
  }
}
