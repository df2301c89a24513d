package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.lifecycle.Stage;
import java.util.List;

/**
 * What prompts an evaluation.
 *
 * @param arriving the facts that it brings, already among the lead's
 * @param outcome the stage that the CRM moves the lead to, or null
 * @param due what has been waited for until this very instant
 */
record Prompt(Cause cause, List<FactEvent> arriving, Stage outcome, List<Care.Due> due) {
  static Prompt behaviour(List<FactEvent> arriving) {
    return new Prompt(Cause.BEHAVIOUR, arriving, null, List.of());
  }

  static Prompt crm(Cause cause, Stage outcome) {
    return new Prompt(cause, List.of(), outcome, List.of());
  }

  static Prompt time(List<Care.Due> due) {
    return new Prompt(Cause.COOLING, List.of(), null, due);
  }

  static Prompt modelChange() {
    return new Prompt(Cause.MODEL_CHANGE, List.of(), null, List.of());
  }
}
