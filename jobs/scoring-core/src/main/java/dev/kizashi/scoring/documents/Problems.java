package dev.kizashi.scoring.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what there is to say about one document. */
public final class Problems {
  /** Enough to recognise what is quoted; a document can put anything into a text. */
  private static final int QUOTED_LENGTH = 60;

  private static final int FARTHEST_NEAR_MISS = 2;
  private static final int LISTED = 16;

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
  public static String quoted(String text) {
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
  public static String nearMissOrAll(String text, Collection<String> allowed) {
    String near = nearMiss(text, allowed);
    if (!near.isEmpty()) {
      return near;
    }
    if (allowed.isEmpty()) {
      return "; there are none";
    }
    return "; there are "
        + allowed.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (allowed.size() > LISTED ? ", …" : "");
  }

  /** The closest of what is allowed, at most two edits and a third of the length away. */
  static Optional<String> nearest(String text, Collection<String> allowed) {
    String written = text.toLowerCase(Locale.ROOT);
    int farthest = Math.min(FARTHEST_NEAR_MISS, written.length() / 3);
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

  /** Insertions, deletions, replacements and swaps of neighbours. */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = edits[i - 1][j - 1] + (same ? 0 : 1);
        best = Math.min(best, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
      }
    }
    return edits[from.length()][to.length()];
  }
}
