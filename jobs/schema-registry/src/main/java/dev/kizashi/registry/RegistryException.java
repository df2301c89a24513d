package dev.kizashi.registry;

/** What a registry can answer instead of what was asked for. */
public abstract sealed class RegistryException extends RuntimeException
    permits UnknownSchemaException,
        IncompatibleSchemaException,
        RegistryDeniedException,
        RegistryUnavailableException {

  private static final long serialVersionUID = 1L;

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
