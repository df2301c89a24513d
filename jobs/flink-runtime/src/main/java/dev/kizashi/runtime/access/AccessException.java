package dev.kizashi.runtime.access;

/**
 * The job is not let in somewhere, and waiting does not help. The message is one line, says which
 * option to look at and holds no secret; there is no trace, as nothing in the code is wrong.
 */
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AccessException(String line) {
    super(line, null, false, false);
  }
}
