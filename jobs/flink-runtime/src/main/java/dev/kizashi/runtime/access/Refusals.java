package dev.kizashi.runtime.access;

import dev.kizashi.registry.IncompatibleSchemaException;
import dev.kizashi.registry.RegistryDeniedException;
import dev.kizashi.registry.RegistryException;
import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.registry.UnknownSchemaException;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * What went wrong with a client, in one line that names the option to look at. No line holds a
 * secret.
 */
public final class Refusals {
  private static final String KAFKA_TLS = Settings.KAFKA_CLIENT + "ssl.";
  private static final String REGISTRY_TLS = Settings.REGISTRY_CLIENT + "schema.registry.ssl.";

  private final Settings settings;

  public Refusals(Settings settings) {
    this.settings = settings;
  }

  /** Kafka and where it is, as a sentence's subject. */
  public String kafka() {
    return "Kafka at " + settings.require(JobOptions.KAFKA_BOOTSTRAP_SERVERS);
  }

  /** The registry and where it is, as a sentence's subject. */
  public String registry() {
    return "The schema registry at " + settings.require(JobOptions.REGISTRY_URL);
  }

  /**
   * @return empty when there was no answer, which time may mend
   */
  public Optional<String> ofKafka(Throwable failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    Optional<String> tls = TlsTrouble.of(cause, KAFKA_TLS);
    if (tls.isPresent()) {
      return line(kafka() + " " + tls.get());
    }
    if (cause instanceof UnsupportedSaslMechanismException
        || cause instanceof IllegalSaslStateException) {
      return line(kafka() + " does not take logins of this kind (kafka.client.sasl.mechanism)");
    }
    if (cause instanceof SaslAuthenticationException) {
      return line(kafka() + " refused the credentials (kafka.client.sasl.jaas.config)");
    }
    if (cause instanceof AuthorizationException) {
      return line(kafka() + " does not allow it: " + cause.getMessage());
    }
    if (cause instanceof RetriableException) {
      return Optional.empty();
    }
    return line(malformed(cause));
  }

  /** Before any request: the client could not be made. */
  private String malformed(Throwable failure) {
    Throwable root = root(failure);
    String said = String.valueOf(root.getMessage());
    if (said.contains("JAAS")) {
      // Whatever it quotes may be a piece of a password.
      return "Kafka's client cannot read the login that it was given (kafka.client.sasl.jaas.config)";
    }
    return "Kafka's client does not accept its settings (kafka.client.*): " + said;
  }

  /** What to look at when nobody answers: a client that speaks in clear waits in vain for TLS. */
  public String noAnswerOfKafka() {
    return "no answer from %s: it is down, or does not speak %s (kafka.client.security.protocol)"
        .formatted(
            kafka(),
            settings
                .passedOn(Settings.KAFKA_CLIENT)
                .getOrDefault("security.protocol", "PLAINTEXT"));
  }

  /**
   * @return empty when there was no answer, which time may mend
   */
  public Optional<String> ofRegistry(RuntimeException failure) {
    Optional<String> tls = TlsTrouble.of(failure, REGISTRY_TLS);
    if (tls.isPresent()) {
      return line(registry() + " " + tls.get());
    }
    if (failure instanceof RegistryUnavailableException) {
      return Optional.empty();
    }
    if (failure instanceof RegistryDeniedException) {
      return line(
          "%s refused the credentials (registry.client.basic.auth.user.info, with basic.auth.credentials.source USER_INFO): %s"
              .formatted(registry(), failure.getMessage()));
    }
    if (failure instanceof UnknownSchemaException) {
      return line(
          "%s has not every schema that the job writes by (%s): register them with --registry.register-schemas=true"
              .formatted(registry(), failure.getMessage()));
    }
    if (failure instanceof IncompatibleSchemaException) {
      return line(
          "%s has another schema that ours is not compatible with (%s)"
              .formatted(registry(), failure.getMessage()));
    }
    return line(
        failure instanceof RegistryException
            ? registry() + ": " + failure.getMessage()
            : "The registry's client does not accept its settings (registry.client.*): "
                + root(failure).getMessage());
  }

  private Optional<String> line(String text) {
    return Optional.of(settings.withoutSecrets(text).replaceAll("\\s*\\R\\s*", " "));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
