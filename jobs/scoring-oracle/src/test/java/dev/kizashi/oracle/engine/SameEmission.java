package dev.kizashi.oracle.engine;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two emissions are the same when every field is: scores within 1e-9, solved instants within a
 * millisecond, curves by what they say and not by their terms.
 */
final class SameEmission implements Comparator<Emission> {
  private static final double TOLERANCE = 1e-9;
  private static final long A_MILLISECOND = 1;
  private static final long DAY = 86_400_000L;

  private final long seed;

  SameEmission(long seed) {
    this.seed = seed;
  }

  @Override
  public int compare(Emission one, Emission other) {
    return same(one, other) ? 0 : 1;
  }

  private static boolean same(Object one, Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one instanceof Double a && other instanceof Double b) {
      return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
    }
    if (one instanceof Long a && other instanceof Long b) {
      return Math.abs(a - b) <= A_MILLISECOND;
    }
    if (one instanceof List<?> every && other instanceof List<?> any) {
      List<?> a = withoutNoise(every);
      List<?> b = withoutNoise(any);
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof Map<?, ?> && other instanceof Map<?, ?>) {
      // Counts by reason: to the last one, whatever kind of map holds them.
      return one.equals(other);
    }
    if (one.getClass() != other.getClass()) {
      return false;
    }
    if (one instanceof LeadScored a && other instanceof LeadScored b) {
      return fields(a).entrySet().stream()
              .filter(field -> !field.getKey().equals("curve"))
              .allMatch(field -> same(field.getValue(), fields(b).get(field.getKey())))
          && sameCurve(a, b);
    }
    if (one instanceof Record) {
      return same(
          List.copyOf(fields(one).values().stream().map(SameEmission::orNone).toList()),
          List.copyOf(fields(other).values().stream().map(SameEmission::orNone).toList()));
    }
    return Objects.equals(one, other);
  }

  /** A clamp below the tolerance is summation's, and may be there or not. */
  private static List<?> withoutNoise(List<?> values) {
    return values.stream()
        .filter(
            value ->
                !(value instanceof Contribution line)
                    || line.kind() == Contribution.Kind.SIGNAL
                    || Math.abs(line.value()) > TOLERANCE)
        .toList();
  }

  private static Object orNone(Object value) {
    return value == null ? "none" : value;
  }

  private static boolean sameCurve(LeadScored a, LeadScored b) {
    long until = a.validUntil() == null ? a.asOf() + DAY : a.validUntil() - 1;
    for (int i = 0; i <= 10; i++) {
      long t = a.asOf() + (until - a.asOf()) / 10 * i;
      if (!same(readCurve(a, t), readCurve(b, t))) {
        return false;
      }
    }
    return true;
  }

  /** As the contract tells a reader to. */
  static double readCurve(LeadScored score, long t) {
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, CurveTerm> bounds = new LinkedHashMap<>();
    for (CurveTerm term : score.curve()) {
      double halvings =
          term.halfLifeMillis() == 0
              ? 0
              : Math.max(0, t - term.holdsUntil()) / (double) term.halfLifeMillis();
      sums.merge(term.category(), term.value() * Math.pow(2, -halvings), Double::sum);
      bounds.put(term.category(), term);
    }
    double total = 0;
    for (Map.Entry<String, Double> sum : sums.entrySet()) {
      CurveTerm bound = bounds.get(sum.getKey());
      total += clamp(sum.getValue(), bound.floor(), bound.ceiling());
    }
    return clamp(total, score.engagementMin(), score.engagementMax());
  }

  private static double clamp(double value, Double least, Double most) {
    double clamped = least == null ? value : Math.max(least, value);
    return most == null ? clamped : Math.min(most, clamped);
  }

  private static Map<String, Object> fields(Object record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        fields.put(component.getName(), component.getAccessor().invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return fields;
  }

  @Override
  public String toString() {
    return "the same judgement (seed " + seed + ")";
  }
}
