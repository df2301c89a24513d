package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import java.util.Locale;
import java.util.Optional;

/** §6, the table: where an outcome that the CRM tells of moves a lead. */
final class Transitions {
  private Transitions() {}

  /** Empty when the outcome does not fit, or is none. */
  static Optional<Stage> after(Stage now, CrmUpdate update, LifecycleRules rules) {
    switch (update.kind()) {
      case ACCEPTED:
        return forward(now, Stage.SAL);
      case OPPORTUNITY_OPENED:
        return forward(now, Stage.SQL);
      case WON:
        return forward(now, Stage.CUSTOMER);
      case REJECTED:
        return now == Stage.MQL || now == Stage.SAL
            ? Optional.of(rejectedTo(update.reason(), rules))
            : Optional.empty();
      case LOST:
        return now == Stage.SQL ? Optional.of(Stage.RECYCLED) : Optional.empty();
      case CHURNED:
        return now == Stage.CUSTOMER ? Optional.of(Stage.RECYCLED) : Optional.empty();
      case STAGE_SET:
        Stage set = named(update.stage());
        return set == now ? Optional.empty() : Optional.of(set);
      default:
        return Optional.empty();
    }
  }

  /** One step or several, never back. */
  private static Optional<Stage> forward(Stage now, Stage to) {
    return place(now) < place(to) ? Optional.of(to) : Optional.empty();
  }

  private static int place(Stage stage) {
    switch (stage) {
      case LEAD:
      case RECYCLED:
      case DISQUALIFIED:
        return 0;
      case MQL:
        return 1;
      case SAL:
        return 2;
      case SQL:
        return 3;
      case CUSTOMER:
        return 4;
    }
    throw new IllegalStateException("no such stage: " + stage);
  }

  /** A missing or unmapped reason takes the map's default. */
  private static Stage rejectedTo(String reason, LifecycleRules rules) {
    return named(
        reason == null
            ? rules.rejectedDefault()
            : rules.rejectedReasons().getOrDefault(reason, rules.rejectedDefault()));
  }

  private static Stage named(String stage) {
    return Stage.valueOf(stage.toUpperCase(Locale.ROOT));
  }
}
