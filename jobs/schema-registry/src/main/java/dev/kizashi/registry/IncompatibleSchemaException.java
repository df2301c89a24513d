package dev.kizashi.registry;

/** The registry refuses a schema because of the compatibility level of its subject. */
public final class IncompatibleSchemaException extends RegistryException {

  private static final long serialVersionUID = 1L;

  IncompatibleSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
