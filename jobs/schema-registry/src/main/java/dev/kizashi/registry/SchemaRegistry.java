package dev.kizashi.registry;

import java.util.List;

/**
 * A registry that speaks Confluent's REST API, reduced to what a streaming job and its operators
 * need. Schemas are texts (Avro's JSON; how it is spaced does not matter), so that no Avro class of
 * the client is seen outside.
 *
 * <p>Every call is one request; nothing is cached, a caller on a hot path keeps what it learned (an
 * id never changes its schema). Implementations are safe for use by several threads.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when no usable answer came, which is
 * to be waited out, and {@link RegistryDeniedException} when the registry does not let us in.
 */
public interface SchemaRegistry extends AutoCloseable {

  /**
   * The schema that was registered under an id, as the registry keeps it. A schema that refers to
   * others comes without them.
   *
   * @throws UnknownSchemaException when the registry says that there is none
   */
  String schemaById(int id);

  /**
   * The id of a schema under a subject; nothing is registered.
   *
   * @throws UnknownSchemaException when the registry has no such subject, or not this schema in it
   * @throws IllegalArgumentException when the text is no schema, to us or to the registry
   */
  int idOf(String subject, String schema);

  /**
   * Registers a schema under a subject; what is registered already keeps its id.
   *
   * @return the schema's id
   * @throws IncompatibleSchemaException when the subject's compatibility level forbids it
   * @throws IllegalArgumentException when the text is no schema, to us or to the registry
   */
  int register(String subject, String schema);

  /**
   * Whether {@link #register} would be allowed, by the subject's compatibility level. A subject
   * without schemas accepts any.
   *
   * @throws IllegalArgumentException when the text is no schema, to us or to the registry
   */
  boolean accepts(String subject, String schema);

  /** All subjects, in no order. */
  List<String> subjects();

  /** Sets what later versions of a subject must be compatible with; the subject need not exist. */
  void setCompatibility(String subject, CompatibilityLevel level);

  /** Gives back what the client holds. */
  @Override
  void close();
}
