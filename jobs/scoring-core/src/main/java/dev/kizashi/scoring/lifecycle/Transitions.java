package dev.kizashi.scoring.lifecycle;

import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;

/** Where an outcome that the CRM reports takes a lead: the table of §6. */
public final class Transitions {
  private Transitions() {}

  /** The stage after the record; the same one when the record does not fit, or is no outcome. */
  public static Stage after(Stage stage, CrmUpdate update, LifecycleRules rules) {
    return switch (update.kind()) {
      case ACCEPTED -> forward(stage, Stage.SAL);
      case OPPORTUNITY_OPENED -> forward(stage, Stage.SQL);
      case WON -> forward(stage, Stage.CUSTOMER);
      case REJECTED ->
          stage == Stage.MQL || stage == Stage.SAL ? rejected(update.reason(), rules) : stage;
      case LOST -> stage == Stage.SQL ? Stage.RECYCLED : stage;
      case CHURNED -> stage == Stage.CUSTOMER ? Stage.RECYCLED : stage;
      case STAGE_SET -> Stage.named(update.stage());
      case PROFILE_UPSERTED, MERGED, UNMERGED, ERASED, ALERT_ACKNOWLEDGED -> stage;
    };
  }

  /** A deal can be won without anyone pressing "accept", and is not lost by a late one. */
  private static Stage forward(Stage stage, Stage target) {
    return stage.progress() < target.progress() ? target : stage;
  }

  private static Stage rejected(String reason, LifecycleRules rules) {
    String target =
        reason == null
            ? rules.rejectedDefault()
            : rules.rejectedReasons().getOrDefault(reason, rules.rejectedDefault());
    return Stage.named(target);
  }
}
