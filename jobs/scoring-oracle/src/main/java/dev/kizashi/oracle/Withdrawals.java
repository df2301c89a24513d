package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import java.util.Optional;

/** §7: whether an alert would have been raised, had it been known then what is known now. */
final class Withdrawals {
  private final ScoringModel model;
  private final NaiveEngagement engagement;

  /**
   * What is remembered of the evaluation that raised an alert.
   *
   * @param rankBefore of the temperature just before it
   * @param grade that it judged with; null when there was none
   * @param byQualify whether the move that the alert tells of was {@code qualify}'s
   * @param hour of the event that raised it; null when no signal did
   */
  record Grounds(int rankBefore, String grade, boolean byQualify, Long hour) {}

  /**
   * @param model in force now
   * @param engagement over the facts known now, from the baseline of now on
   */
  Withdrawals(ScoringModel model, NaiveEngagement engagement) {
    this.model = model;
    this.engagement = engagement;
  }

  /** Sales already works on the lead: nothing is taken from its hands. */
  static boolean isInSalesHands(Stage stage) {
    return stage == Stage.SAL || stage == Stage.SQL;
  }

  /** With one of these behind it a lead has no open alerts. */
  static boolean endsAlerts(Stage entered) {
    return entered == Stage.RECYCLED || entered == Stage.DISQUALIFIED || entered == Stage.CUSTOMER;
  }

  /** The definition that the model has by that name now. */
  static Optional<AlertDefinition> definition(ScoringModel model, String name) {
    return model.alerts().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** What the model knows no more holds, since there is nothing to hold it against. */
  boolean holds(AlertHistory.Raised alert) {
    return definition(model, alert.definition())
        .map(definition -> holds(definition, alert.grounds(), alert.occurredAt()))
        .orElse(true);
  }

  private boolean holds(AlertDefinition definition, Grounds grounds, long t) {
    switch (definition.on().kind()) {
      case TEMPERATURE:
        int rank = rankAgain(grounds, t);
        return rank > grounds.rankBefore()
            && definition.on().names().contains(model.temperatures().get(rank).name());
      case LIFECYCLE:
        return !grounds.byQualify()
            || new Qualification(model, engagement, grounds.grade())
                .anyClauseHolds(rankAgain(grounds, t), t);
      case SIGNAL:
        return grounds.hour() == null
            || definition.on().names().stream()
                .anyMatch(signal -> engagement.isLeftIn(grounds.hour(), signal));
      default:
        return true;
    }
  }

  /** §5 once more, from where the lead stood; a model may have fewer temperatures by now. */
  private int rankAgain(Grounds grounds, long t) {
    int before = Math.min(grounds.rankBefore(), model.temperatures().size() - 1);
    return engagement.rankAfter(before, t);
  }
}
