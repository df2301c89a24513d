package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.OpenAlert;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import java.util.List;

/**
 * Which open alerts would not be raised over the facts known now: §7. Each is judged again at its
 * own instant, from the rank that the lead had just before and with the grade it was judged with,
 * by the rules in force now; an alert whose definition is gone holds.
 */
final class Withdrawals {
  private final LeadState state;
  private final Rules rules;

  Withdrawals(LeadState state, Rules rules) {
    this.state = state;
    this.rules = rules;
  }

  /** In the order raised. */
  List<OpenAlert> fallen() {
    return state.alerts.open().stream().filter(alert -> !stillHolds(alert)).toList();
  }

  private boolean stillHolds(OpenAlert alert) {
    AlertDefinition definition = rules.alerts.definition(alert);
    if (definition == null) {
      return true;
    }
    List<String> names = definition.on().names();
    return switch (alert.ground()) {
      case FIRM -> true;
      case TEMPERATURE -> {
        int rank = rankThen(alert);
        yield rank > alert.rankBefore() && names.contains(rules.thermometer.name(rank));
      }
      case QUALIFIED -> {
        int rank = rankThen(alert);
        yield rules.qualification.holds(
            rank,
            alert.grade(),
            rules.label(rank, alert.grade()),
            signal ->
                rules.valuation.isSeen(signal, state.facts, state.baseline, alert.raisedAt()));
      }
      case SIGNAL ->
          names.stream()
              .anyMatch(name -> state.facts.hasClean(Hashes.ofSignal(name), alert.hour()));
    };
  }

  /** The rank that the alert's own evaluation would come to now. */
  private int rankThen(OpenAlert alert) {
    double then =
        rules.valuation.curve(state.facts, state.baseline, alert.raisedAt()).at(alert.raisedAt());
    return rules.thermometer.step(Math.min(alert.rankBefore(), rules.thermometer.hottest()), then);
  }
}
