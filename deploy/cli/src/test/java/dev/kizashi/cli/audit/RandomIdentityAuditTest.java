package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.random.RandomIdentities;
import dev.kizashi.oracle.random.WorldArrival;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.resolution.Bounds;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People under many names, on a cluster where whatever is sent arrives at some time or other. */
class RandomIdentityAuditTest {
  private static final long DAY = 86_400_000L;

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("kizashi.audit.seeds", 150));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void finds_no_difference_however_late_anything_arrives(long seed) {
    RandomIdentities random = new RandomIdentities(seed, false);
    Scene scene = new Scene(random.model(), random.catalogue(), Bounds.DEFAULT);
    Random dice = new Random(seed);
    play(random, scene, dice);

    Findings findings = scene.audited();

    assertThat(findings.first()).as("seed %d", seed).isEmpty();
    assertThat(findings.unproven()).as("seed %d", seed).isEmpty();
  }

  /** Everything arrives at last. */
  static void play(RandomIdentities random, Scene scene, Random dice) {
    long latest = Long.MIN_VALUE;
    for (WorldArrival arrival : random.history(80)) {
      scene.isSent(decoded(arrival));
      scene.cluster().goesOn(dice);
      latest = Math.max(latest, arrival.occurredAt());
      if (dice.nextInt(4) == 0) {
        scene.passes(latest);
      }
    }
    scene.cluster().settles();
    scene.passes(latest);
    scene.passes(latest + dice.nextInt(300) * DAY);
  }

  private static Decoded decoded(WorldArrival arrival) {
    if (arrival instanceof WorldArrival.Behaviour behaviour) {
      return new Decoded.Behaviour(behaviour.event());
    }
    WorldArrival.Crm crm = (WorldArrival.Crm) arrival;
    return new Decoded.Crm(crm.eventId(), crm.occurredAt(), crm.leadId(), crm.update());
  }
}
