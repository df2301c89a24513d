package dev.kizashi.relay;

/** The relay cannot go on without losing alerts; one sentence says why and what to do. */
public final class RelayFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RelayFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
