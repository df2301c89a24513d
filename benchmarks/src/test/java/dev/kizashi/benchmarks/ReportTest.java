package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.benchmarks.JobRuns.Outcome;
import dev.kizashi.benchmarks.Report.Round;
import dev.kizashi.local.Machine;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Report REPORT =
      new Report(
          "2026-03-02",
          "abc1234",
          "benchmarks/run end-to-end --events 1000",
          new Machine("A processor", 2, 24, "Linux 6", "OpenJDK 17"),
          2,
          4096,
          backlog(Backlog.Kind.NAMED, Map.of("lead_id", 1_000L), new Distribution(0, 0, 0, 0)),
          backlog(
              Backlog.Kind.AS_THEY_COME,
              Map.of("lead_id", 750L, "visitor_id", 250L),
              new Distribution(20, 60, 100, 110)),
          List.of(
              round(50_000, 25_000, 100_000),
              round(60_000, 54_000, 80_000),
              round(40_000, 30_000, 160_000)));

  private static Backlog backlog(
      Backlog.Kind kind, Map<String, Long> knownBy, Distribution visitors) {
    return new Backlog(
        kind,
        1_000,
        190_000,
        knownBy,
        Duration.ofDays(3).toMillis(),
        new StateSizes(
            new Distribution(10, 251.5, 900, 1_200),
            new Distribution(2, 300, 310, 310),
            new Distribution(10, 12.5, 40, 50),
            visitors,
            new Distribution(5, 12, 14, 14)));
  }

  private static Round round(double named, double asTheyCome, double passingThrough) {
    return new Round(outcome(named, 0), outcome(asTheyCome, 400), outcome(passingThrough, 0));
  }

  private static Outcome outcome(double eventsPerSecond, long toVisitors) {
    Map<Stage, Long> received = new EnumMap<>(Stage.class);
    Map<Stage, Long> bytes = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      received.put(stage, stage == Stage.VISITORS ? toVisitors : 800L);
      bytes.put(stage, stage == Stage.VISITORS ? 1_600L : 5_000L);
    }
    return new Outcome(eventsPerSecond, 0.5, 400, received, bytes, bytes);
  }

  @Test
  void the_ratio_is_taken_within_each_round() {
    assertThat(REPORT.markdown())
        .contains("| the job, without identity | 50,000 | 40,000 | 60,000 |")
        .contains("| the job, with identity | 30,000 | 25,000 | 54,000 |")
        .contains("passing through, without identity | 100,000 | 80,000 | 160,000 |")
        .contains("| with / without identity, within a round | 0.75 | 0.50 | 0.90 |")
        .contains("| without identity / passing through, within a round | 0.50 | 0.25 | 0.75 |");
  }

  @Test
  void what_each_stage_received_is_told_for_both_kinds_of_traffic() {
    assertThat(REPORT.markdown())
        .contains("| follow visitors | 0 | 400 | 0 |")
        .contains("| known by visitor_id | 0.00 % | 25.00 % |")
        .contains("| bytes of a value, mean | 190 | 190 |");
  }

  @Test
  void state_is_told_for_a_lead_a_visitor_and_an_address() {
    assertThat(REPORT.markdown())
        .contains("| how many there are | 10 | 10 | 20 | 5 |")
        .contains("RocksDB's files, median | 500 | 500 | 80 | 1000 |")
        .contains("| the value alone, p99 | 900 | 900 | 100 | 14 |")
        .contains("| 300 (2) | 300 (2) |");
  }

  @Test
  void it_says_by_which_command_and_on_which_machine() {
    assertThat(REPORT.markdown())
        .contains("commit abc1234", "    benchmarks/run end-to-end --events 1000")
        .contains("A processor, 2 cores, 24 GiB, Linux 6, OpenJDK 17");
  }
}
