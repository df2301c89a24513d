package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.lifecycle.Stage;
import java.util.List;

/**
 * What prompts an evaluation.
 *
 * @param arriving the facts that it brings, already among the lead's
 * @param takenBack why facts that counted before do no more, or null: {@code SUSPECT}, {@code
 *     UNMERGED} or {@code ERASED}
 * @param outcome the stage that the CRM moves the lead to, or null
 * @param due what has been waited for until this very instant
 */
record Prompt(
    Cause cause, List<FactEvent> arriving, String takenBack, Stage outcome, List<Care.Due> due) {
  /** What an alert is withdrawn for that rests on what turned out to be a machine's. */
  static final String SUSPECT = "SUSPECT";

  /** What an alert is withdrawn for that rests on another person's doings. */
  static final String UNMERGED = "UNMERGED";

  /** What an alert is withdrawn for that rests on what is to be forgotten. */
  static final String ERASED = "ERASED";

  /**
   * Of an event or a record of the CRM.
   *
   * @param corrects whether it re-marked facts that the lead had before
   */
  static Prompt arrival(Cause cause, List<FactEvent> arriving, boolean corrects, Stage outcome) {
    return new Prompt(
        corrects ? Cause.CORRECTION : cause,
        arriving,
        corrects ? SUSPECT : null,
        outcome,
        List.of());
  }

  /** Of a lead that comes back from where it was merged. */
  static Prompt comingBack() {
    return new Prompt(Cause.IDENTITY, List.of(), null, null, List.of());
  }

  /** Of a lead that lost what had been merged into it. */
  static Prompt loss(Cause cause, String takenBack) {
    return new Prompt(cause, List.of(), takenBack, null, List.of());
  }

  static Prompt time(List<Care.Due> due) {
    return new Prompt(Cause.COOLING, List.of(), null, null, due);
  }

  static Prompt modelChange() {
    return new Prompt(Cause.MODEL_CHANGE, List.of(), null, null, List.of());
  }
}
