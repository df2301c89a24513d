package dev.kizashi.cli.audit;

import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.LeadScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Two records of the contract, field by field. Numbers agree within 1e-9 and instants within a
 * millisecond, as the semantics allow; a curve agrees when it says the same at several instants,
 * whatever its terms.
 */
final class Comparison {
  /** Processing time is nobody's judgement. */
  private static final String EMITTED_AT = "emitted_at";

  private static final String CURVE = "curve";
  private static final double TOLERANCE = 1e-9;

  /** What a millisecond more or less makes of a score that halves in some minutes. */
  private static final double A_MILLISECOND_LATER = 1e-5;

  private static final long A_MILLISECOND = 1;
  private static final int CURVE_READINGS = 8;
  private static final long DAY_MILLIS = 86_400_000L;

  private final double tolerance;
  private final List<Mismatch> mismatches = new ArrayList<>();

  /** A field that differs, named by its path. */
  record Mismatch(String field, String expected, String found) {}

  private Comparison(double tolerance) {
    this.tolerance = tolerance;
  }

  /** The fields of judgement that differ; none when the records agree. */
  static List<Mismatch> of(SpecificRecord expected, SpecificRecord found) {
    Comparison comparison = new Comparison(tolerance(expected, found));
    comparison.records("", expected, found);
    return comparison.mismatches;
  }

  static boolean agree(double a, double b, double tolerance) {
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
  }

  /** Judged a millisecond apart, scores are not the same to nine decimals. */
  private static double tolerance(SpecificRecord expected, SpecificRecord found) {
    for (String field : List.of("as_of", "occurred_at")) {
      Schema.Field instant = expected.getSchema().getField(field);
      if (instant != null
          && !Objects.equals(expected.get(instant.pos()), found.get(instant.pos()))) {
        return A_MILLISECOND_LATER;
      }
    }
    return TOLERANCE;
  }

  private void records(String path, SpecificRecord expected, SpecificRecord found) {
    for (Schema.Field field : expected.getSchema().getFields()) {
      String name = path + field.name();
      if (name.equals(CURVE)) {
        curves((LeadScore) expected, (LeadScore) found);
      } else if (!name.equals(EMITTED_AT)) {
        values(name, expected.get(field.pos()), found.get(field.pos()));
      }
    }
  }

  private void values(String name, Object expected, Object found) {
    if (expected instanceof Double a && found instanceof Double b) {
      check(name, agree(a, b, tolerance), a, b);
    } else if (expected instanceof Instant a && found instanceof Instant b) {
      check(name, Math.abs(a.toEpochMilli() - b.toEpochMilli()) <= A_MILLISECOND, a, b);
    } else if (expected instanceof List<?> a && found instanceof List<?> b) {
      lists(name, withoutNoise(a), withoutNoise(b));
    } else if (expected instanceof SpecificRecord a && found instanceof SpecificRecord b) {
      records(name + ".", a, b);
    } else {
      check(name, Objects.equals(expected, found), expected, found);
    }
  }

  private void lists(String name, List<?> expected, List<?> found) {
    if (expected.size() != found.size()) {
      check(name, false, expected, found);
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      values(name + "[" + i + "]", expected.get(i), found.get(i));
    }
  }

  /** A clamp below the tolerance is summation's, and may be there or not. */
  private List<?> withoutNoise(List<?> lines) {
    return lines.stream()
        .filter(
            line ->
                !(line instanceof Contribution contribution)
                    || contribution.getKind() == ContributionKind.SIGNAL
                    || Math.abs(contribution.getValue()) > tolerance)
        .toList();
  }

  private void curves(LeadScore expected, LeadScore found) {
    long from = expected.getAsOf().toEpochMilli();
    long until =
        expected.getValidUntil() == null
            ? from + DAY_MILLIS
            : expected.getValidUntil().toEpochMilli() - 1;
    for (int i = 0; i <= CURVE_READINGS; i++) {
      long t = from + (until - from) / CURVE_READINGS * i;
      double a = readCurve(expected, t);
      double b = readCurve(found, t);
      if (!agree(a, b, tolerance)) {
        check(CURVE + " at " + Instant.ofEpochMilli(t), false, a, b);
        return;
      }
    }
  }

  /** As the contract tells a reader to. */
  static double readCurve(LeadScore score, long t) {
    Map<String, Double> sums = new HashMap<>();
    Map<String, CurveTerm> bounds = new HashMap<>();
    for (CurveTerm term : score.getCurve()) {
      long since = Math.max(0, t - term.getHoldsUntil().toEpochMilli());
      double halvings = term.getHalfLifeMs() == 0 ? 0 : since / (double) term.getHalfLifeMs();
      sums.merge(term.getCategory(), term.getValue() * Math.pow(2, -halvings), Double::sum);
      bounds.put(term.getCategory(), term);
    }
    double total = 0;
    for (Map.Entry<String, Double> sum : sums.entrySet()) {
      CurveTerm bound = bounds.get(sum.getKey());
      total += clamp(sum.getValue(), bound.getFloor(), bound.getCeiling());
    }
    return clamp(total, score.getEngagementMin(), score.getEngagementMax());
  }

  private static double clamp(double value, Double least, Double most) {
    double clamped = least == null ? value : Math.max(least, value);
    return most == null ? clamped : Math.min(most, clamped);
  }

  private void check(String field, boolean same, Object expected, Object found) {
    if (!same) {
      mismatches.add(new Mismatch(field, String.valueOf(expected), String.valueOf(found)));
    }
  }
}
