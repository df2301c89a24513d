package dev.kizashi.local;

/** The stack could not be started, reached or ended: the message says why and what to do. */
public class StackFailure extends RuntimeException {

  public StackFailure(String message) {
    super(message);
  }

  public StackFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another process was quicker to take a port that was free a moment ago. */
  static final class PortTaken extends StackFailure {
    PortTaken(String message) {
      super(message);
    }
  }
}
