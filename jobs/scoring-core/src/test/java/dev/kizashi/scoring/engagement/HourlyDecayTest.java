package dev.kizashi.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.facts.Hour;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourlyDecayTest {
  /** Half-lives in hours; a retention of days ends the table early, one of years beyond its end. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7 * 24, 60 * 24})
  void is_what_the_formula_says_to_the_last_bit_inside_the_table_and_beyond(long halfLifeHours) {
    long halfLife = halfLifeHours * Hour.MILLIS;
    for (int retentionDays : new int[] {2, 400, 4000}) {
      HourlyDecay decay = new HourlyDecay(halfLife, Duration.ofDays(retentionDays).toMillis());
      for (long hour = 0; hour < 20_000; hour++) {
        assertThat(decay.after(hour)).isEqualTo(Curve.decay(hour * Hour.MILLIS, halfLife));
      }
    }
  }
}
