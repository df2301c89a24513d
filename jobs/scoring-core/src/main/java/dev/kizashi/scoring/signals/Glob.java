package dev.kizashi.scoring.signals;

/**
 * {@code *} is any run of code points, {@code ?} any one, nothing else is special; the whole text
 * must match.
 *
 * <p>Only the latest {@code *} is ever taken up again: if what follows it cannot be found further
 * right, no longer run of an earlier one helps. So a match costs at most the pattern's length times
 * the text's, whatever the pattern.
 */
final class Glob implements ValueMatcher {
  private final int[] pattern;
  private final boolean ignoreCase;

  Glob(String pattern, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    this.pattern = pattern.codePoints().map(point -> ignoreCase ? folded(point) : point).toArray();
  }

  @Override
  public boolean holds(String text) {
    int length = text.length();
    int at = 0;
    int in = 0;
    int star = -1;
    int starEndsAt = 0;
    while (at < length) {
      int point = text.codePointAt(at);
      if (in < pattern.length && pattern[in] == '*') {
        star = in++;
        starEndsAt = at;
      } else if (in < pattern.length && matchesOne(pattern[in], point)) {
        in++;
        at += Character.charCount(point);
      } else if (star >= 0) {
        starEndsAt += Character.charCount(text.codePointAt(starEndsAt));
        at = starEndsAt;
        in = star + 1;
      } else {
        return false;
      }
    }
    while (in < pattern.length && pattern[in] == '*') {
      in++;
    }
    return in == pattern.length;
  }

  private boolean matchesOne(int expected, int point) {
    return expected == '?' || expected == (ignoreCase ? folded(point) : point);
  }

  /** As {@link String#equalsIgnoreCase} folds. */
  private static int folded(int point) {
    return Character.toLowerCase(Character.toUpperCase(point));
  }
}
