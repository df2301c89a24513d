package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import java.util.OptionalLong;

/** §6: whether the model's {@code qualify} makes a lead an MQL at an instant. */
final class Qualification {
  private final ScoringModel model;
  private final NaiveEngagement engagement;
  private final String grade;

  /**
   * @param engagement over the facts that count
   * @param grade null when there is none
   */
  Qualification(ScoringModel model, NaiveEngagement engagement, String grade) {
    this.model = model;
    this.engagement = engagement;
    this.grade = grade;
  }

  /** Elsewhere {@code qualify} is not asked. */
  static boolean isOpenTo(Stage stage) {
    return stage == Stage.LEAD || stage == Stage.RECYCLED;
  }

  boolean makesMql(Standing standing, long t) {
    OptionalLong coolOffEnd = Recycling.coolOffEnd(standing, model.lifecycle());
    boolean coolsOff = coolOffEnd.isPresent() && t < coolOffEnd.getAsLong();
    return isOpenTo(standing.stage()) && !coolsOff && anyClauseHolds(standing.rank(), t);
  }

  /** Whatever the stage. */
  boolean anyClauseHolds(int rank, long t) {
    return model.lifecycle().qualify().stream().anyMatch(clause -> holds(clause, rank, t));
  }

  /** All that the clause gives must hold. */
  private boolean holds(Clause clause, int rank, long t) {
    return (clause.temperature() == null || rank >= rank(clause.temperature()))
        && (clause.grades().isEmpty() || (grade != null && clause.grades().contains(grade)))
        && (clause.labels().isEmpty() || clause.labels().contains(Label.of(model, grade, rank)))
        && (clause.signals().isEmpty()
            || clause.signals().stream().anyMatch(signal -> engagement.isSeen(signal, t)));
  }

  private int rank(String temperature) {
    for (int rank = 0; rank < model.temperatures().size(); rank++) {
      if (model.temperatures().get(rank).name().equals(temperature)) {
        return rank;
      }
    }
    throw new IllegalArgumentException("a clause asks for no temperature: " + temperature);
  }
}
