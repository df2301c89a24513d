package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.lifecycle.Stage;
import java.util.List;

/**
 * What prompts an evaluation.
 *
 * @param arriving the facts that it brings, already among the lead's
 * @param corrects whether it re-marked facts of an earlier event
 * @param outcome the stage that the CRM moves the lead to, or null
 * @param due what has been waited for until this very instant
 */
record Prompt(
    Cause cause, List<FactEvent> arriving, boolean corrects, Stage outcome, List<Care.Due> due) {
  static Prompt behaviour(List<FactEvent> arriving, boolean corrects) {
    return arrival(Cause.BEHAVIOUR, arriving, corrects, null);
  }

  static Prompt crm(Cause cause, boolean corrects, Stage outcome) {
    return arrival(cause, List.of(), corrects, outcome);
  }

  private static Prompt arrival(
      Cause cause, List<FactEvent> arriving, boolean corrects, Stage outcome) {
    return new Prompt(corrects ? Cause.CORRECTION : cause, arriving, corrects, outcome, List.of());
  }

  static Prompt time(List<Care.Due> due) {
    return new Prompt(Cause.COOLING, List.of(), false, null, due);
  }

  static Prompt modelChange() {
    return new Prompt(Cause.MODEL_CHANGE, List.of(), false, null, List.of());
  }
}
