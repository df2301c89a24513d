package dev.kizashi.cli;

import static dev.kizashi.cli.Ran.kizashi;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code plan} ends; what it says is {@code PlanCommandTest}'s. */
class PlanTest {
  private static final String SMALL = "plan --leads 10 --events-per-second 5 --facts 10";

  @Test
  void what_one_job_carries_is_fine_and_what_it_does_not_is_no() {
    assertThat(kizashi(SMALL.split(" ")).exitCode()).isEqualTo(ExitCode.FINE);
    assertThat(
            kizashi("plan --leads 1000000000 --events-per-second 10000000 --facts 30".split(" "))
                .exitCode())
        .isEqualTo(ExitCode.NO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--leads 0 | --leads is 1 to 1,000,000,000, not 0.",
        "--leads 1000000001 | --leads is 1 to 1,000,000,000, not 1,000,000,001.",
        "--leads -5 | --leads is 1 to 1,000,000,000, not -5.",
        "--leads many | Invalid value for option '--leads': 'many' is not a long. See kizashi plan --help.",
        "--events-per-second 0 | --events-per-second is more than 0 and at most 10,000,000, not 0.",
        "--events-per-second NaN | --events-per-second is more than 0 and at most 10,000,000, not NaN.",
        "--events-per-second 10000001 | --events-per-second is more than 0 and at most 10,000,000, not 10,000,001.",
        "--facts 0.5 | --facts is 1 to 10,000, not 0.5.",
        "--facts Infinity | --facts is 1 to 10,000, not Infinity.",
        "--visitors -1 | --visitors is 0 to 10,000,000,000, not -1.",
        "--checkpoint-interval 10ms | --checkpoint-interval is 1s to 10min, not 10ms.",
        "--checkpoint-interval 11min | --checkpoint-interval is 1s to 10min, not 11min.",
        "--checkpoint-interval soon | Invalid value for option '--checkpoint-interval': 'soon' is no length of time: write 500ms, 10s, 5min or 24h. See kizashi plan --help.",
        "--parallelism-headroom -0.1 | --parallelism-headroom is 0 to 10, not -0.1.",
        "--parallelism-headroom 11 | --parallelism-headroom is 0 to 10, not 11.",
        "--retention 4000d | --retention is at most 3650 days, not 4000d.",
        "--retained-checkpoints 0 | --retained-checkpoints is 1 to 1000, not 0."
      })
  void what_is_out_of_range_is_wrong_usage_in_one_line(String option, String answer) {
    Ran ran = kizashi(withOption(option));
    assertThat(ran.err()).containsExactly(answer);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  /** In the place of the one that the small plan has, if it has. */
  private static String[] withOption(String option) {
    String name = option.substring(0, option.indexOf(' '));
    return (SMALL.replaceFirst(" " + name + " \\S+", "") + " " + option).split(" ");
  }

  @Test
  void what_is_missing_is_named() {
    Ran ran = kizashi("plan", "--leads", "5", "--facts", "3");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .containsExactly(
            "Missing required option: '--events-per-second=R'. See kizashi plan --help.");
  }
}
