package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobProperties {

  @Property
  void a_glob_agrees_with_the_definition_read_aloud(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(new Glob(pattern, false).holds(text))
        .isEqualTo(defined(pattern.codePoints().toArray(), 0, text.codePoints().toArray(), 0));
  }

  @Property
  void without_case_a_glob_agrees_with_itself_over_folded_texts(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(new Glob(pattern.toUpperCase(java.util.Locale.ROOT), true).holds(text))
        .isEqualTo(new Glob(pattern, false).holds(text));
  }

  private static boolean defined(int[] pattern, int in, int[] text, int at) {
    if (in == pattern.length) {
      return at == text.length;
    }
    if (pattern[in] == '*') {
      return defined(pattern, in + 1, text, at)
          || (at < text.length && defined(pattern, in, text, at + 1));
    }
    return at < text.length
        && (pattern[in] == '?' || pattern[in] == text[at])
        && defined(pattern, in + 1, text, at + 1);
  }

  /** Few letters, so that matches are common; one beyond the basic plane. */
  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "/", "*", "?", "😀")
        .list()
        .ofMaxSize(8)
        .map(l -> String.join("", l));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "/", "😀").list().ofMaxSize(12).map(l -> String.join("", l));
  }
}
