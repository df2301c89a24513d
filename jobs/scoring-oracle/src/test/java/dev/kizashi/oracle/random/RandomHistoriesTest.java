package dev.kizashi.oracle.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.model.ScoringModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must hold of any history, asked of the oracle itself. */
class RandomHistoriesTest {
  private static final int SEEDS = 120;
  private static final int ARRIVALS = 40;

  private static NaiveLead leadOf(RandomHistories random) {
    return new NaiveLead(random.leadId(), random.model(), random.catalogue(), address -> address);
  }

  private static NaiveLead withoutBursts(RandomHistories random) {
    return new NaiveLead(
        random.leadId(), random.model(), random.catalogueWithoutBursts(), address -> address);
  }

  private static List<Emission> judge(NaiveLead lead, List<Arrival> history) {
    List<Emission> said = new ArrayList<>();
    for (Arrival arrival : history) {
      said.addAll(arrival.judgedBy(lead));
    }
    return said;
  }

  @Test
  void the_same_seed_gives_the_same() {
    RandomHistories one = new RandomHistories(7);
    RandomHistories same = new RandomHistories(7);

    assertThat(same.model()).isEqualTo(one.model());
    assertThat(same.catalogue()).isEqualTo(one.catalogue());
    NaiveLead lead = leadOf(one);
    NaiveLead twin = leadOf(same);
    assertThat(judge(twin, same.history(60))).isEqualTo(judge(lead, one.history(60)));
    assertThat(same.nextModel(5)).isEqualTo(one.nextModel(5));
  }

  @Test
  void the_histories_meet_every_fate_cause_and_shape_that_they_promise() {
    Map<NaiveLead.Fate, Integer> fates = new EnumMap<>(NaiveLead.Fate.class);
    Set<Emission.Cause> causes = EnumSet.noneOf(Emission.Cause.class);
    Set<Contribution.Kind> lines = EnumSet.noneOf(Contribution.Kind.class);
    Set<String> definitions = new HashSet<>();
    Set<Boolean> directions = new HashSet<>();
    boolean suspects = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveLead lead = leadOf(random);
      for (Arrival arrival : random.history(ARRIVALS)) {
        for (Emission said : arrival.judgedBy(lead)) {
          if (said instanceof StageChanged change) {
            causes.add(change.cause());
            directions.add(
                rank(random.model(), change.toStage()) > rank(random.model(), change.fromStage()));
          } else if (said instanceof AlertIssued alert) {
            definitions.add(alert.definition());
          } else if (said instanceof LeadScored score) {
            score.contributions().forEach(line -> lines.add(line.kind()));
            suspects |= score.contributions().stream().anyMatch(line -> line.suspectCount() > 0);
          }
        }
        fates.merge(lead.lastFate(), 1, Integer::sum);
      }
    }
    assertThat(fates.keySet())
        .contains(NaiveLead.Fate.SCORED, NaiveLead.Fate.UNMATCHED, NaiveLead.Fate.DUPLICATE);
    assertThat(causes).contains(Emission.Cause.BEHAVIOUR, Emission.Cause.COOLING);
    assertThat(lines).containsExactlyInAnyOrder(Contribution.Kind.values());
    assertThat(definitions).contains("got-hot", "got-warm", "asks", "met");
    assertThat(directions).containsExactlyInAnyOrder(true, false);
    assertThat(suspects).isTrue();
  }

  @Test
  void an_explanation_and_the_curve_sum_to_the_engagement() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveLead lead = leadOf(random);
      for (Emission said : judge(lead, random.history(ARRIVALS))) {
        if (said instanceof LeadScored score) {
          double sum = score.contributions().stream().mapToDouble(Contribution::value).sum();
          assertThat(sum).as("seed %d", seed).isCloseTo(score.engagement(), within(1e-9));
          assertThat(fromCurve(score, score.asOf()))
              .as("seed %d", seed)
              .isCloseTo(score.engagement(), within(1e-9));
        }
      }
      LeadScored last = lead.score(lead.clock().orElse(0));
      if (last.validUntil() != null) {
        long later = last.validUntil() - 1;
        assertThat(fromCurve(last, later))
            .as("seed %d", seed)
            .isCloseTo(lead.engagement(later), within(1e-9));
      }
    }
  }

  /** The contract's recipe for readers. */
  private static double fromCurve(LeadScored score, long t) {
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, CurveTerm> clamps = new LinkedHashMap<>();
    for (CurveTerm term : score.curve()) {
      double weight =
          term.halfLifeMillis() == 0
              ? 1
              : Math.pow(2, -(double) Math.max(0, t - term.holdsUntil()) / term.halfLifeMillis());
      sums.merge(term.category(), term.value() * weight, Double::sum);
      clamps.put(term.category(), term);
    }
    double total = 0;
    for (Map.Entry<String, Double> sum : sums.entrySet()) {
      CurveTerm clamp = clamps.get(sum.getKey());
      total += clamp(sum.getValue(), clamp.floor(), clamp.ceiling());
    }
    return clamp(total, score.engagementMin(), score.engagementMax());
  }

  private static double clamp(double value, Double low, Double high) {
    double atMost = high == null ? value : Math.min(high, value);
    return low == null ? atMost : Math.max(low, atMost);
  }

  @Test
  void engagement_does_not_depend_on_the_order_of_arrival_but_for_recycling_and_bursts() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      // Each id once: which of two deliveries is dropped may depend on the order.
      Map<String, Arrival> once = new LinkedHashMap<>();
      random.history(ARRIVALS).stream()
          .filter(arrival -> !arrival.isOutcome())
          .forEach(arrival -> once.putIfAbsent(arrival.eventId(), arrival));
      List<Arrival> history = new ArrayList<>(once.values());
      NaiveLead inOrder = withoutBursts(random);
      judge(inOrder, history);
      Collections.shuffle(history, new Random(seed));
      NaiveLead shuffled = withoutBursts(random);
      judge(shuffled, history);

      assertThat(shuffled.clock()).isEqualTo(inOrder.clock());
      long t = inOrder.clock().orElse(0);
      for (long later : new long[] {t, t + 3_600_000, t + 86_400_000L * 20}) {
        assertThat(shuffled.engagement(later))
            .as("seed %d", seed)
            .isCloseTo(inOrder.engagement(later), within(1e-9));
      }
    }
  }

  @Test
  void no_rank_changes_before_the_next_instant() {
    Random probes = new Random(1);
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveLead lead = leadOf(random);
      for (Arrival arrival : random.history(ARRIVALS)) {
        arrival.judgedBy(lead);
        OptionalLong next = lead.nextInstant();
        if (lead.clock().isEmpty()) {
          continue;
        }
        long from = lead.clock().getAsLong() + 1;
        int rank = rank(random.model(), lead.score(from).temperature());
        long to = next.orElse(from + 2 * ScoringModel.DEFAULT_RETENTION_MILLIS);
        for (int probe = 0; probe < 40 && to > from; probe++) {
          // Half of them close to either end, where a crossing hides most easily.
          double share = probe % 2 == 0 ? probes.nextDouble() : Math.pow(probes.nextDouble(), 8);
          long between =
              probe % 4 == 3
                  ? to - 1 - (long) (share * (to - 1 - from))
                  : from + (long) (share * (to - 1 - from));
          assertThat(changes(random.model(), rank, lead.engagement(between)))
              .as("seed %d at %d before %d", seed, between, to)
              .isFalse();
        }
        if (next.isPresent() && changes(random.model(), rank, lead.engagement(next.getAsLong()))) {
          found++;
          if (next.getAsLong() > from) {
            assertThat(changes(random.model(), rank, lead.engagement(next.getAsLong() - 1)))
                .as("seed %d before %d", seed, next.getAsLong())
                .isFalse();
          }
        }
      }
    }
    assertThat(found).isGreaterThan(300);
  }

  private static int rank(ScoringModel model, String temperature) {
    return model.temperatures().stream()
        .map(ScoringModel.Temperature::name)
        .toList()
        .indexOf(temperature);
  }

  private static boolean changes(ScoringModel model, int rank, double engagement) {
    boolean rises =
        rank + 1 < model.temperatures().size()
            && engagement >= model.temperatures().get(rank + 1).enter() - 1e-9;
    return rises || engagement < model.temperatures().get(rank).exit() - 1e-9;
  }

  @Test
  void timers_fired_in_between_by_a_watermark_change_nothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      List<Arrival> inTime = new ArrayList<>();
      long latest = Long.MIN_VALUE;
      for (Arrival arrival : random.history(ARRIVALS)) {
        if (arrival.occurredAt() > latest) {
          inTime.add(arrival);
          latest = arrival.occurredAt();
        }
      }
      NaiveLead byEvents = leadOf(random);
      NaiveLead byWatermarks = leadOf(random);
      List<Emission> said = new ArrayList<>();
      for (Arrival arrival : inTime) {
        said.addAll(byWatermarks.timersUpTo(arrival.occurredAt()));
        said.addAll(arrival.judgedBy(byWatermarks));
      }
      List<Emission> expected = judge(byEvents, inTime);
      // The last arrival may have reached nobody.
      expected.addAll(byEvents.timersUpTo(latest));
      assertThat(said).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
