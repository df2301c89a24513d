package dev.kizashi.scoring.lifecycle;

import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.StageCare;

/** What falls due while a lead stays in a stage, each at most once an entry. */
public enum StageDeadline {
  WARN(1),
  BREACH(2),
  STAGNATION(4);

  private final int bit;

  StageDeadline(int bit) {
    this.bit = bit;
  }

  /** What stands for the deadline in a set of them, also in state. */
  public int bit() {
    return bit;
  }

  /** What the stage asks for, or null. */
  Deadline of(StageCare care) {
    return switch (this) {
      case WARN -> care.warn();
      case BREACH -> care.breach();
      case STAGNATION ->
          care.stagnationMillis() == 0 ? null : new Deadline(care.stagnationMillis(), false);
    };
  }
}
