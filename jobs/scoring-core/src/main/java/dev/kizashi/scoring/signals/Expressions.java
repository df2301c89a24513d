package dev.kizashi.scoring.signals;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/**
 * Regular expressions of catalogues and models. RE2 matches in linear time, but compiling unrolls
 * {@code {n}}, and nested repetitions multiply: {@code ((a{999}){999}){999}} would need a billion
 * instructions. So the product of all repetitions and the length is bounded before compiling, as if
 * all were nested, and the size of the program after.
 */
final class Expressions {
  private static final long MAX_UNROLLED = 1_000_000;

  /** Instructions; a match costs at most this times the text's length. */
  private static final int MAX_PROGRAM_SIZE = 10_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

  private Expressions() {}

  /**
   * @throws IllegalArgumentException when it is no RE2 expression, or too costly
   */
  static Pattern compile(String expression) {
    long unrolled = expression.length();
    for (MatchResult repetition : REPETITION.matcher(expression).results().toList()) {
      unrolled *= Math.max(times(repetition.group(1)), times(repetition.group(2)));
      if (unrolled > MAX_UNROLLED) {
        throw new IllegalArgumentException("its repetitions multiply to too large a program");
      }
    }
    try {
      Pattern compiled = Pattern.compile(expression);
      if (compiled.programSize() > MAX_PROGRAM_SIZE) {
        throw new IllegalArgumentException("its program is too large");
      }
      return compiled;
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(wrong.getDescription(), wrong);
    }
  }

  private static long times(String digits) {
    if (digits == null || digits.isEmpty()) {
      return 1;
    }
    // RE2 refuses more than a thousand with a message of its own.
    return digits.length() > 4 ? 1 : Math.max(1, Long.parseLong(digits));
  }
}
