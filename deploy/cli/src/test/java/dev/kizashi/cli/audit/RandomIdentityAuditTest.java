package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.oracle.random.RandomIdentities;
import dev.kizashi.oracle.random.WorldArrival;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Everybody;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People under many names, on a cluster where whatever is sent arrives at some time or other. */
class RandomIdentityAuditTest {
  private static final long DAY = 86_400_000L;
  private static final LeadEvent.Origin NOWHERE =
      new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, 0);

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

  static LongStream fewSeeds() {
    return seeds().limit(20);
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void catches_whatever_followed_and_is_left_out(long seed) {
    RandomIdentities random = new RandomIdentities(seed, false);
    Scene scene = new Scene(random.model(), random.catalogue(), Bounds.DEFAULT);
    play(random, scene, new Random(seed));
    for (int i = 0; i < scene.trail.size(); i++) {
      Entry entry = scene.trail.get(i);
      if (entry.isFollowed()) {
        scene.trail.remove(i);
        assertThat(scene.audited().first()).as("seed %d, %s", seed, entry).isNotEmpty();
        scene.trail.add(i, entry);
      }
    }
  }

  /** Where nothing hangs on the order of arrival, it makes no difference when anything arrives. */
  @ParameterizedTest
  @MethodSource("seeds")
  void loses_nothing_and_counts_nothing_twice_however_late_anything_arrives(long seed) {
    BothWays both = new BothWays(seed, arrival -> !hangsOnOrder(arrival));
    Map<String, Double> found = both.scene.cluster().engagements(both.later);
    Map<String, Double> expected = new TreeMap<>();
    both.instantly.scores(score -> expected.put(score.leadId(), score.engagement()));
    if (Cluster.facts(both.instantly.states()).equals(both.scene.cluster().facts())) {
      assertThat(found.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
      found.forEach(
          (leadId, engagement) ->
              assertThat(engagement)
                  .as("seed %d, %s", seed, leadId)
                  .isCloseTo(expected.get(leadId), within(1e-9)));
    } else {
      // Somebody else was named first: what each has is another's, but all have it.
      assertThat(sum(both.scene.cluster().facts()))
          .as("seed %d", seed)
          .isEqualTo(sum(Cluster.facts(both.instantly.states())));
    }
  }

  /** Who has a fact hangs on when a lead is taken out of another; that somebody has it does not. */
  @ParameterizedTest
  @MethodSource("seeds")
  void every_fact_is_somebodys_however_leads_are_merged_and_taken_apart(long seed) {
    BothWays both = new BothWays(seed, arrival -> !hangsOnOrder(arrival) || isUnmerged(arrival));

    assertThat(sum(both.scene.cluster().facts()))
        .as("seed %d", seed)
        .isEqualTo(sum(Cluster.facts(both.instantly.states())));
  }

  private static boolean isUnmerged(WorldArrival arrival) {
    return arrival instanceof WorldArrival.Crm crm
        && crm.update().kind() == CrmUpdate.Kind.UNMERGED;
  }

  /** The same arrivals at the cluster, some time or other, and in one place at once. */
  private static final class BothWays {
    private final Scene scene;
    private final Everybody instantly;
    private final long later;

    BothWays(long seed, Predicate<WorldArrival> which) {
      RandomIdentities random = new RandomIdentities(seed, false);
      SignalCatalogue catalogue = random.catalogueWithoutBursts();
      scene = new Scene(random.model(), catalogue);
      instantly =
          new Everybody(
              Rulebook.always(new Rules(random.model(), catalogue)), Bounds.DEFAULT, said -> {});
      Recognition recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
      Random dice = new Random(seed);
      Set<String> ids = new HashSet<>();
      long latest = Long.MIN_VALUE;
      for (WorldArrival arrival : random.history(80)) {
        if (!ids.add(arrival.eventId()) || !which.test(arrival)) {
          continue;
        }
        latest = Math.max(latest, arrival.occurredAt());
        scene.passes(latest);
        scene.isSent(decoded(arrival));
        scene.cluster().goesOn(dice);
        if (arrival instanceof WorldArrival.Behaviour behaviour) {
          Recognised recognised = recognition.behaviour(behaviour.event(), NOWHERE);
          if (recognised.event() != null) {
            instantly.take(recognised.event());
          }
        } else if (arrival instanceof WorldArrival.Crm crm) {
          instantly.take(
              Recognition.crm(
                  crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), NOWHERE));
        }
      }
      scene.cluster().settles();
      later = instantly.time() + DAY;
      instantly.advanceTo(later);
      scene.passes(later);
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Outcomes recycle, erasure refuses, and what takes a lead out again takes what is there; on a
   * shared machine or at a shared address whoever is named first matters.
   */
  private static boolean hangsOnOrder(WorldArrival arrival) {
    return arrival instanceof WorldArrival.Crm crm
        ? crm.update().kind() != CrmUpdate.Kind.MERGED
            && crm.update().kind() != CrmUpdate.Kind.PROFILE_UPSERTED
        : false;
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
