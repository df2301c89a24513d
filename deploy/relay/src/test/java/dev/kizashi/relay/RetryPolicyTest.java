package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration A_DAY = Duration.ofHours(24);

  private final RetryPolicy policy =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), A_DAY, 1_000);

  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(IntStream.rangeClosed(1, 12).mapToObj(tries -> pause(tries, 0).orElseThrow()))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    assertThat(pause(900, 0)).contains(Duration.ofMinutes(5));
  }

  @Test
  void chanceShortensAPauseByUpToItsHalf() {
    assertThat(pause(4, 0.0)).contains(Duration.ofSeconds(8));
    assertThat(pause(4, 0.5)).contains(Duration.ofSeconds(6));
    assertThat(pause(4, 0.999_999)).contains(Duration.ofSeconds(4));
  }

  @Test
  void theReceiversOwnWishIsWaitedForWhereItIsLonger() {
    assertThat(policy.pause(1, Duration.ZERO, Optional.of(Duration.ofMinutes(7)), 0))
        .contains(Duration.ofMinutes(7));
    assertThat(policy.pause(9, Duration.ZERO, Optional.of(Duration.ofSeconds(1)), 0))
        .contains(Duration.ofSeconds(256));
  }

  @Test
  void theLastTryIsMadeWhenTheTimeIsOverAndThenNoMore() {
    assertThat(policy.pause(500, A_DAY.minusSeconds(3), Optional.empty(), 0))
        .contains(Duration.ofSeconds(3));
    assertThat(policy.pause(5, A_DAY.minusSeconds(3), Optional.of(A_DAY), 0))
        .contains(Duration.ofSeconds(3));
    assertThat(policy.pause(501, A_DAY, Optional.empty(), 0)).isEmpty();
  }

  @Test
  void triesMayRunOutFirst() {
    RetryPolicy three = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), A_DAY, 3);
    assertThat(three.pause(2, Duration.ZERO, Optional.empty(), 0)).isPresent();
    assertThat(three.pause(3, Duration.ZERO, Optional.empty(), 0)).isEmpty();
  }

  @Test
  void aDayIsSomeFourHundredTries() {
    Duration since = Duration.ZERO;
    int failures = 0;
    Optional<Duration> pause = Optional.of(Duration.ZERO);
    while (pause.isPresent()) {
      failures++;
      since = since.plus(pause.get());
      pause = policy.pause(failures, since, Optional.empty(), 0.5);
    }
    assertThat(since).isEqualTo(A_DAY);
    assertThat(failures).isBetween(380, 400);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), A_DAY, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1), A_DAY, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), A_DAY, 0));
  }

  private Optional<Duration> pause(int failures, double random) {
    return policy.pause(failures, Duration.ZERO, Optional.empty(), random);
  }
}
