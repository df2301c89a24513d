package dev.kizashi.cli.demo;

import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.LeadScore;
import java.util.LinkedHashMap;
import java.util.Map;

/** A score at any later instant, from its record alone, as any reader of the topic can. */
final class ScoreCurve {
  private ScoreCurve() {}

  /**
   * Engagement if nothing more happened until then.
   *
   * @param instant epoch millis, not before the record's {@code as_of}
   */
  static double at(LeadScore score, long instant) {
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, CurveTerm> bounds = new LinkedHashMap<>();
    for (CurveTerm term : score.getCurve()) {
      double value = term.getValue();
      if (term.getHalfLifeMs() > 0) {
        double decayed = Math.max(0, instant - term.getHoldsUntil().toEpochMilli());
        value *= Math.exp(-decayed / term.getHalfLifeMs() * Math.log(2));
      }
      sums.merge(term.getCategory(), value, Double::sum);
      bounds.putIfAbsent(term.getCategory(), term);
    }
    double total = 0;
    for (Map.Entry<String, Double> sum : sums.entrySet()) {
      CurveTerm bound = bounds.get(sum.getKey());
      total += clamp(sum.getValue(), bound.getFloor(), bound.getCeiling());
    }
    return clamp(total, score.getEngagementMin(), score.getEngagementMax());
  }

  private static double clamp(double value, Double least, Double most) {
    double raised = least == null ? value : Math.max(least, value);
    return most == null ? raised : Math.min(most, raised);
  }
}
