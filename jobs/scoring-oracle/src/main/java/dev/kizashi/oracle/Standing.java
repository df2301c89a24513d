package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.Stage;

/**
 * Where a lead stands between two judgements; a judgement gives another.
 *
 * @param rank of its temperature, 0 = coldest
 * @param enteredAt epoch millis at which it entered its stage
 * @param recycledAt epoch millis of its last recycling; null when it never was
 * @param baselineHour up to which its facts do not count; null when all do
 */
record Standing(int rank, Stage stage, long enteredAt, Long recycledAt, Long baselineHour) {
  /**
   * §5: it starts cold and in stage {@code lead}.
   *
   * @param t of its first evaluation
   */
  static Standing ofNewLead(long t) {
    return new Standing(0, Stage.LEAD, t, null, null);
  }

  Standing at(int otherRank) {
    return new Standing(otherRank, stage, enteredAt, recycledAt, baselineHour);
  }

  Standing entering(Stage next, long t) {
    return new Standing(rank, next, t, recycledAt, baselineHour);
  }
}
