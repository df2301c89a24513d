package dev.kizashi.registry;

/**
 * No usable answer: not reachable, no trust between the two ends, too slow, a fault of the server,
 * or somebody else who answers in its place. To be retried with back-off, never a reason to give up
 * a record.
 */
public final class RegistryUnavailableException extends RegistryException {

  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
