package dev.kizashi.scoring.signals;

import java.util.List;
import java.util.function.Function;

/**
 * A structured matcher as written, for signals' conditions and for fit's choices alike. Text
 * matchers must match the whole value, case counts; a value that is no number satisfies no numeric
 * matcher.
 */
public sealed interface TextMatcher {

  /** {@code *} is any run of characters, {@code ?} any one code point, nothing else is special. */
  record Glob(String pattern) implements TextMatcher {}

  record Prefix(String prefix) implements TextMatcher {}

  record Equal(String text) implements TextMatcher {}

  /** An RE2 expression. */
  record Matches(String expression) implements TextMatcher {}

  record In(List<String> texts) implements TextMatcher {
    public In {
      texts = List.copyOf(texts);
    }
  }

  /** Inclusive bounds; an open side is infinite. */
  record Between(double atLeast, double atMost) implements TextMatcher {}

  /** Dispatch without a pattern switch, which Java 17 has only in preview. */
  default <T> T fold(
      Function<Glob, T> glob,
      Function<Prefix, T> prefix,
      Function<Equal, T> equal,
      Function<Matches, T> matches,
      Function<In, T> in,
      Function<Between, T> between) {
    if (this instanceof Glob it) {
      return glob.apply(it);
    } else if (this instanceof Prefix it) {
      return prefix.apply(it);
    } else if (this instanceof Equal it) {
      return equal.apply(it);
    } else if (this instanceof Matches it) {
      return matches.apply(it);
    } else if (this instanceof In it) {
      return in.apply(it);
    }
    return between.apply((Between) this);
  }
}
