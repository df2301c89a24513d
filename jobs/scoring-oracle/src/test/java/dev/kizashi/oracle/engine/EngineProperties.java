package dev.kizashi.oracle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.random.Arrival;
import dev.kizashi.oracle.random.RandomHistories;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The engine against the slow oracle, over random models and histories. */
class EngineProperties {
  private static final double TOLERANCE = 1e-9;
  private static final long A_MILLISECOND = 1;
  private static final long DAY = 86_400_000L;

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void says_what_the_oracle_says(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    NaiveLead oracle = oracle(random);
    long latest = Long.MIN_VALUE;
    for (Arrival arrival : random.history(60)) {
      assertThat(engine.judge(arrival))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(arrival.judgedBy(oracle));
      latest = Math.max(latest, arrival.occurredAt());
    }
    if (latest != Long.MIN_VALUE && oracle.clock().isPresent()) {
      for (long t : new long[] {latest, latest + DAY, latest + 30 * DAY, latest + 1000 * DAY}) {
        assertThat(engine.timersUpTo(t))
            .usingElementComparator(new SameEmission(seed))
            .containsExactlyElementsOf(oracle.timersUpTo(t));
        long at = Math.max(t, oracle.clock().getAsLong());
        assertThat(List.of(engine.score(at)))
            .usingElementComparator(new SameEmission(seed))
            .containsExactly(oracle.score(at));
      }
    }
  }

  /** So that instants pass, with or without a trace, before late events arrive. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void says_what_the_oracle_says_while_watermarks_run_ahead(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    Random ahead = new Random(seed);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    NaiveLead oracle = oracle(random);
    long watermark = Long.MIN_VALUE;
    for (Arrival arrival : random.history(60)) {
      watermark =
          Math.max(watermark, arrival.occurredAt() + (long) (ahead.nextDouble() * 5 * DAY) - DAY);
      assertThat(engine.judge(arrival))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(arrival.judgedBy(oracle));
      assertThat(engine.timersUpTo(watermark))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(oracle.timersUpTo(watermark));
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void nobody_is_forgotten_the_timer_is_never_later_than_what_a_lead_is_owed(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    NaiveLead oracle = oracle(random);
    for (Arrival arrival : random.history(60)) {
      engine.judge(arrival);
      arrival.judgedBy(oracle);
      oracle
          .nextInstant()
          .ifPresent(owed -> assertThat(engine.wakeAt()).isLessThanOrEqualTo(owed + A_MILLISECOND));
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void changes_model_as_the_oracle_does(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    List<Arrival> history = random.history(40);
    long change = history.get(20).occurredAt();
    ScoringModel next = random.nextModel(change);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    NaiveLead oracle = oracle(random);
    boolean changed = false;
    for (Arrival arrival : history) {
      List<Emission> expected = new ArrayList<>();
      if (!changed && arrival.occurredAt() >= change) {
        changed = true;
        engine.publish(next);
        assertThat(engine.timersUpTo(change))
            .usingElementComparator(new SameEmission(seed))
            .containsExactlyElementsOf(oracle.switchTo(next, random.catalogue(), change));
        assertThat(engine.timersUpTo(change))
            .usingElementComparator(new SameEmission(seed))
            .containsExactlyElementsOf(oracle.timersUpTo(change));
      }
      expected.addAll(arrival.judgedBy(oracle));
      assertThat(engine.judge(arrival))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(expected);
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void reads_reasons_in_another_catalogue_as_the_oracle_does(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    NaiveLead oracle = oracle(random);
    long latest = Long.MIN_VALUE;
    for (Arrival arrival : random.history(60)) {
      engine.judge(arrival);
      arrival.judgedBy(oracle);
      latest = Math.max(latest, arrival.occurredAt());
    }
    if (oracle.clock().isPresent()) {
      long change = latest + 1;
      ScoringModel next = random.nextModel(change);
      engine.publish(next, random.catalogueWithoutBursts());
      assertThat(engine.timersUpTo(change))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(
              oracle.switchTo(next, random.catalogueWithoutBursts(), change));
    }
  }

  /**
   * But for a recycling, where which facts it leaves behind is decided when it is judged, and for
   * bursts, which what comes too late takes no part in.
   */
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void scores_alike_whatever_the_order_of_arrival(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    List<Arrival> history = withoutDuplicates(random.history(40));
    history.removeIf(Arrival::isOutcome);
    List<Arrival> shuffled = new ArrayList<>(history);
    Collections.shuffle(shuffled, new Random(seed));
    SignalCatalogue catalogue = random.catalogueWithoutBursts();
    Engine inOrder = new Engine(random.leadId(), random.model(), catalogue);
    Engine inDisorder = new Engine(random.leadId(), random.model(), catalogue);
    history.forEach(inOrder::judge);
    shuffled.forEach(inDisorder::judge);
    if (inOrder.isKnown()) {
      long at = Math.max(inOrder.clock(), inDisorder.clock()) + 400 * DAY;
      inOrder.timersUpTo(at);
      inDisorder.timersUpTo(at);
      assertThat(inDisorder.score(at).engagement())
          .isCloseTo(inOrder.score(at).engagement(), offset(TOLERANCE));
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void explanations_sum_to_the_score_and_curves_follow_it(@ForAll long seed) {
    RandomHistories random = new RandomHistories(seed);
    Engine engine = new Engine(random.leadId(), random.model(), random.catalogue());
    for (Arrival arrival : random.history(40)) {
      List<Emission> emissions = engine.judge(arrival);
      if (!emissions.isEmpty()
          && emissions.get(emissions.size() - 1) instanceof Emission.LeadScored score
          && score.sequence() == engine.sequence()) {
        double sum = score.contributions().stream().mapToDouble(Emission.Contribution::value).sum();
        assertThat(sum).isCloseTo(score.engagement(), offset(TOLERANCE));
        long until = score.validUntil() == null ? score.asOf() + DAY : score.validUntil() - 1;
        long later = score.asOf() + (until - score.asOf()) / 3;
        assertThat(SameEmission.readCurve(score, later))
            .isCloseTo(engine.score(later).engagement(), offset(TOLERANCE));
      }
    }
  }

  private static NaiveLead oracle(RandomHistories random) {
    return new NaiveLead(random.leadId(), random.model(), random.catalogue(), Account::ofAddress);
  }

  private static List<Arrival> withoutDuplicates(List<Arrival> history) {
    List<String> seen = new ArrayList<>();
    List<Arrival> distinct = new ArrayList<>();
    for (Arrival arrival : history) {
      if (!seen.contains(arrival.eventId())) {
        seen.add(arrival.eventId());
        distinct.add(arrival);
      }
    }
    return distinct;
  }
}
