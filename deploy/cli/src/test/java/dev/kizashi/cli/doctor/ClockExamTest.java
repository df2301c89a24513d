package dev.kizashi.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.runtime.options.Settings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockExamTest {
  private static final Settings SETTINGS =
      Settings.of(new String[] {"--events.max-ahead", "1 min"}, Map.of());
  private static final Instant THEIRS = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void clocks_may_differ_by_as_much_as_events_may_be_ahead() {
    assertThat(ClockExam.compared(THEIRS, THEIRS.plusSeconds(3), SETTINGS))
        .isEqualTo(Finding.fine("clock", "within 5 s of the registry's"));
    assertThat(ClockExam.compared(THEIRS, THEIRS.minusSeconds(60), SETTINGS))
        .isEqualTo(Finding.fine("clock", "within 60 s of the registry's"));
  }

  @Test
  void beyond_that_good_events_would_be_dead_letters() {
    Finding finding = ClockExam.compared(THEIRS, THEIRS.plusSeconds(90), SETTINGS);
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.WRONG);
    assertThat(finding.text()).startsWith("this machine's and the registry's differ by 90 s");
    assertThat(finding.commands()).containsExactly("timedatectl set-ntp true");
  }
}
