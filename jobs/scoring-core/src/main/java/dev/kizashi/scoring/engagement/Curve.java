package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.facts.Hour;
import java.util.Arrays;

/**
 * Engagement as a function of time, given the facts known: a clamped sum over categories, each a
 * clamped sum of decaying terms. Exact from {@link #from} until the first fact expires at {@link
 * #validUntil}.
 *
 * <p>Facts of equal half-life decay alike, so a category needs at most four terms a half-life: what
 * is settled (its hour is over) and what still holds (the current hour), each for gains and for
 * penalties. Gains and penalties stand apart because each by itself only ever falls towards zero;
 * that is what lets {@link Crossing} bound the sum over an interval.
 */
public final class Curve {
  /** Instants that never come. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final double LN2 = Math.log(2);
  private static final int INITIAL = 8;

  private final Valuation valuation;
  private final long from;
  private final long settledAt;
  private final long heldUntil;
  private long validUntil = NEVER;
  private boolean withheld;

  private int size;
  private int[] categories = new int[INITIAL];
  private long[] halfLives = new long[INITIAL];
  private boolean[] held = new boolean[INITIAL];
  private double[] values = new double[INITIAL];

  Curve(Valuation valuation, long from) {
    this.valuation = valuation;
    this.from = from;
    this.settledAt = Hour.startOf(Hour.of(from));
    this.heldUntil = settledAt + Hour.MILLIS;
  }

  public long from() {
    return from;
  }

  /** When the first fact expires, or {@link #NEVER}. */
  public long validUntil() {
    return validUntil;
  }

  void expiresAt(long instant) {
    validUntil = Math.min(validUntil, instant);
  }

  /** A cap keeps back points that will count once earlier facts have expired. */
  void withholds() {
    withheld = true;
  }

  /** Whether facts that do not count now may count later. */
  boolean isWithholding() {
    return withheld;
  }

  /** Until when what was done in the current hour keeps its worth. */
  long heldUntil() {
    return heldUntil;
  }

  /**
   * Adds a term.
   *
   * @param holds whether the value is that of the current hour, else of all before it
   * @param value points, gained or lost, when the current hour began
   */
  void add(int category, long halfLife, boolean holds, double value) {
    if (value == 0) {
      return;
    }
    for (int i = 0; i < size; i++) {
      if (categories[i] == category
          && halfLives[i] == halfLife
          && held[i] == holds
          && values[i] > 0 == value > 0) {
        values[i] += value;
        return;
      }
    }
    if (size == values.length) {
      categories = Arrays.copyOf(categories, size * 2);
      halfLives = Arrays.copyOf(halfLives, size * 2);
      held = Arrays.copyOf(held, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    categories[size] = category;
    halfLives[size] = halfLife;
    held[size] = holds;
    values[size++] = value;
  }

  /** What is left of one point after {@code elapsed} ms. */
  static double decay(long elapsed, long halfLife) {
    return halfLife == 0 || elapsed <= 0 ? 1 : Math.exp(-LN2 * elapsed / halfLife);
  }

  /** Engagement at {@code t}, which lies in [from, validUntil). */
  public double at(long t) {
    double sum = 0;
    for (int category = 0; category < valuation.categories(); category++) {
      double score = 0;
      for (int i = 0; i < size; i++) {
        if (categories[i] == category) {
          score += valueAt(i, t);
        }
      }
      sum += valuation.clampCategory(category, score);
    }
    return valuation.clampTotal(sum);
  }

  /** Engagement at an instant, and where it is headed; written by {@link Curve#look}. */
  static final class Tangent {
    double value;

    /** Points a millisecond from the instant on; 0 while a clamp holds engagement. */
    double slope;
  }

  /** Says engagement and slope at {@code t}, which lies in [from, validUntil). */
  void look(long t, Tangent tangent) {
    double sum = 0;
    double slope = 0;
    for (int category = 0; category < valuation.categories(); category++) {
      double score = 0;
      double steep = 0;
      for (int i = 0; i < size; i++) {
        if (categories[i] == category) {
          double value = valueAt(i, t);
          score += value;
          if (halfLives[i] != 0 && t >= endOfHold(i)) {
            steep -= LN2 / halfLives[i] * value;
          }
        }
      }
      double clamped = valuation.clampCategory(category, score);
      sum += clamped;
      slope += clamped == score ? steep : 0;
    }
    tangent.value = valuation.clampTotal(sum);
    tangent.slope = tangent.value == sum ? slope : 0;
  }

  /** Engagement at {@code t} without any penalty: never less than it will be from then on. */
  double gainsAt(long t) {
    double sum = 0;
    for (int category = 0; category < valuation.categories(); category++) {
      double gains = 0;
      for (int i = 0; i < size; i++) {
        if (categories[i] == category && values[i] > 0) {
          gains += valueAt(i, t);
        }
      }
      sum += Math.min(gains, valuation.category(category).ceiling());
    }
    return valuation.clampTotal(sum);
  }

  /**
   * Which way engagement moves between two instants, from bounds on its slope: a term's slope is
   * −ln2/h of its value once it decays and flattens from there; a category that stays clamped has
   * none.
   */
  Trend trend(long low, long high) {
    double steepestFall = 0;
    double steepestRise = 0;
    for (int category = 0; category < valuation.categories(); category++) {
      double least = 0;
      double greatest = 0;
      double floorOfValue = 0;
      double ceilingOfValue = 0;
      for (int i = 0; i < size; i++) {
        if (categories[i] != category) {
          continue;
        }
        boolean gain = values[i] > 0;
        floorOfValue += valueAt(i, gain ? high : low);
        ceilingOfValue += valueAt(i, gain ? low : high);
        long decaysFrom = endOfHold(i);
        if (halfLives[i] != 0 && high > decaysFrom) {
          double steep = slope(i, Math.max(low, decaysFrom));
          double flat = low < decaysFrom ? 0 : slope(i, high);
          least += Math.min(steep, flat);
          greatest += Math.max(steep, flat);
        }
      }
      boolean clampedAtLow = valuation.clampCategory(category, floorOfValue) != floorOfValue;
      boolean clampedAtHigh = valuation.clampCategory(category, ceilingOfValue) != ceilingOfValue;
      if (clampedAtLow || clampedAtHigh) {
        least = Math.min(least, 0);
        greatest = Math.max(greatest, 0);
      }
      steepestFall += least;
      steepestRise += greatest;
    }
    if (steepestRise <= 0) {
      return Trend.FALLING;
    }
    return steepestFall >= 0 ? Trend.RISING : Trend.UNKNOWN;
  }

  /** Never more than any engagement between the two instants. */
  double lowerBound(long low, long high) {
    return bound(high, low);
  }

  /** Never less than any engagement between the two instants. */
  double upperBound(long low, long high) {
    return bound(low, high);
  }

  private double bound(long gainsAt, long penaltiesAt) {
    double sum = 0;
    for (int category = 0; category < valuation.categories(); category++) {
      double score = 0;
      for (int i = 0; i < size; i++) {
        if (categories[i] == category) {
          score += valueAt(i, values[i] > 0 ? gainsAt : penaltiesAt);
        }
      }
      sum += valuation.clampCategory(category, score);
    }
    return valuation.clampTotal(sum);
  }

  private long endOfHold(int i) {
    return held[i] ? heldUntil : settledAt;
  }

  private double slope(int i, long t) {
    return -LN2 / halfLives[i] * valueAt(i, t);
  }

  private double valueAt(int i, long t) {
    return values[i] * decay(t - endOfHold(i), halfLives[i]);
  }

  /** Hands out every term. */
  public void forEachTerm(Term term) {
    for (int i = 0; i < size; i++) {
      term.accept(categories[i], values[i], halfLives[i], endOfHold(i));
    }
  }

  /** One term: its category's index, what it is worth until {@code holdsUntil}, its half-life. */
  public interface Term {
    void accept(int category, double value, long halfLifeMillis, long holdsUntil);
  }

  /** How engagement moves over an interval. */
  enum Trend {
    FALLING,
    RISING,
    UNKNOWN
  }
}
