package dev.kizashi.cli.doctor;

import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param area what it belongs to: brokers, topics, …
 * @param text how it is, in one line
 * @param commands that mend it, in this order; none where nothing is wrong
 */
record Finding(String area, Verdict verdict, String text, List<String> commands) {

  /** How it is. */
  enum Verdict {
    FINE,
    /** Not to be seen from here, or worth a look. */
    NOTE,
    WRONG,
    /** What has to answer does not. */
    UNREACHABLE
  }

  Finding {
    commands = List.copyOf(commands);
  }

  static Finding fine(String area, String text) {
    return new Finding(area, Verdict.FINE, text, List.of());
  }

  static Finding note(String area, String text, String... commands) {
    return new Finding(area, Verdict.NOTE, text, List.of(commands));
  }

  static Finding wrong(String area, String text, String... commands) {
    return new Finding(area, Verdict.WRONG, text, List.of(commands));
  }

  static Finding unreachable(String area, String text, String... commands) {
    return new Finding(area, Verdict.UNREACHABLE, text, List.of(commands));
  }
}
