package dev.kizashi.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What commands write to: results to standard output, everything else to standard error. Colour and
 * progress are for people: where the stream is no terminal the same text comes out plain, and
 * progress not at all.
 *
 * <p>Not for several threads at once.
 */
public final class Terminal {
  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR_LINE = "\r" + ESCAPE + "2K";
  private static final int BUFFER_BYTES = 1 << 16;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean coloured;
  private boolean progressShown;

  /**
   * @param outIsTerminal whether a person reads standard output
   * @param errIsTerminal whether a person reads standard error
   */
  public Terminal(
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean coloured) {
    this.out = utf8(new BufferedOutputStream(out, BUFFER_BYTES));
    this.err = utf8(err);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.coloured = coloured;
  }

  /**
   * This process's own streams. The launcher says which of them are terminals, since Java can only
   * tell whether all are; colour is off where {@code NO_COLOR} is set.
   */
  static Terminal ofProcess() {
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Boolean.getBoolean("kizashi.terminal.out"),
        Boolean.getBoolean("kizashi.terminal.err"),
        System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }

  /** Whether a person reads the results as they come. */
  public boolean isLive() {
    return outIsTerminal;
  }

  /** A line of the result. */
  public void line(String text) {
    endProgress();
    out.print(text);
    out.print('\n');
    if (outIsTerminal) {
      out.flush();
    }
  }

  /** Control characters and all, as it is; for a screen of one's own where {@link #isLive}. */
  public void raw(String text) {
    endProgress();
    out.print(text);
    out.flush();
  }

  /** Whether results may carry colour. */
  public boolean isColoured() {
    return outIsTerminal && coloured;
  }

  /** For what prints by itself, such as a help page. */
  PrintWriter results() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** A line for whoever watches; no part of the result. */
  public void note(String text) {
    endProgress();
    // What was printed before is read before.
    out.flush();
    err.print(text);
    err.print('\n');
    err.flush();
  }

  /** Takes the place of the last progress; the next line takes its. */
  public void progress(String text) {
    if (errIsTerminal) {
      out.flush();
      err.print(CLEAR_LINE + text);
      err.flush();
      progressShown = true;
    }
  }

  private void endProgress() {
    if (progressShown) {
      err.print(CLEAR_LINE);
      err.flush();
      progressShown = false;
    }
  }

  /** Columns as wide as their widest cell, the last one as it comes. */
  public void table(List<List<String>> rows) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
        }
      }
      line(line.toString());
    }
  }

  /** Columns that a text takes, colours aside. */
  private static int width(String text) {
    String plain = text.replaceAll("\u001b\\[[0-9;]*m", "");
    return plain.codePointCount(0, plain.length());
  }

  public void flush() {
    endProgress();
    out.flush();
    err.flush();
  }

  /** Whether standard output went away, as when a pager was closed: nobody reads any more. */
  public boolean isClosed() {
    return out.checkError();
  }

  public String bold(String text) {
    return styled("1", text);
  }

  public String dim(String text) {
    return styled("2", text);
  }

  public String red(String text) {
    return styled("31", text);
  }

  public String green(String text) {
    return styled("32", text);
  }

  public String yellow(String text) {
    return styled("33", text);
  }

  /** For notes, where the others are for the result. */
  public String greenNote(String text) {
    return styled("32", text, errIsTerminal);
  }

  private String styled(String code, String text) {
    return styled(code, text, outIsTerminal);
  }

  private String styled(String code, String text, boolean seen) {
    return seen && coloured ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}
