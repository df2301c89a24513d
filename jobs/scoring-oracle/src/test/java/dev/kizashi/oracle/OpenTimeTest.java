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

  @Test
  void a_gap_of_half_an_hour_and_hours_that_lie_in_it_altogether() {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
    BusinessHours inTheGap = daily("02:05", "02:25");
    // 2026-10-04: 02:00 at +10:30 is followed by 02:30 at +11. 02:05 and 02:25 mean 02:35 and
    // 02:55, from 15:35Z on the day before.
    assertThat(end("2026-10-03T12:00:00Z", "PT20M", inTheGap, lordHowe))
        .isEqualTo("2026-10-03T15:55:00Z");
    // 2026-04-05: 02:00 at +11 is followed by 01:30 at +10:30; from 01:45 (the earlier) to 02:15
    // it is an hour.
    assertThat(end("2026-04-04T12:00:00Z", "PT1H", daily("01:45", "02:15"), lordHowe))
        .isEqualTo("2026-04-04T15:45:00Z");
  }

  @Test
  void hours_that_a_gap_leaves_nothing_of_are_no_time() {
    // 02:30 means 03:30, and 03:15 is before that.
    assertThat(end("2026-03-08T05:00:00Z", "PT10M", daily("02:30", "03:15"), NEW_YORK))
        .isEqualTo("2026-03-09T06:40:00Z");
  }

  @Test
  void a_closing_time_that_a_gap_moves_past_midnight_still_belongs_to_the_day_before() {
    ZoneId nuuk = ZoneId.of("America/Nuuk");
    BusinessHours saturdays =
        new BusinessHours(
            EnumSet.of(DayOfWeek.SATURDAY), LocalTime.of(20, 0), LocalTime.of(23, 30), Set.of());
    // 2026-03-28, a Saturday: 23:00 at -2 is followed by Sunday's 00:00 at -1. 23:30 means 00:30.
    assertThat(end("2026-03-29T01:10:00Z", "PT20M", saturdays, nuuk))
        .isEqualTo("2026-03-29T01:30:00Z");
    assertThat(end("2026-03-29T01:10:00Z", "PT20M0.001S", saturdays, nuuk))
        .isEqualTo("2026-04-04T21:00:00.001Z");
    // Where Sunday opens at midnight, the half hour that both are open passes once.
    assertThat(end("2026-03-29T01:00:00Z", "PT1H", daily("00:00", "23:30"), nuuk))
        .isEqualTo("2026-03-29T02:00:00Z");
  }

  @Test
  void open_up_to_midnight_and_from_midnight_on() {
    BusinessHours late = daily("22:00", "23:59");
    assertThat(end("2026-03-02T23:58:30Z", "PT1M", late, UTC)).isEqualTo("2026-03-03T22:00:30Z");
    assertThat(end("2026-03-02T23:59:30Z", "PT1M", daily("00:00", "06:00"), UTC))
        .isEqualTo("2026-03-03T00:01:00Z");
    // Sunday in UTC, Monday in Tokyo.
    assertThat(end("2026-03-01T23:00:00Z", "PT2H", BusinessHours.DEFAULT, ZoneId.of("Asia/Tokyo")))
        .isEqualTo("2026-03-02T02:00:00Z");
  }

  private static BusinessHours daily(String from, String to) {
    return new BusinessHours(
        EnumSet.allOf(DayOfWeek.class), LocalTime.parse(from), LocalTime.parse(to), Set.of());
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
