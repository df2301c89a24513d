package dev.kizashi.oracle;

import com.google.re2j.Pattern;
import dev.kizashi.scoring.signals.TextMatcher;

/** Whether a text satisfies a matcher of §2; every text matcher must match the whole value. */
final class TextMatching {
  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("[+-]?([0-9]+(\\.[0-9]+)?|\\.[0-9]+)(e[+-]?[0-9]+)?");

  private TextMatching() {}

  static boolean holds(TextMatcher matcher, String value) {
    return matcher.fold(
        glob -> globHolds(glob.pattern(), value),
        prefix -> value.startsWith(prefix.prefix()),
        equal -> value.equals(equal.text()),
        matches -> Pattern.matches(matches.expression(), value),
        in -> in.texts().contains(value),
        between -> isWithin(between, value));
  }

  static boolean globHolds(String pattern, String value) {
    int[] wanted = pattern.codePoints().toArray();
    int[] given = value.codePoints().toArray();
    // matched[p][g]: the first p code points of the pattern match the first g of the value.
    boolean[][] matched = new boolean[wanted.length + 1][given.length + 1];
    matched[0][0] = true;
    for (int p = 1; p <= wanted.length; p++) {
      int want = wanted[p - 1];
      for (int g = 0; g <= given.length; g++) {
        if (want == '*') {
          matched[p][g] = matched[p - 1][g] || (g > 0 && matched[p][g - 1]);
        } else {
          matched[p][g] = g > 0 && matched[p - 1][g - 1] && (want == '?' || want == given[g - 1]);
        }
      }
    }
    return matched[wanted.length][given.length];
  }

  private static boolean isWithin(TextMatcher.Between between, String value) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    double number = Double.parseDouble(value);
    return between.atLeast() <= number && number <= between.atMost();
  }
}
