package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void ninety_nine_of_a_hundred_do_not_exceed_p99() {
    assertThat(Distribution.of(LongStream.rangeClosed(1, 100).toArray()))
        .isEqualTo(new Distribution(100, 50.5, 99, 100));
  }

  @Test
  void of_a_few_p99_is_the_largest() {
    assertThat(Distribution.of(7, 1, 1)).isEqualTo(new Distribution(3, 3, 7, 7));
  }
}
