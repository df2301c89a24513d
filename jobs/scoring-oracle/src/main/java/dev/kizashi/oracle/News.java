package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** When a score is worth emitting. */
final class News {
  /**
   * §3 names it for bounds; without it a change of exactly min_change would be rounding's choice.
   */
  private static final double SLACK = 1e-9;

  private News() {}

  /**
   * Whether facts have come or gone by another way than by happening, whoever reads the score
   * emitted last could be wrong by too much from now on, or anything else changed.
   *
   * @param last the score emitted last, or null
   * @param reported what the facts known then come to now
   * @param rearranged whether facts came or went by another way than by happening
   */
  static boolean is(
      LeadScored score,
      LeadScored last,
      List<CurveTerm> reported,
      double minChange,
      boolean rearranged) {
    return last == null
        || rearranged
        || apart(score.curve(), reported, score.asOf()) >= minChange - SLACK
        || !Objects.equals(score.accountId(), last.accountId())
        || !score.model().equals(last.model())
        || score.modelVersion() != last.modelVersion()
        || score.signalsVersion() != last.signalsVersion()
        || score.fit() != last.fit()
        || !Objects.equals(score.grade(), last.grade())
        || !score.temperature().equals(last.temperature())
        || !score.label().equals(last.label())
        || !score.lifecycleStage().equals(last.lifecycleStage());
  }

  private record Kind(String category, long halfLifeMillis) {}

  /** What decays alike is compared before any clamp: so the difference only ever shrinks. */
  private static double apart(List<CurveTerm> one, List<CurveTerm> other, long t) {
    Map<Kind, Double> differences = new HashMap<>();
    one.forEach(term -> differences.merge(kind(term), value(term, t), Double::sum));
    other.forEach(term -> differences.merge(kind(term), -value(term, t), Double::sum));
    return differences.values().stream().mapToDouble(Math::abs).sum();
  }

  private static Kind kind(CurveTerm term) {
    return new Kind(term.category(), term.halfLifeMillis());
  }

  private static double value(CurveTerm term, long t) {
    long since = Math.max(0, t - term.holdsUntil());
    double halvings = term.halfLifeMillis() == 0 ? 0 : since / (double) term.halfLifeMillis();
    return term.value() * Math.pow(2, -halvings);
  }
}
