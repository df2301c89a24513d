package dev.kizashi.oracle;

import dev.kizashi.scoring.model.ScoringModel;

/** §1: grade letter and temperature rank, 1 = hottest; {@code -} stands for no grade. */
final class Label {
  private Label() {}

  static String of(ScoringModel model, String grade, int rank) {
    return (grade == null ? "-" : grade) + (model.temperatures().size() - rank);
  }
}
