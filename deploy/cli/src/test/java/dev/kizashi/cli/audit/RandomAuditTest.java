package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.audit.Findings.Checked;
import dev.kizashi.oracle.random.Arrival;
import dev.kizashi.oracle.random.RandomHistories;
import dev.kizashi.runtime.codec.Decoded;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories of every kind, judged without a mistake: nothing may differ, for either judge. */
class RandomAuditTest {
  private static final long DAY = 86_400_000L;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void finds_no_difference_where_time_passed_at_any_moment(long seed) {
    RandomHistories random = new RandomHistories(seed, false);
    Scene scene = new Scene(random.model(), random.catalogue());
    Random dice = new Random(seed);
    long latest = Long.MIN_VALUE;
    for (Arrival arrival : random.history(60)) {
      scene.arrives(decoded(arrival));
      latest = Math.max(latest, arrival.occurredAt());
      if (dice.nextInt(3) == 0) {
        scene.passes(latest + dice.nextInt((int) DAY));
      }
    }
    scene.passes(latest + dice.nextInt(400) * DAY);

    Findings findings = scene.audited(JudgedBy.BOTH);

    assertThat(findings.first()).isEmpty();
    assertThat(findings.unproven()).isEmpty();
    assertThat(findings.count(Checked.RECORDS)).isEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void follows_a_lead_to_another_version(long seed) {
    RandomHistories random = new RandomHistories(seed, false);
    Scene scene = new Scene(random.model(), random.catalogue());
    List<Arrival> history = random.history(50);
    long change = history.get(20).occurredAt();
    boolean publishedLate = seed % 3 == 0;
    for (int i = 0; i < history.size(); i++) {
      if (i == (publishedLate ? 35 : 20)) {
        scene.changesTo(random.nextModel(change));
      }
      scene.arrives(decoded(history.get(i)));
    }

    assertThat(scene.audited(JudgedBy.BOTH).first()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agrees_on_final_scores_without_a_trail(long seed) {
    RandomHistories random = new RandomHistories(seed, false);
    Scene scene = new Scene(random.model(), random.catalogue());
    random.history(60).forEach(arrival -> scene.arrives(decoded(arrival)));

    assertThat(scene.auditedWithoutTrail().first()).isEmpty();
  }

  private static Decoded decoded(Arrival arrival) {
    if (arrival instanceof Arrival.Behaviour behaviour) {
      return new Decoded.Behaviour(behaviour.event());
    }
    Arrival.Crm crm = (Arrival.Crm) arrival;
    return new Decoded.Crm(crm.eventId(), crm.occurredAt(), crm.leadId(), crm.update());
  }
}
