package dev.kizashi.scoring.alerts;

import dev.kizashi.scoring.lifecycle.Stage;
import java.util.List;
import java.util.Set;

/**
 * What an evaluation brought, as far as alerts are raised by it.
 *
 * @param temperature from and to, when the rank grew; else null
 * @param stages every change of stage, in order
 * @param signals of clean facts that arrived and count
 * @param deadlines bits of {@link dev.kizashi.scoring.lifecycle.StageDeadline}s of the stage that
 *     fall due at {@code t}
 * @param quietSince the latest activity when what is due at {@code t} is looked at, else {@link
 *     #NO_ACTIVITY}
 * @param stage after the evaluation's changes
 * @param t epoch millis
 */
public record Occasion(
    Move temperature,
    List<Move> stages,
    Set<Integer> signals,
    int deadlines,
    long quietSince,
    Stage stage,
    long t) {
  /** Nobody is quiet who never said anything. */
  public static final long NO_ACTIVITY = Long.MIN_VALUE;

  /** From one temperature or stage to another, by name; either may be null. */
  public record Move(String from, String to) {
    static final Move NONE = new Move(null, null);
  }
}
