package dev.kizashi.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §6, business hours. 2026-03-02 is a Monday. */
class OpenTimeTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void open_time_that_runs_out_at_closing_ends_there() {
    assertThat(end("2026-03-02T17:00:00Z", "PT1H")).isEqualTo("2026-03-02T18:00:00Z");
    assertThat(end("2026-03-02T09:00:00Z", "PT9H")).isEqualTo("2026-03-02T18:00:00Z");
    assertThat(end("2026-03-02T17:00:00Z", "PT1H0.001S")).isEqualTo("2026-03-03T09:00:00.001Z");
  }

  @Test
  void nights_weekends_and_holidays_do_not_count() {
    assertThat(end("2026-03-02T05:00:00Z", "PT1H")).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(end("2026-03-02T18:00:00Z", "PT1H")).isEqualTo("2026-03-03T10:00:00Z");
    assertThat(end("2026-03-06T17:30:00Z", "PT1H")).isEqualTo("2026-03-09T09:30:00Z");
    // Monday the 9th is a holiday; 20 h from Friday noon: 6 + 9 + 5.
    BusinessHours holiday =
        new BusinessHours(
            BusinessHours.DEFAULT.days(),
            LocalTime.of(9, 0),
            LocalTime.of(18, 0),
            Set.of(LocalDate.of(2026, 3, 9)));
    assertThat(end("2026-03-06T12:00:00Z", "PT20H", holiday, UTC))
        .isEqualTo("2026-03-11T14:00:00Z");
  }

  @Test
  void no_time_at_all_has_passed_at_once() {
    assertThat(end("2026-03-07T12:00:00Z", "PT0S")).isEqualTo("2026-03-07T12:00:00Z");
  }

  @Test
  void elapsed_time_knows_no_weekend() {
    long start = Instant.parse("2026-03-06T17:30:00Z").toEpochMilli();
    assertThat(OpenTime.endOf(new Deadline(3_600_000, false), start, BusinessHours.DEFAULT, UTC))
        .isEqualTo(start + 3_600_000);
  }

  @Test
  void open_time_is_elapsed_time_where_clocks_change() {
    BusinessHours nights =
        new BusinessHours(
            EnumSet.allOf(DayOfWeek.class), LocalTime.of(1, 0), LocalTime.of(4, 0), Set.of());
    // 2026-03-08: 01:00 EST = 06:00Z, 04:00 EDT = 08:00Z: two hours; the third at 01:00 EDT on.
    assertThat(end("2026-03-08T05:00:00Z", "PT3H", nights, NEW_YORK))
        .isEqualTo("2026-03-09T06:00:00Z");
    // 2026-11-01: 01:00 EDT (the earlier) = 05:00Z, 04:00 EST = 09:00Z: four hours.
    assertThat(end("2026-11-01T04:00:00Z", "PT4H", nights, NEW_YORK))
        .isEqualTo("2026-11-01T09:00:00Z");
  }

  @Test
  void a_wall_time_in_a_gap_moves_later() {
    BusinessHours fromTheGap =
        new BusinessHours(
            EnumSet.allOf(DayOfWeek.class), LocalTime.of(2, 30), LocalTime.of(4, 0), Set.of());
    // 02:30 does not occur on 2026-03-08; 03:30 EDT = 07:30Z stands for it.
    assertThat(end("2026-03-08T05:00:00Z", "PT10M", fromTheGap, NEW_YORK))
        .isEqualTo("2026-03-08T07:40:00Z");
  }

  private static String end(String start, String open) {
    return end(start, open, BusinessHours.DEFAULT, UTC);
  }

  private static String end(String start, String open, BusinessHours hours, ZoneId zone) {
    Deadline deadline = new Deadline(Duration.parse(open).toMillis(), true);
    long end = OpenTime.endOf(deadline, Instant.parse(start).toEpochMilli(), hours, zone);
    return Instant.ofEpochMilli(end).toString();
  }
}
