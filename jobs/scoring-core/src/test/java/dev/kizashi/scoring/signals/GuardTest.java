package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.runtime.CelEvaluationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final Map<String, Object> EVENT =
      Map.of(
          "country",
          "JP",
          "dwell_seconds",
          42.0,
          "occurred_at",
          5L,
          "machine_open",
          true,
          "path",
          "/pricing");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.country == 'JP'",
        "event.country in ['JP', 'DE']",
        "event.dwell_seconds >= 20 && event.occurred_at < 5.5",
        "event.machine_open",
        "event['path'].startsWith('/pricing')",
        "event.path.matches('^/p.*g$')",
        "!has(event.missing)",
        "event.missing == 'x' || true",
        "!(event.missing == 'x' && false)",
        "int('7') == 7"
      })
  void a_guard_holds(String expression) throws Exception {
    assertThat(Guard.compile(expression).holds(EVENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.missing == 'x'",
        "event.missing == 'x' && true",
        "event.country",
        "int(event.country) > 1",
        "1 / 0 == 1",
        "event.path > 5"
      })
  void a_guard_that_fails_says_so_and_decides_nothing(String expression) {
    Guard guard = Guard.compile(expression);

    assertThatThrownBy(() -> guard.holds(EVENT)).isInstanceOf(CelEvaluationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evnt.country == 'JP'           | undeclared reference to 'evnt'",
        "event.path.getClass() == null  | undeclared reference to 'getClass'",
        "1 + 1                          | expected type 'bool' but found 'int'",
        "event.country == 'JP           | at 1:18 of the expression",
        "[1, 2].exists(x, x == 1)       | undeclared reference to 'exists'",
        "[1].all(x, true)               | undeclared reference to 'all'",
        "[[1]].map(x, x) == []          | undeclared reference to 'map'",
        "google.protobuf.Struct{} == event | undeclared reference to 'google.protobuf.Struct'",
        "event.path.matches(event.country) | matches takes a literal expression only",
        "matches(event.path, 'a' + 'b') | matches takes a literal expression only",
        "event.path.matches('(a')       | missing closing )",
        "event.path.matches('((a{999}){999}){999}') | its repetitions multiply"
      })
  void what_a_guard_may_not_be_is_refused_when_it_is_compiled(String expression, String reason) {
    assertThatThrownBy(() -> Guard.compile(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void a_long_or_deep_guard_is_refused() {
    assertThatThrownBy(() -> Guard.compile("true" + " ".repeat(Guard.MAX_CODE_POINTS)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Guard.compile("(".repeat(50) + "true" + ")".repeat(50)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("recursion");
  }
}
