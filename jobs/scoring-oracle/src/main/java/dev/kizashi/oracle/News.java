package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.util.Objects;

/** When a score is worth emitting. */
final class News {
  /**
   * §3 names it for bounds; without it a change of exactly min_change would be rounding's choice.
   */
  private static final double SLACK = 1e-9;

  private News() {}

  /**
   * Whether the engagement moved enough, or anything else changed.
   *
   * @param last the score emitted last, or null
   */
  static boolean is(LeadScored score, LeadScored last, double minChange) {
    return last == null
        || Math.abs(score.engagement() - last.engagement()) >= minChange - SLACK
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
}
