package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.benchmarks.JobRuns.Outcome;
import dev.kizashi.benchmarks.Report.Round;
import java.time.Duration;
import java.util.List;
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
          new Backlog(
              1_000,
              800,
              Duration.ofDays(3).toMillis(),
              new LeadSizes(
                  new Distribution(10, 251.5, 900, 1_200),
                  new Distribution(10, 12.5, 40, 50),
                  new Distribution(2, 300, 310, 310))),
          List.of(round(50_000, 100_000), round(60_000, 80_000), round(40_000, 160_000)));

  private static Round round(double job, double passingThrough) {
    return new Round(
        new Outcome(job, 0.5, 400, 5_000, 3_000), new Outcome(passingThrough, 0.5, 400, 0, 0));
  }

  @Test
  void the_ratio_is_taken_within_each_round() {
    assertThat(REPORT.markdown())
        .contains("| the job | 50,000 | 40,000 | 60,000 |")
        .contains("| the same topology passing through | 100,000 | 80,000 | 160,000 |")
        .contains("| ratio within a round | 0.50 | 0.25 | 0.75 |");
  }

  @Test
  void state_is_told_for_a_lead() {
    assertThat(REPORT.markdown())
        .contains("| checkpoint of the scoring operator, RocksDB's files, median | 500 |")
        .contains("key and timer included, median | 300 |")
        .contains("mean of the 2 leads with exactly 30 facts | 300 |");
  }

  @Test
  void it_says_by_which_command_and_on_which_machine() {
    assertThat(REPORT.markdown())
        .contains("commit abc1234", "    benchmarks/run end-to-end --events 1000")
        .contains("A processor, 2 cores, 24 GiB, Linux 6, OpenJDK 17");
  }
}
