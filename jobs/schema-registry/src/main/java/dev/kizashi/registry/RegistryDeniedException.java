package dev.kizashi.registry;

/** The registry does not let us in: wrong or missing credentials, or rights that do not suffice. */
public final class RegistryDeniedException extends RegistryException {

  private static final long serialVersionUID = 1L;

  RegistryDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
