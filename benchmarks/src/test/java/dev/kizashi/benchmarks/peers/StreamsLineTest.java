package dev.kizashi.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamsLineTest {
  @Test
  void what_the_process_says_is_understood() {
    assertThat(StreamsLine.consumedBy(StreamsLine.consumed(0))).hasValue(0);
    assertThat(StreamsLine.consumedBy(StreamsLine.consumed(1_500_000))).hasValue(1_500_000);
    assertThat(StreamsLine.isEnd(StreamsLine.ended())).isTrue();
  }

  @Test
  void whatever_else_is_said_means_nothing() {
    for (String line :
        new String[] {"", "consumed", "consumed -1", "consumed 1 of 2", "INFO consumed 5", "end"}) {
      assertThat(StreamsLine.consumedBy(line)).as(line).isEmpty();
      assertThat(StreamsLine.isEnd(line)).as(line).isFalse();
    }
    assertThat(StreamsLine.isEnd(StreamsLine.consumed(3))).isFalse();
  }
}
