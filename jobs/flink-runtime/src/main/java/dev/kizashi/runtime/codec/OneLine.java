package dev.kizashi.runtime.codec;

/** Texts that may quote input, made fit for a log line or a record header. */
final class OneLine {
  private static final int MAX_CHARS = 300;

  private OneLine() {}

  /** The text without control characters and line breaks, cut where it gets too long to read. */
  static String of(String text) {
    String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "…";
  }
}
