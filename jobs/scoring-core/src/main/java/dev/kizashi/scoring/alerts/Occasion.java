package dev.kizashi.scoring.alerts;

import dev.kizashi.scoring.lifecycle.Stage;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation brought, as far as alerts are raised by it.
 *
 * @param temperature from and to, when the rank grew; else null
 * @param stages every change of stage, in order
 * @param signals of clean facts that arrived and count, each with the latest hour of such a fact
 * @param deadlines bits of {@link dev.kizashi.scoring.lifecycle.StageDeadline}s of the stage that
 *     fall due at {@code t}
 * @param quietSince the latest activity when what is due at {@code t} is looked at, else {@link
 *     #NO_ACTIVITY}
 * @param evidenceGone whether a correction took away what an alert under work rests on
 * @param stage after the evaluation's changes
 * @param t epoch millis
 * @param before what alerts raised by it may be judged again with
 */
public record Occasion(
    Move temperature,
    List<Move> stages,
    Map<Integer, Integer> signals,
    int deadlines,
    long quietSince,
    boolean evidenceGone,
    Stage stage,
    long t,
    Before before) {
  /** Nobody is quiet who never said anything. */
  public static final long NO_ACTIVITY = AlertHistory.NEVER;

  /**
   * Where the lead stood.
   *
   * @param rank of the temperature just before
   * @param grade that the evaluation judged with, or null
   * @param qualified whether the last change of stage is {@code qualify}'s
   */
  public record Before(int rank, String grade, boolean qualified) {}

  /** From one temperature or stage to another, by name; either may be null. */
  public record Move(String from, String to) {
    static final Move NONE = new Move(null, null);
  }
}
