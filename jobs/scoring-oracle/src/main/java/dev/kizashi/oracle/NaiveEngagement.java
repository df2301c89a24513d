package dev.kizashi.oracle;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** §3, step by step, over a plain list of everything that the lead ever did. */
final class NaiveEngagement {
  private static final Set<String> REASONS_OF_EVERY_CATALOGUE =
      Set.of(NaiveMatching.USER_AGENT, NaiveMatching.ADDRESS, NaiveMatching.MACHINE_OPEN);

  private static final Comparator<FactEvent> BY_HOUR_AND_ASSET =
      Comparator.comparingLong(FactEvent::hour)
          .thenComparing(FactEvent::asset, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final ScoringModel model;
  private final List<FactEvent> facts;
  private final Long baselineHour;

  /**
   * @param facts looked at whenever something is asked, never changed here
   * @param baselineHour up to which facts do not count, or null
   */
  NaiveEngagement(ScoringModel model, List<FactEvent> facts, Long baselineHour) {
    this.model = model;
    this.facts = facts;
    this.baselineHour = baselineHour;
  }

  /** Step 1, but for being unsuspected. */
  boolean passes(FactEvent fact, long t) {
    return fact.hourStart() <= t
        && fact.hourEnd() > t - model.retentionMillis()
        && isAfterBaseline(fact);
  }

  private boolean isAfterBaseline(FactEvent fact) {
    return baselineHour == null || fact.hour() > baselineHour;
  }

  /** Whether a fact of the signal passes step 1 at an instant, scored or not. */
  boolean isSeen(String signal, long t) {
    return facts.stream()
        .filter(fact -> fact.signal().equals(signal))
        .anyMatch(fact -> !fact.suspect() && passes(fact, t));
  }

  /** Whether an unsuspected fact of the signal lies in an hour, whatever it counts for. */
  boolean isLeftIn(long hour, String signal) {
    return facts.stream()
        .anyMatch(fact -> fact.signal().equals(signal) && !fact.suspect() && fact.hour() == hour);
  }

  /** Steps 1 and 2: the facts of a signal that count at an instant. */
  private List<FactEvent> kept(ScoringRule rule, long t) {
    List<FactEvent> taken =
        facts.stream()
            .filter(fact -> fact.signal().equals(rule.signal()))
            .filter(fact -> !fact.suspect() && passes(fact, t))
            .sorted(BY_HOUR_AND_ASSET)
            .collect(toUnmodifiableList());
    if (rule.cap() == null) {
      return taken;
    }
    List<FactEvent> kept = new ArrayList<>();
    Map<Object, Integer> keptInWindow = new HashMap<>();
    for (FactEvent fact : taken) {
      Object window = window(rule.cap().window(), fact);
      int before = keptInWindow.getOrDefault(window, 0);
      if (before < rule.cap().count()) {
        kept.add(fact);
        keptInWindow.put(window, before + 1);
      }
    }
    return kept;
  }

  private Object window(Cap.Window window, FactEvent fact) {
    LocalDate day = Instant.ofEpochMilli(fact.hourStart()).atZone(model.zone()).toLocalDate();
    switch (window) {
      case HOUR:
        return fact.hour();
      case DAY:
        return day;
      case WEEK:
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case ASSET:
        return Optional.ofNullable(fact.asset());
      case LEAD:
        return "for all time";
    }
    throw new IllegalStateException("no such window: " + window);
  }

  /** 1 until the end of the hour, then halved every half-life; always 1 without one. */
  static double weight(long hourEnd, long halfLifeMillis, long t) {
    return halfLifeMillis == 0 || t <= hourEnd
        ? 1
        : Math.pow(2, -((double) (t - hourEnd) / halfLifeMillis));
  }

  /** What counts at an instant, as a sum of terms that stays the same until the next jump. */
  Terms terms(long t) {
    List<Terms.Term> terms = new ArrayList<>();
    for (ScoringRule rule : model.scoring()) {
      for (FactEvent fact : kept(rule, t)) {
        if (rule.points() != 0) {
          terms.add(
              new Terms.Term(
                  categoryIndex(rule), rule.points(), rule.halfLifeMillis(), fact.hourEnd()));
        }
      }
    }
    return new Terms(model, terms);
  }

  private int categoryIndex(ScoringRule rule) {
    for (int i = 0; i < model.categories().size(); i++) {
      if (model.categories().get(i).name().equals(rule.category())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "signal " + rule.signal() + " is scored in no category of the model: " + rule.category());
  }

  double at(long t) {
    return terms(t).engagement(t);
  }

  /**
   * Signals by category, then each clamp that changes the sum.
   *
   * @param catalogue that the reasons for what is suspect are read in
   */
  List<Contribution> explanation(long t, SignalCatalogue catalogue) {
    List<Contribution> lines = new ArrayList<>();
    double total = 0;
    for (Category category : model.categories()) {
      double sum = 0;
      for (ScoringRule rule : model.scoring()) {
        if (rule.category().equals(category.name())) {
          List<FactEvent> kept = kept(rule, t);
          double weights = 0;
          for (FactEvent fact : kept) {
            weights += weight(fact.hourEnd(), rule.halfLifeMillis(), t);
          }
          Map<String, Long> suspects =
              facts.stream()
                  .filter(fact -> fact.signal().equals(rule.signal()))
                  .filter(fact -> fact.suspect() && passes(fact, t))
                  .collect(groupingBy(fact -> reasonIn(catalogue, fact), TreeMap::new, counting()));
          double value = kept.isEmpty() ? 0 : rule.points() * weights;
          if (!kept.isEmpty() || !suspects.isEmpty()) {
            lines.add(
                new Contribution(
                    Contribution.Kind.SIGNAL,
                    category.name(),
                    rule.signal(),
                    kept.size(),
                    suspects,
                    value));
          }
          sum += value;
        }
      }
      double clamped = Math.max(category.floor(), Math.min(category.ceiling(), sum));
      if (clamped != sum) {
        lines.add(
            new Contribution(
                Contribution.Kind.CATEGORY_CLAMP,
                category.name(),
                null,
                0,
                Map.of(),
                clamped - sum));
      }
      total += clamped;
    }
    double clamped = Math.max(model.engagementMin(), Math.min(model.engagementMax(), total));
    if (clamped != total) {
      lines.add(
          new Contribution(
              Contribution.Kind.TOTAL_CLAMP, null, null, 0, Map.of(), clamped - total));
    }
    return lines;
  }

  /** A reason that the catalogue knows no more has no name left. */
  private static String reasonIn(SignalCatalogue catalogue, FactEvent fact) {
    boolean known =
        REASONS_OF_EVERY_CATALOGUE.contains(fact.suspectReason())
            || catalogue.exclude().bursts().stream()
                .anyMatch(rule -> rule.reason().equals(fact.suspectReason()));
    return known ? fact.suspectReason() : "OTHER";
  }

  /** One term for each kept fact. */
  List<CurveTerm> curve(long t) {
    List<CurveTerm> curve = new ArrayList<>();
    for (Terms.Term term : terms(t).all()) {
      Category category = model.categories().get(term.category());
      curve.add(
          new CurveTerm(
              category.name(),
              term.value(),
              term.halfLifeMillis(),
              term.holdsUntil(),
              Double.isInfinite(category.floor()) ? null : (Double) category.floor(),
              Double.isInfinite(category.ceiling()) ? null : (Double) category.ceiling()));
    }
    return curve;
  }

  /** When the first fact that counts, or waits behind a cap, expires; null without facts. */
  Long validUntil(long t) {
    OptionalLong first =
        scoredFacts()
            .filter(fact -> passes(fact, t))
            .mapToLong(fact -> fact.hourEnd() + model.retentionMillis())
            .min();
    return first.isPresent() ? (Long) first.getAsLong() : null;
  }

  /** The instants after {@code t} at which facts begin or cease to be taken, ascending. */
  private long[] jumpsAfter(long t) {
    return scoredFacts()
        .flatMapToLong(
            fact -> LongStream.of(fact.hourStart(), fact.hourEnd() + model.retentionMillis()))
        .filter(jump -> jump > t)
        .sorted()
        .distinct()
        .toArray();
  }

  private Stream<FactEvent> scoredFacts() {
    return facts.stream()
        .filter(fact -> !fact.suspect() && isAfterBaseline(fact))
        .filter(
            fact -> model.scoring().stream().anyMatch(rule -> rule.signal().equals(fact.signal())));
  }

  /** §5: the rank that the temperature step leads to from {@code rank} at an instant. */
  int rankAfter(int rank, long t) {
    return terms(t).rankAfter(rank, t);
  }

  /** The first millisecond after {@code t} at which time alone changes the rank, if any does. */
  OptionalLong firstChangeAfter(long t, int rank) {
    long from = t + 1;
    for (long jump : jumpsAfter(from)) {
      OptionalLong change = terms(from).firstChange(rank, from, jump - 1);
      if (change.isPresent()) {
        return change;
      }
      from = jump;
    }
    // After the last jump nothing counts any more: the engagement stays as it is there.
    return terms(from).rankAfter(rank, from) == rank ? OptionalLong.empty() : OptionalLong.of(from);
  }
}
