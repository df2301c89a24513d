package dev.kizashi.benchmarks.peers;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link StreamsPeer} says on its standard output, one line each. */
public final class StreamsLine {
  private static final Pattern CONSUMED = Pattern.compile("consumed (\\d{1,18})");
  private static final String ENDED = "ended";

  private StreamsLine() {}

  static String consumed(long events) {
    return "consumed " + events;
  }

  static String ended() {
    return ENDED;
  }

  /** The events that the run has consumed so far; empty when the line says something else. */
  public static OptionalLong consumedBy(String line) {
    Matcher matcher = CONSUMED.matcher(line);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Whether the run has committed everything and is over. */
  public static boolean isEnd(String line) {
    return line.equals(ENDED);
  }
}
