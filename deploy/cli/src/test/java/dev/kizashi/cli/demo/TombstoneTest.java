package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.simulation.Population;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that are null, where a lead was merged or erased. */
class TombstoneTest {
  private static final byte[] KEY = "L-00001".getBytes(StandardCharsets.UTF_8);

  private final Board board = new Board(new Population(7, 300), Map.of(), (topic, record) -> {});

  @ParameterizedTest
  @EnumSource(names = {"LEAD_SCORES", "STAGE_CHANGES", "SALES_ALERTS"})
  void whoever_watches_reads_on(OutputTopic topic) {
    Watch.hand(topic, KEY, null, null, board);

    assertThat(board.warmest(Samples.AT, 5)).isEmpty();
    assertThat(board.changes()).isEmpty();
  }

  @Test
  void a_lead_without_a_score_leaves_the_board_and_may_come_again() {
    board.scored(Samples.score("L-00001", 1));
    Watch.hand(OutputTopic.LEAD_SCORES, KEY, null, null, board);
    assertThat(board.warmest(Samples.AT, 5)).isEmpty();

    board.scored(Samples.score("L-00001", 3));
    assertThat(board.warmest(Samples.AT, 5)).hasSize(1);
  }

  @Test
  void whoever_reads_the_topic_is_told_whose_record_is_void() {
    assertThat(ReadTopic.removed("lead-scores", KEY))
        .isEqualTo("{\"topic\":\"lead-scores\",\"removed\":\"L-00001\"}");
  }
}
