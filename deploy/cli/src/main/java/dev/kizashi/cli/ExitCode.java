package dev.kizashi.cli;

/** What every command ends with. */
public final class ExitCode {
  public static final int FINE = 0;

  /** The answer is no: invalid, differs, lost. */
  public static final int NO = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** The environment failed. */
  public static final int ENVIRONMENT = 3;

  private ExitCode() {}
}
