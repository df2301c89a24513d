package dev.kizashi.scoring.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what there is to say about one document. */
final class Problems {
  /** Enough to recognise what is quoted; a document can put anything into a text. */
  private static final int QUOTED_LENGTH = 60;

  private static final int FARTHEST_NEAR_MISS = 2;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void error(Node where, String message) {
    add(Problem.Severity.ERROR, where.getStartMark(), message);
  }

  void error(Optional<Mark> where, String message) {
    add(Problem.Severity.ERROR, where, message);
  }

  void warning(Node where, String message) {
    add(Problem.Severity.WARNING, where.getStartMark(), message);
  }

  boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
  }

  /** In the order of the document. */
  List<Problem> found() {
    found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return found;
  }

  private void add(Problem.Severity severity, Optional<Mark> where, String message) {
    int line = where.map(Mark::getLine).orElse(0) + 1;
    int column = where.map(Mark::getColumn).orElse(0) + 1;
    Problem problem = new Problem(severity, file, line, column, message);
    // An anchored value that several aliases repeat is wrong once.
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** A text of the document on one line, cut where it is long. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(QUOTED_LENGTH)
        .forEach(
            point -> {
              if (Character.isISOControl(point) || point == '\u2028' || point == '\u2029') {
                quoted.append(String.format("\\u%04x", point));
              } else {
                quoted.appendCodePoint(point);
              }
            });
    return quoted
        .append(text.codePointCount(0, text.length()) > QUOTED_LENGTH ? "…\"" : "\"")
        .toString();
  }

  /** {@code ; did you mean "x"?}, or empty when nothing allowed is close. */
  static String nearMiss(String text, Collection<String> allowed) {
    return nearest(text, allowed).map(near -> "; did you mean " + quoted(near) + "?").orElse("");
  }

  /** The near miss, or else the list of what is allowed. */
  static String nearMissOrAll(String text, Collection<String> allowed) {
    String near = nearMiss(text, allowed);
    if (!near.isEmpty()) {
      return near;
    }
    return allowed.isEmpty() ? "; there are none" : "; there are " + String.join(", ", allowed);
  }

  /** The closest of what is allowed, at most two edits and a third of the length away. */
  static Optional<String> nearest(String text, Collection<String> allowed) {
    String written = text.toLowerCase(Locale.ROOT);
    int farthest = Math.min(FARTHEST_NEAR_MISS, Math.max(1, written.length() / 3));
    String best = null;
    int bestEdits = farthest + 1;
    for (String candidate : allowed) {
      if (Math.abs(candidate.length() - written.length()) < bestEdits) {
        int edits = edits(written, candidate.toLowerCase(Locale.ROOT));
        if (edits < bestEdits) {
          best = candidate;
          bestEdits = edits;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance, row by row. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
