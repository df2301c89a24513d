package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import java.util.ArrayList;
import java.util.List;

/** §7: every alert that a lead had. */
final class AlertHistory {
  private final List<Raised> all = new ArrayList<>();

  private record Raised(String definition, long occurredAt, List<Care.Due> occasions) {}

  /**
   * Notes an alert.
   *
   * @param occasions what had come due and raised it; empty for other triggers
   * @return its ordinal
   */
  long raise(AlertDefinition definition, long t, List<Care.Due> occasions) {
    all.add(new Raised(definition.name(), t, occasions));
    return of(definition).size();
  }

  /** Within {@code cooldown} of the last alert of a definition it raises nothing. */
  boolean isCoolingDown(AlertDefinition definition, long t) {
    List<Raised> before = of(definition);
    return !before.isEmpty()
        && t < before.get(before.size() - 1).occurredAt() + definition.cooldownMillis();
  }

  private List<Raised> of(AlertDefinition definition) {
    return all.stream()
        .filter(raised -> raised.definition().equals(definition.name()))
        .collect(toUnmodifiableList());
  }

  /** What was raised once is not raised again; what raised nothing left no trace. */
  boolean wasRaisedFor(Care.Due due) {
    return all.stream()
        .flatMap(raised -> raised.occasions().stream())
        .anyMatch(occasion -> occasion.isSameAs(due));
  }
}
