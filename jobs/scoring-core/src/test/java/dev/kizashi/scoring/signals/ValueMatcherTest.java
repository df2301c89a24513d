package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueMatcherTest {

  @ParameterizedTest
  @CsvSource({
    "/pricing*, /pricing, true",
    "/pricing*, /pricing/teams/eu, true",
    "/pricing*, /Pricing, false",
    "/pricing*, /a/pricing, false",
    "*.pdf, /a/b.pdf, true",
    "*.pdf, /a/b.pdfx, false",
    "/?/x, /a/x, true",
    "/?/x, //x, false",
    "/?/x, /😀/x, true",
    "??, 😀, false",
    "[a], a, false",
    "[a], [a], true",
    "\\*, \\anything, true",
    "a*b*c, abcbc, true",
    "a*b*c, abcb, false"
  })
  void a_glob_knows_runs_and_single_code_points_and_takes_all_else_as_it_stands(
      String glob, String text, boolean holds) {
    assertThat(ValueMatcher.compile(new TextMatcher.Glob(glob)).holds(text)).isEqualTo(holds);
  }

  @Test
  void an_empty_glob_matches_the_empty_text_and_a_star_every_text() {
    assertThat(new Glob("", false).holds("")).isTrue();
    assertThat(new Glob("", false).holds("x")).isFalse();
    assertThat(new Glob("*", false).holds("")).isTrue();
    assertThat(new Glob("*", false).holds("two\nlines")).isTrue();
  }

  @Test
  void a_glob_without_case_folds_both_sides() {
    assertThat(new Glob("*BOT*", true).holds("Mozilla (compatible; GoogleBot/2.1)")).isTrue();
    assertThat(new Glob("*bot*", true).holds("Mozilla")).isFalse();
  }

  @Test
  void many_stars_do_not_explode() {
    Glob glob = new Glob("*a".repeat(200) + "b", false);

    assertThat(
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> glob.holds("a".repeat(50_000))))
        .isFalse();
  }

  @Test
  void every_text_matcher_matches_the_whole_value() {
    assertThat(holds(new TextMatcher.Matches("a+"), "aaa")).isTrue();
    assertThat(holds(new TextMatcher.Matches("a+"), "baaa")).isFalse();
    assertThat(holds(new TextMatcher.Matches("a|ab"), "ab")).isTrue();
    assertThat(holds(new TextMatcher.Equal("a"), "aa")).isFalse();
    assertThat(holds(new TextMatcher.In(List.of("a", "b")), "b")).isTrue();
    assertThat(holds(new TextMatcher.In(List.of("a", "b")), "B")).isFalse();
    assertThat(holds(new TextMatcher.Prefix("/a"), "/ab")).isTrue();
    assertThat(holds(new TextMatcher.Prefix("/a"), "b/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "42", "+42", "-42", "4.2", ".5", "-.5", "1e3", "1e+3", "1.5e-3", "007"})
  void a_text_of_the_grammar_is_a_number(String text) {
    assertThat(NumberRange.isNumber(text)).isTrue();
    assertThat(new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).holds(text))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "1.",
        ".",
        "+",
        "e3",
        "1e",
        "1e+",
        "1E3",
        "1d",
        "0x1p3",
        "NaN",
        "Infinity",
        "1,000",
        "٣",
        "1.2.3",
        "--1"
      })
  void any_other_text_is_none_and_in_no_range(String text) {
    assertThat(new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).holds(text))
        .isFalse();
  }

  @Test
  void bounds_are_inclusive() {
    ValueMatcher between = ValueMatcher.compile(new TextMatcher.Between(20, 30));

    assertThat(List.of("19.999", "20", "20.0", "2e1", "30", "30.001"))
        .filteredOn(between::holds)
        .containsExactly("20", "20.0", "2e1", "30");
  }

  @Test
  void an_expression_that_would_compile_into_a_bomb_is_refused_at_once() {
    for (String bomb :
        List.of("((a{999}){999}){999}", "(a{1,1000}){1,1000}", "(" + "x".repeat(900) + "){999}")) {
      assertThatThrownBy(
              () ->
                  assertTimeoutPreemptively(
                      Duration.ofSeconds(5), () -> holds(new TextMatcher.Matches(bomb), "a")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ordinary_repetitions_are_welcome() {
    String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    assertThat(holds(new TextMatcher.Matches(uuid), "123e4567-e89b-12d3-a456-426614174000"))
        .isTrue();
  }

  private static boolean holds(TextMatcher matcher, String text) {
    return ValueMatcher.compile(matcher).holds(text);
  }
}
