package dev.kizashi.cli;

/** The command cannot be done: one sentence says why and, where it is known, what to do. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command was given something that it cannot use. */
  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message, null);
  }

  /** What the command needs around it is missing or does not answer. */
  public static Failure environment(String message) {
    return new Failure(ExitCode.ENVIRONMENT, message, null);
  }

  /** As {@link #environment(String)}; the cause is shown with {@code --debug}. */
  public static Failure environment(String message, Throwable cause) {
    return new Failure(ExitCode.ENVIRONMENT, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
