package dev.kizashi.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.oauth.exceptions.SchemaRegistryOauthTokenRetrieverException;
import org.apache.flink.avro.shaded.org.apache.avro.AvroRuntimeException;

/**
 * A registry behind Confluent's own client, so that its settings for authentication and TLS mean
 * here what they mean everywhere.
 *
 * <p>The client comes out of Flink's SQL jar for the Confluent registry, where it is relocated.
 * That jar must never be on a class path as it is: it carries a second copy of Flink's Avro formats
 * and unrelocated guava, commons, snakeyaml and zstd. So this module's build unpacks the relocated
 * packages only, and its jar holds them.
 *
 * <p>Requests go through the client's REST layer. The layer above it parses schemas, and reports
 * one that it cannot parse like a registry that it cannot reach; the two must not be confused,
 * since one is a dead letter and the other is waited out. For the same reason a "not found" counts
 * only with one of the registry's own codes: a proxy's, or a wrong path's, would turn every record
 * into a dead letter.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

  private static final String HOST_CHECK = "schema.registry.ssl.endpoint.identification.algorithm";

  /** Compatible with no record. */
  private static final String ANYTHING = "\"null\"";

  private final RestService rest;
  private final CachedSchemaRegistryClient client;

  private ConfluentSchemaRegistry(RestService rest, CachedSchemaRegistryClient client) {
    this.rest = rest;
    this.client = client;
  }

  /**
   * Makes a client; no request yet. Key and trust stores are read here, once: after one was
   * replaced, connect again.
   *
   * @throws IllegalArgumentException when the client does not accept its settings
   */
  public static ConfluentSchemaRegistry connect(RegistrySettings settings) {
    RestService rest = new RestService(settings.urls());
    Map<String, String> client = new HashMap<>(settings.client());
    // Without it the client takes any trusted certificate for any host.
    client.putIfAbsent(HOST_CHECK, "https");
    try {
      // Only its constructor knows how to turn all settings, TLS included, into a REST layer.
      return new ConfluentSchemaRegistry(rest, new CachedSchemaRegistryClient(rest, 1, client));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the registry client does not accept " + settings, e);
    }
  }

  @Override
  public String schemaById(int id) {
    return answer("schema " + id, () -> rest.getId(id).getSchemaString());
  }

  @Override
  public int idOf(String subject, String schema) {
    String canonical = canonical(schema);
    return answer(
        "the id of a schema of " + subject,
        () -> rest.lookUpSubjectVersion(canonical, subject).getId());
  }

  @Override
  public int register(String subject, String schema) {
    String canonical = canonical(schema);
    return answer("registering with " + subject, () -> rest.registerSchema(canonical, subject));
  }

  @Override
  public boolean accepts(String subject, String schema) {
    String canonical = canonical(schema);
    try {
      return answer(
          "compatibility with " + subject,
          () -> rest.testCompatibility(canonical, subject, false).isEmpty());
    } catch (UnknownSchemaException nothingToBeCompatibleWith) {
      return true;
    }
  }

  @Override
  public List<String> subjects() {
    return answer("subjects", () -> List.copyOf(rest.getAllSubjects()));
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    answer(
        "compatibility level of " + subject, () -> rest.updateCompatibility(level.name(), subject));
  }

  /**
   * What later versions of a subject must be compatible with: its own level, else the global one;
   * empty for a level that we do not know.
   *
   * <p>Apicurio says NONE of a subject that goes by the global level. Whether the subject accepts
   * anything at all tells it from one that does.
   */
  public Optional<CompatibilityLevel> compatibility(String subject) {
    String matter = "compatibility level of " + subject;
    String level;
    try {
      level = answer(matter, () -> rest.getConfig(subject).getCompatibilityLevel());
      if (level.equals(CompatibilityLevel.NONE.name()) && !accepts(subject, ANYTHING)) {
        level = answer(matter, () -> rest.getConfig(null).getCompatibilityLevel());
      }
    } catch (UnknownSchemaException noLevelOfItsOwn) {
      level = answer(matter, () -> rest.getConfig(null).getCompatibilityLevel());
    }
    String named = level;
    return Stream.of(CompatibilityLevel.values())
        .filter(known -> known.name().equals(named))
        .findFirst();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Not every registry sees through white space; this is the form that Confluent's clients send.
   */
  private static String canonical(String schema) {
    try {
      return new AvroSchema(schema).canonicalString();
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException("no Avro schema: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException, RestClientException;
  }

  private static <T> T answer(String matter, Request<T> request) {
    try {
      return request.send();
    } catch (RestClientException e) {
      throw refusal(matter, e);
    } catch (IOException | SchemaRegistryOauthTokenRetrieverException e) {
      throw new RegistryUnavailableException(matter + ": no answer from the registry", e);
    }
  }

  private static RuntimeException refusal(String matter, RestClientException e) {
    String message = "%s: the registry answers %d".formatted(matter, e.getStatus());
    return switch (e.getStatus()) {
      case 401, 403 -> new RegistryDeniedException(message, e);
      case 404 ->
          isTheRegistrysOwn(e)
              ? new UnknownSchemaException(message, e)
              : new RegistryUnavailableException(message + ", and not in a registry's way", e);
      case 409 -> new IncompatibleSchemaException(message, e);
      case 422 -> new IllegalArgumentException(message, e);
      default -> new RegistryUnavailableException(message, e);
    };
  }

  /**
   * Subject, version, schema and level of compatibility not found: the codes that the API defines
   * beside the status.
   */
  private static boolean isTheRegistrysOwn(RestClientException e) {
    return (e.getErrorCode() >= 40401 && e.getErrorCode() <= 40403) || e.getErrorCode() == 40408;
  }
}
