package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.relay.Answer.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void everyTwoHundredIsDelivered(int status) {
    assertThat(verdict(status)).isEqualTo(Verdict.DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 408, 429, 500, 502, 503, 504, 599})
  void whatMayGetBetterIsTriedAgain(int status) {
    assertThat(verdict(status)).isEqualTo(Verdict.LATER);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
  void aRefusalIsFinal(int status) {
    assertThat(verdict(status)).isEqualTo(Verdict.NEVER);
  }

  @Test
  void whenToComeAgainIsSaidInSecondsOrAsADate() {
    assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("Mon, 2 Mar 2026 09:15:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Mon, 2 Mar 2026 09:14:30 GMT", NOW)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
  void anythingElseSaysNothing(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEmpty();
  }

  private static Verdict verdict(int status) {
    return Answer.of(status, Optional.empty()).verdict();
  }
}
