package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** §7: every alert that a lead had, and what became of it. */
final class AlertHistory {
  private static final long LEAST_KEPT_MILLIS = 800 * 86_400_000L;
  private static final int MOST_OPEN = 256;

  private final Map<String, Long> before;
  private final List<Raised> all = new ArrayList<>();
  private final List<Raised> open = new ArrayList<>();
  private final List<Raised> withdrawn = new ArrayList<>();

  /**
   * One alert.
   *
   * @param definition its name
   * @param occasions what had come due and raised it; empty for other triggers
   */
  record Raised(
      String alertId,
      String definition,
      long ordinal,
      long occurredAt,
      List<Care.Due> occasions,
      Withdrawals.Grounds grounds) {}

  /**
   * @param before how many alerts of each definition the lead had until it was erased, by name
   */
  AlertHistory(Map<String, Long> before) {
    this.before = Map.copyOf(before);
  }

  /** From 1; what was withdrawn has been counted. */
  long nextOrdinal(AlertDefinition definition) {
    return before.getOrDefault(definition.name(), 0L) + of(definition).size() + 1;
  }

  /** How many alerts of each definition there ever were, by name. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>(before);
    all.forEach(alert -> counts.merge(alert.definition(), 1L, Long::sum));
    return counts;
  }

  void raise(Raised alert) {
    all.add(alert);
    open.add(alert);
    if (open.size() > MOST_OPEN) {
      open.remove(0);
    }
  }

  void withdraw(Raised alert) {
    open.remove(alert);
    withdrawn.add(alert);
  }

  /** Nothing is said of it, and it is not looked at any more. */
  void close(Raised alert) {
    open.remove(alert);
  }

  void closeAll() {
    open.clear();
  }

  /**
   * In the order raised: those that the facts kept still tell all about.
   *
   * @param retentionMillis how long facts count
   */
  List<Raised> open(long t, long retentionMillis) {
    long kept = Math.max(LEAST_KEPT_MILLIS, 2 * retentionMillis);
    long earliest = Math.floorDiv(t - kept, FactEvent.HOUR_MILLIS);
    return open.stream()
        .filter(
            alert ->
                Math.floorDiv(alert.occurredAt() - retentionMillis, FactEvent.HOUR_MILLIS)
                    >= earliest)
        .collect(toUnmodifiableList());
  }

  /**
   * Within {@code cooldown} of the last alert of a definition that was not withdrawn it raises
   * nothing.
   *
   * @param withdrawnNow what is withdrawn by the evaluation that asks
   */
  boolean isCoolingDown(AlertDefinition definition, long t, List<Raised> withdrawnNow) {
    return of(definition).stream()
        .filter(alert -> !withdrawn.contains(alert) && !withdrawnNow.contains(alert))
        .anyMatch(alert -> t < alert.occurredAt() + definition.cooldownMillis());
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
