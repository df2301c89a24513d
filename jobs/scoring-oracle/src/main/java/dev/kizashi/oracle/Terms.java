package dev.kizashi.oracle;

import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The facts kept between two jumps, as a function of time, and the search for the first millisecond
 * at which it changes a lead's rank.
 *
 * <p>The search encloses instead of following the curve. Every term moves one way only: a positive
 * one falls, a negative one rises. So over a stretch of time the engagement lies between what its
 * parts have at the stretch's two ends. A stretch whose enclosure touches no bound holds no change;
 * any other is halved, the earlier half first, down to single milliseconds, which are asked
 * directly. Terms that decay alike are summed before they are enclosed, or a penalty that cancels a
 * gain for good would have to be asked about millisecond by millisecond. Where all that decays has
 * one sign the whole is monotone and plain bisection finds the same.
 */
final class Terms {
  /** §3: {@code b - 1e-9} stands for {@code b}. */
  private static final double SLACK = 1e-9;

  /** Far above the rounding of a sum of doubles, far below {@link #SLACK}. */
  private static final double ROUNDING = 1e-13;

  private final ScoringModel model;
  private final List<Term> terms;
  private final double rounding;

  /**
   * @param category index into the model's categories
   * @param value the points of one fact, not 0
   */
  record Term(int category, double value, long halfLifeMillis, long holdsUntil) {
    double at(long t) {
      return value * NaiveEngagement.weight(holdsUntil, halfLifeMillis, t);
    }
  }

  private record Range(double low, double high) {}

  Terms(ScoringModel model, List<Term> terms) {
    this.model = model;
    this.terms = List.copyOf(terms);
    this.rounding = ROUNDING * (1 + terms.stream().mapToDouble(t -> Math.abs(t.value())).sum());
  }

  List<Term> all() {
    return terms;
  }

  double engagement(long t) {
    double[] sums = new double[model.categories().size()];
    for (Term term : terms) {
      sums[term.category()] += term.at(t);
    }
    double total = 0;
    for (int i = 0; i < sums.length; i++) {
      Category category = model.categories().get(i);
      total += clamp(sums[i], category.floor(), category.ceiling());
    }
    return clamp(total, model.engagementMin(), model.engagementMax());
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  /** Whether the engagement reaches a bound; sums that are too close to tell are added exactly. */
  private boolean reaches(double bound, double engagement, long t) {
    if (bound == Double.NEGATIVE_INFINITY) {
      return true;
    }
    double above = engagement - (bound - SLACK);
    if (Math.abs(above) > rounding + Math.ulp(bound)) {
      return above > 0;
    }
    BigDecimal edge = new BigDecimal(bound).subtract(new BigDecimal("1e-9"));
    return exactEngagement(t).compareTo(edge) >= 0;
  }

  private BigDecimal exactEngagement(long t) {
    BigDecimal[] sums = new BigDecimal[model.categories().size()];
    Arrays.fill(sums, BigDecimal.ZERO);
    for (Term term : terms) {
      sums[term.category()] = sums[term.category()].add(new BigDecimal(term.at(t)));
    }
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < sums.length; i++) {
      Category category = model.categories().get(i);
      total = total.add(exactClamp(sums[i], category.floor(), category.ceiling()));
    }
    return exactClamp(total, model.engagementMin(), model.engagementMax());
  }

  private static BigDecimal exactClamp(BigDecimal value, double low, double high) {
    BigDecimal atMost = Double.isInfinite(high) ? value : value.min(new BigDecimal(high));
    return Double.isInfinite(low) ? atMost : atMost.max(new BigDecimal(low));
  }

  /** §5: up is asked first; one change, however many ranks it jumps. */
  int rankAfter(int rank, long t) {
    List<Temperature> temperatures = model.temperatures();
    double engagement = engagement(t);
    for (int up = temperatures.size() - 1; up > rank; up--) {
      if (reaches(temperatures.get(up).enter(), engagement, t)) {
        return up;
      }
    }
    if (rank > 0 && !reaches(temperatures.get(rank).exit(), engagement, t)) {
      int down = rank - 1;
      while (down > 0 && !reaches(temperatures.get(down).exit(), engagement, t)) {
        down--;
      }
      return down;
    }
    return rank;
  }

  /** The first instant in {@code [first, last]} at which the rank changes, if it does there. */
  OptionalLong firstChange(int rank, long first, long last) {
    if (rankAfter(rank, first) != rank) {
      return OptionalLong.of(first);
    }
    return firstChangeAfterCalm(rank, first, last);
  }

  /** As above, when nothing changes at {@code first} itself. */
  private OptionalLong firstChangeAfterCalm(int rank, long first, long last) {
    if (isMonotone()) {
      return bisect(rank, first, last);
    }
    if (first == last || isCalm(rank, first, last)) {
      return OptionalLong.empty();
    }
    long middle = first + (last - first) / 2;
    OptionalLong earlier = firstChangeAfterCalm(rank, first, middle);
    return earlier.isPresent() ? earlier : firstChange(rank, middle + 1, last);
  }

  private boolean isMonotone() {
    return terms.stream().filter(t -> t.halfLifeMillis() > 0).allMatch(t -> t.value() > 0)
        || terms.stream().filter(t -> t.halfLifeMillis() > 0).allMatch(t -> t.value() < 0);
  }

  private OptionalLong bisect(int rank, long calm, long last) {
    if (rankAfter(rank, last) == rank) {
      return OptionalLong.empty();
    }
    long before = calm;
    long changed = last;
    while (changed - before > 1) {
      long middle = before + (changed - before) / 2;
      if (rankAfter(rank, middle) == rank) {
        before = middle;
      } else {
        changed = middle;
      }
    }
    return OptionalLong.of(changed);
  }

  /** Whether no value between the two instants can reach the next bound or miss the exit. */
  private boolean isCalm(int rank, long first, long last) {
    Range range = enclosure(first, last);
    List<Temperature> temperatures = model.temperatures();
    boolean staysBelowEnter =
        rank == temperatures.size() - 1
            || range.high() < temperatures.get(rank + 1).enter() - SLACK - rounding;
    boolean staysAboveExit =
        rank == 0 || range.low() > temperatures.get(rank).exit() - SLACK + rounding;
    return staysBelowEnter && staysAboveExit;
  }

  private Range enclosure(long first, long last) {
    Sum free = new Sum();
    double clampedLow = 0;
    double clampedHigh = 0;
    for (int i = 0; i < model.categories().size(); i++) {
      Category category = model.categories().get(i);
      Sum own = new Sum();
      for (Term term : terms) {
        if (term.category() == i) {
          own.add(term, first, last);
        }
      }
      Range range = own.range();
      if (category.floor() <= range.low() && range.high() <= category.ceiling()) {
        // No clamp in sight: its terms may cancel those of other categories.
        free.addAll(own);
      } else {
        clampedLow += clamp(range.low(), category.floor(), category.ceiling());
        clampedHigh += clamp(range.high(), category.floor(), category.ceiling());
      }
    }
    Range range = free.range();
    return new Range(
        clamp(range.low() + clampedLow, model.engagementMin(), model.engagementMax()),
        clamp(range.high() + clampedHigh, model.engagementMin(), model.engagementMax()));
  }

  /** Terms at the two ends of a stretch of time, those that decay alike summed. */
  private static final class Sum {
    private double low;
    private double high;
    private final Map<Long, double[]> endsByHalfLife = new HashMap<>();

    void add(Term term, long first, long last) {
      double atFirst = term.at(first);
      double atLast = term.at(last);
      if (term.holdsUntil() <= first && term.halfLifeMillis() > 0) {
        addEnds(term.halfLifeMillis(), new double[] {atFirst, atLast});
      } else {
        low += Math.min(atFirst, atLast);
        high += Math.max(atFirst, atLast);
      }
    }

    void addAll(Sum other) {
      low += other.low;
      high += other.high;
      other.endsByHalfLife.forEach(this::addEnds);
    }

    private void addEnds(long halfLifeMillis, double[] ends) {
      double[] sum = endsByHalfLife.computeIfAbsent(halfLifeMillis, h -> new double[2]);
      sum[0] += ends[0];
      sum[1] += ends[1];
    }

    Range range() {
      double lowest = low;
      double highest = high;
      for (double[] ends : endsByHalfLife.values()) {
        lowest += Math.min(ends[0], ends[1]);
        highest += Math.max(ends[0], ends[1]);
      }
      return new Range(lowest, highest);
    }
  }
}
