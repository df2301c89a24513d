package dev.kizashi.registry;

/**
 * The registry answered, and has no such schema. Asking again does not help: the record that names
 * it is a dead letter.
 */
public final class UnknownSchemaException extends RegistryException {

  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
