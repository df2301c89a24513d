package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.facts.Facts;

/**
 * When time alone takes a lead to another temperature: the first millisecond at which engagement
 * leaves the band of its rank, given the facts known.
 *
 * <p>Between two expiries of facts engagement is one {@link Curve}. Where the curve moves only one
 * way its ends tell whether it leaves the band, and tangents find where. Elsewhere gains and
 * penalties mix: then bounds over the interval either rule a crossing out, or the interval is
 * halved and the earlier half searched first, so what is found is the first crossing and not merely
 * one. Near an extremum only the one interval that holds it stays undecided, so the search visits
 * O(log(interval)) intervals for each.
 */
public final class Crossing {
  /**
   * @param at epoch millis, or {@link Curve#NEVER}
   * @param certain false when the lead merely has to be looked at again then, since facts expire
   */
  public record Instant(long at, boolean certain) {
    static final Instant NONE = new Instant(Curve.NEVER, true);
  }

  /** Tangents need far fewer; where clamps bend the curve again and again, halving is surer. */
  private static final int MOST_TANGENTS = 16;

  private final Valuation valuation;
  private final Thermometer thermometer;
  private final Curve.Tangent tangent = new Curve.Tangent();

  public Crossing(Valuation valuation, Thermometer thermometer) {
    this.valuation = valuation;
    this.thermometer = thermometer;
  }

  /**
   * The next instant after {@code t} at which the lead must be looked at: the crossing, or an
   * expiry before it.
   *
   * @param now the facts' curve from {@code t} on
   */
  public Instant nextLook(Curve now, Facts facts, int baseline, long t, int rank) {
    return search(now, facts, baseline, t, rank, 1);
  }

  /**
   * The crossing itself, across all expiries; {@link Curve#NEVER} when there is none.
   *
   * @param now the facts' curve from {@code t} on
   */
  public long next(Curve now, Facts facts, int baseline, long t, int rank) {
    return search(now, facts, baseline, t, rank, Integer.MAX_VALUE).at();
  }

  private Instant search(Curve now, Facts facts, int baseline, long t, int rank, int segments) {
    double low = thermometer.fallBelow(rank);
    double high = thermometer.riseFrom(rank);
    if (low == Double.NEGATIVE_INFINITY
        && valuation.highestFrom(now, facts, baseline, t + 1) < high) {
      return Instant.NONE;
    }
    long from = t + 1;
    for (int segment = 0; segment < segments; segment++) {
      // No fact lies ahead: until the first expires, the curve of now is that of later.
      Curve curve = now.validUntil() > from ? now : valuation.curve(facts, baseline, from);
      long until = curve.validUntil();
      // Beyond the last expiry nothing is left to change; a model's retention is finite.
      long last = until == Curve.NEVER ? from : until - 1;
      long found = first(curve, from, last, low, high);
      if (found != Curve.NEVER) {
        return new Instant(found, true);
      }
      if (until == Curve.NEVER) {
        return Instant.NONE;
      }
      from = until;
    }
    return new Instant(from, false);
  }

  private long first(Curve curve, long from, long to, double low, double high) {
    if (leaves(curve.at(from), low, high)) {
      return from;
    }
    if (from == to) {
      return Curve.NEVER;
    }
    switch (curve.trend(from, to)) {
      case FALLING:
      case RISING:
        return leaves(curve.at(to), low, high) ? approach(curve, from, to, low, high) : Curve.NEVER;
      default:
        break;
    }
    if (curve.lowerBound(from, to) >= low && curve.upperBound(from, to) < high) {
      return Curve.NEVER;
    }
    long middle = from + (to - from) / 2;
    long found = first(curve, from, middle, low, high);
    return found != Curve.NEVER ? found : first(curve, middle + 1, to, low, high);
  }

  /**
   * On a stretch where the curve moves one way: inside the band at from, outside at to. What decays
   * flattens, so a tangent comes to the bound too early and never too late. Where a clamp lets go
   * the curve steepens: what then lies beyond the crossing, or has no slope, halves the stretch.
   */
  private long approach(Curve curve, long from, long to, double low, double high) {
    long inside = from;
    long outside = to;
    long at = from < curve.heldUntil() && curve.heldUntil() < to ? curve.heldUntil() : from;
    for (int looks = 0; outside - inside > 1; looks++) {
      curve.look(at, tangent);
      if (leaves(tangent.value, low, high)) {
        outside = at;
        at = Long.MIN_VALUE;
      } else {
        inside = at;
        double left = (tangent.slope < 0 ? low : high) - tangent.value;
        at = inside + Math.max(1, (long) (left / tangent.slope));
      }
      if (at <= inside || at >= outside || looks > MOST_TANGENTS) {
        at = inside + (outside - inside) / 2;
      }
    }
    return outside;
  }

  private static boolean leaves(double engagement, double low, double high) {
    return engagement < low || engagement >= high;
  }
}
