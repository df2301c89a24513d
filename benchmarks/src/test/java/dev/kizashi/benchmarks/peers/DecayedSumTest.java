package dev.kizashi.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecayedSumTest {
  private static final long START = 1_767_600_000_000L;
  private static final long WEEK = Duration.ofDays(7).toMillis();

  private record Points(double points, long at) {}

  private static List<Points> somePoints(long seed) {
    Random random = new Random(seed);
    List<Points> points = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      points.add(
          new Points(1 + random.nextInt(20), START + (long) (random.nextDouble() * 5 * WEEK)));
    }
    return points;
  }

  /** Every event's points, halved once a week until the latest event. */
  private static double plainly(List<Points> all) {
    long latest = all.stream().mapToLong(Points::at).max().orElseThrow();
    return all.stream()
        .mapToDouble(it -> it.points() * Math.pow(0.5, (double) (latest - it.at()) / WEEK))
        .sum();
  }

  private static DecayedSum sum(List<Points> all) {
    DecayedSum sum = new DecayedSum();
    all.forEach(it -> sum.add(it.points(), it.at()));
    return sum;
  }

  @Test
  void it_is_the_sum_of_all_points_halved_once_a_week_in_whatever_order_they_come() {
    for (long seed = 1; seed <= 20; seed++) {
      List<Points> points = somePoints(seed);
      double expected = plainly(points);
      assertThat(sum(points).points).isCloseTo(expected, within(1e-9 * expected));
      Collections.reverse(points);
      assertThat(sum(points).points).isCloseTo(expected, within(1e-9 * expected));
    }
  }

  @Test
  void it_tells_changes_of_a_point_or_more() {
    DecayedSum sum = new DecayedSum();
    sum.add(0.75, START);
    assertThat(sum.tells()).isFalse();
    sum.add(0.5, START);
    assertThat(sum.tells()).isTrue();
    assertThat(sum.tells()).isFalse();
    sum.add(0.5, START);
    assertThat(sum.tells()).isFalse();
    sum.add(0.5, START);
    assertThat(sum.tells()).isTrue();
    assertThat(sum.told).isEqualTo(2.25);
  }

  @Test
  void what_has_faded_is_told_as_well() {
    DecayedSum sum = new DecayedSum();
    sum.add(8, START);
    assertThat(sum.tells()).isTrue();
    sum.add(1, START + WEEK);
    assertThat(sum.tells()).isTrue();
    assertThat(sum.told).isCloseTo(5, within(1e-9));
  }

  @Test
  void sql_that_sums_up_in_front_of_the_shuffle_comes_to_the_same() {
    List<Points> points = somePoints(7);
    SqlJob.SumUp aggregate = new SqlJob.SumUp();
    List<DecayedSum> parts = new ArrayList<>();
    for (int from = 0; from < points.size(); from += 40) {
      DecayedSum part = aggregate.createAccumulator();
      points
          .subList(from, from + 40)
          .forEach(it -> aggregate.accumulate(part, it.points(), it.at()));
      parts.add(part);
    }
    DecayedSum whole = aggregate.createAccumulator();
    aggregate.merge(whole, parts);

    assertThat(aggregate.getValue(whole)).isCloseTo(plainly(points), within(1e-6));
  }

  @Test
  void kafka_streams_reads_back_what_it_has_written() {
    DecayedSum sum = new DecayedSum(3.5, START, 2.25);
    byte[] bytes = DecayedSumSerde.serde().serializer().serialize("sums", sum);

    assertThat(bytes).hasSize(24);
    assertThat(DecayedSumSerde.serde().deserializer().deserialize("sums", bytes))
        .usingRecursiveComparison()
        .isEqualTo(sum);
  }
}
