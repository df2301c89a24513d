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
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The engine's open time against the oracle's, where clocks change and where they do not. */
class BusinessHoursProperties {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final int DAYS = 1_100;
  private static final long HOUR = 3_600_000;

  /** Fewer than ten years have, if one day a week is open: a document with more is refused. */
  private static final int OPEN_DAYS = 400;

  /** Nuuk's clocks skip the hour before midnight, Beirut's the hour after it. */
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Asia/Tokyo",
          "America/New_York",
          "Europe/Berlin",
          "Australia/Lord_Howe",
          "America/Nuuk",
          "Asia/Beirut");

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void a_deadline_ends_when_the_oracle_says(@ForAll long seed) {
    Random random = new Random(seed);
    BusinessHours hours = someHours(random);
    ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    long start = someStart(random, zone);
    long day = Duration.between(hours.from(), hours.to()).toMillis();
    long most = Math.min((random.nextBoolean() ? 12 : 200) * HOUR, OPEN_DAYS * day);
    long millis = 1 + (long) (random.nextDouble() * most);

    assertThat(hours.after(start, millis, zone))
        .as("%s from %d for %d ms in %s", hours, start, millis, zone)
        .isEqualTo(OpenTime.endOf(new Deadline(millis, true), start, hours, zone));
  }

  /** Half of them within hours of a change of clocks. */
  private static long someStart(Random random, ZoneId zone) {
    Instant start =
        FIRST
            .plusDays(random.nextInt(DAYS))
            .atStartOfDay(ZoneOffset.UTC)
            .plusSeconds(random.nextInt(86_400))
            .toInstant();
    ZoneOffsetTransition change = zone.getRules().nextTransition(start);
    return change == null || random.nextBoolean()
        ? start.toEpochMilli()
        : change.getInstant().toEpochMilli() + (long) ((random.nextDouble() - 0.5) * 6 * HOUR);
  }

  private static BusinessHours someHours(Random random) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    days.add(DayOfWeek.of(1 + random.nextInt(7)));
    for (DayOfWeek day : DayOfWeek.values()) {
      if (random.nextInt(3) > 0) {
        days.add(day);
      }
    }
    int from = random.nextInt(3) == 0 ? 0 : random.nextInt(24 * 60 - 1);
    int to = random.nextInt(3) == 0 ? 24 * 60 - 1 : from + 1 + random.nextInt(24 * 60 - 1 - from);
    Set<LocalDate> holidays = new HashSet<>();
    for (int i = 0; i < random.nextInt(40); i++) {
      holidays.add(FIRST.plusDays(random.nextInt(DAYS)));
    }
    return new BusinessHours(
        days, LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(to * 60L), holidays);
  }
}
