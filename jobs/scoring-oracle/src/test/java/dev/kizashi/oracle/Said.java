package dev.kizashi.oracle;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import java.util.List;

/** What a lead said, in short. */
final class Said {
  private Said() {}

  /** {@code mql>sal CRM}, one for each step of the lifecycle. */
  static List<String> moves(List<Emission> said) {
    return changes(said).stream()
        .filter(change -> change.axis() == Axis.LIFECYCLE)
        .map(change -> change.fromStage() + ">" + change.toStage() + " " + change.cause())
        .toList();
  }

  static List<StageChanged> changes(List<Emission> said) {
    return said.stream()
        .filter(StageChanged.class::isInstance)
        .map(StageChanged.class::cast)
        .toList();
  }

  static List<AlertIssued> alerts(List<Emission> said) {
    return said.stream()
        .filter(AlertIssued.class::isInstance)
        .map(AlertIssued.class::cast)
        .toList();
  }

  /** {@code definition@millis after an instant}. */
  static List<String> alertsAfter(long instant, List<Emission> said) {
    return alerts(said).stream()
        .map(alert -> alert.definition() + "@" + (alert.occurredAt() - instant))
        .toList();
  }

  /** {@code definition from>to}. */
  static List<String> alertsWithStages(List<Emission> said) {
    return alerts(said).stream()
        .map(alert -> alert.definition() + " " + alert.fromStage() + ">" + alert.toStage())
        .toList();
  }
}
