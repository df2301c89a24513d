package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.random.RandomIdentities;
import dev.kizashi.oracle.random.WorldArrival;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.resolution.Bounds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
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
    Set<String> merges = new HashSet<>();
    boolean unmerging = false;
    for (WorldArrival arrival : random.history(80)) {
      if (arrival instanceof WorldArrival.Crm crm) {
        // The engine loses what is merged by a record that the lead has judged before.
        if (crm.update().kind() == CrmUpdate.Kind.MERGED && !merges.add(crm.eventId())) {
          continue;
        }
        // And a lead that comes back waits for ever where it is merged crosswise meanwhile.
        if (unmerging && moves(crm)) {
          scene.cluster().settles();
        }
        unmerging = crm.update().kind() == CrmUpdate.Kind.UNMERGED || (unmerging && !moves(crm));
      }
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

  private static boolean moves(WorldArrival.Crm crm) {
    return crm.update().otherLeadId() != null;
  }

  private static Decoded decoded(WorldArrival arrival) {
    if (arrival instanceof WorldArrival.Behaviour behaviour) {
      return new Decoded.Behaviour(behaviour.event());
    }
    WorldArrival.Crm crm = (WorldArrival.Crm) arrival;
    return new Decoded.Crm(crm.eventId(), crm.occurredAt(), crm.leadId(), crm.update());
  }
}
