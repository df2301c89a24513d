package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.oracle.RecentArrivals.Arrival;
import dev.kizashi.oracle.RecentArrivals.Listed;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** §2: events that are a machine's because of what else came close to them. */
final class Bursts {
  private Bursts() {}

  /**
   * The events of a recent list that a rule marks, each with the reason of the first rule that
   * does. Whether they are suspect already makes no difference to the rules.
   *
   * @param rules in the order of the catalogue
   */
  static Map<Arrival, String> reasons(List<Listed> recent, List<BurstRule> rules) {
    List<Arrival> listed = recent.stream().map(Listed::arrival).collect(toUnmodifiableList());
    Map<Arrival, String> reasons = new HashMap<>();
    for (BurstRule rule : rules) {
      for (Arrival one : listed) {
        if (marks(rule, one, listed)) {
          reasons.putIfAbsent(one, rule.reason());
        }
      }
    }
    return reasons;
  }

  private static boolean marks(BurstRule rule, Arrival one, List<Arrival> listed) {
    String value = valueFor(rule, rule.on(), one);
    if (value == null) {
      return false;
    }
    return rule.after().isEmpty()
        ? isAmongMany(rule, value, listed)
        : comesAfter(rule, value, one, listed);
  }

  /** Some {@code count} of those with the value lie within, whether this one does or not. */
  private static boolean isAmongMany(BurstRule rule, String value, List<Arrival> listed) {
    List<Long> times =
        listed.stream()
            .filter(it -> value.equals(valueFor(rule, rule.on(), it)))
            .map(Arrival::occurredAt)
            .sorted()
            .collect(toUnmodifiableList());
    for (int last = rule.count() - 1; last < times.size(); last++) {
      if (times.get(last) - times.get(last - rule.count() + 1) <= rule.withinMillis()) {
        return true;
      }
    }
    return false;
  }

  /** Nothing comes after itself, where a type stands on both sides of a rule. */
  private static boolean comesAfter(
      BurstRule rule, String value, Arrival one, List<Arrival> listed) {
    return listed.stream()
        .filter(it -> !it.equals(one))
        .filter(it -> value.equals(valueFor(rule, rule.after(), it)))
        .mapToLong(it -> one.occurredAt() - it.occurredAt())
        .anyMatch(waited -> 0 <= waited && waited <= rule.withinMillis());
  }

  /** What the event shares with others, as a matcher sees it; null when it takes no part. */
  private static String valueFor(BurstRule rule, Set<String> types, Arrival one) {
    if (one.behaviour() == null || !types.contains(one.behaviour().type())) {
      return null;
    }
    String value = NaiveMatching.value(one.behaviour(), rule.same());
    return value == null || value.isEmpty() ? null : value;
  }
}
