package dev.kizashi.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.options.FlinkDefaults;
import dev.kizashi.runtime.options.Settings;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What can be said of the peers without a broker: that they are planned, and how. */
class PeerTopologyTest {
  private static final PeerRun RUN = new PeerRun("run-1", "127.0.0.1:9092", "named.");

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(
        FlinkDefaults.with(Settings.of(new String[0], Map.of())));
  }

  @Test
  void the_plain_job_has_uids_and_no_generic_type() throws Exception {
    try (StreamExecutionEnvironment environment = environment()) {
      PlainFlinkJob.wire(environment, RUN);

      assertThat(environment.getExecutionPlan())
          .contains("Source: behaviour", "KeyedProcess", "Writer");
    }
  }

  @Test
  void sql_sums_up_mini_batches_in_two_phases() throws Exception {
    try (StreamExecutionEnvironment environment = environment()) {
      SqlJob.wire(environment, RUN);

      assertThat(environment.getExecutionPlan())
          .contains("LocalGroupAggregate", "GlobalGroupAggregate", "sums")
          .doesNotContain("SinkMaterializer");
    }
  }

  @Test
  void kafka_streams_partitions_nothing_again_and_has_one_store_for_all_topics() {
    assertThat(StreamsPeer.topology(RUN, new LongAdder()).describe().toString())
        .contains("named.clickstream", "named.email-engagement", "named.offline-activity")
        .contains("run-1-sums")
        .contains("Sub-topology: 0")
        .doesNotContain("Sub-topology: 1", "repartition");
  }
}
