package dev.kizashi.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.benchmarks.peers.PlainFlinkJob.Told;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class PlainFlinkJobTest {
  private static final long START = 1_767_600_000_000L;
  private static final long WEEK = Duration.ofDays(7).toMillis();

  @Test
  void each_lead_has_a_sum_of_its_own_that_fades() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, Behaviour, Told> sums =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new PlainFlinkJob.Sums(), Behaviour::leadId, Types.STRING)) {
      sums.getExecutionConfig().enableObjectReuse();
      sums.processElement(new Behaviour("L-1", 8, START), START);
      sums.processElement(new Behaviour("L-2", 5, START), START);
      sums.processElement(new Behaviour("L-1", 2, START + WEEK), START + WEEK);
      sums.processElement(new Behaviour("L-1", 0.5, START + WEEK), START + WEEK);

      assertThat(sums.extractOutputValues())
          .containsExactly(new Told("L-1", 8), new Told("L-2", 5), new Told("L-1", 6));
      assertThat(sums.numKeyedStateEntries()).isEqualTo(2);
    }
  }
}
