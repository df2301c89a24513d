package dev.kizashi.scoring.signals;

import java.util.Set;

/** A {@link TextMatcher} ready to be asked, by any number of threads. */
@FunctionalInterface
public interface ValueMatcher {

  /** Whether the whole text satisfies the matcher. */
  boolean holds(String text);

  /**
   * @throws IllegalArgumentException when an expression is none of RE2's, or too costly; the
   *     message is one line
   */
  static ValueMatcher compile(TextMatcher matcher) {
    return matcher.fold(
        glob -> new Glob(glob.pattern(), false),
        prefix -> text -> text.startsWith(prefix.prefix()),
        equal -> equal.text()::equals,
        matches -> new Remembered(Expressions.compile(matches.expression())::matches),
        in -> Set.copyOf(in.texts())::contains,
        between -> new NumberRange(between.atLeast(), between.atMost()));
  }
}
