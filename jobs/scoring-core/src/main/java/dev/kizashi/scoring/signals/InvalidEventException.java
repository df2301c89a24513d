package dev.kizashi.scoring.signals;

/** An event that cannot be used; the message names the field and what is wrong with it. */
public final class InvalidEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidEventException(String message) {
    super(message);
  }
}
