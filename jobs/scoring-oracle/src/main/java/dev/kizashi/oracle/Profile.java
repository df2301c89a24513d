package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * §4: what the CRM, and behaviour that says something of the person, tell of a lead; each value by
 * itself is the latest by {@code occurred_at}.
 */
final class Profile {
  private final Map<String, Dated> attributes = new HashMap<>();
  private final Map<String, Dated> fields = new HashMap<>();
  private boolean exists;

  private record Dated(String value, long occurredAt) {}

  void apply(CrmUpdate update, long occurredAt) {
    if (update.kind() == CrmUpdate.Kind.PROFILE_UPSERTED) {
      exists = true;
      update.attributes().forEach((name, value) -> keepLatest(attributes, name, value, occurredAt));
    }
    keepLatest(fields, "email", update.email(), occurredAt);
    keepLatest(fields, "account_id", update.accountId(), occurredAt);
    keepLatest(fields, "owner", update.owner(), occurredAt);
  }

  /** One attribute's value by a signal; there is a profile from then on. */
  void apply(NaiveMatching.Said said, long occurredAt) {
    exists = true;
    keepLatest(attributes, said.attribute(), said.value(), occurredAt);
  }

  private static void keepLatest(
      Map<String, Dated> values, String name, String value, long occurredAt) {
    Dated known = values.get(name);
    if (value != null && (known == null || occurredAt >= known.occurredAt())) {
      values.put(name, new Dated(value, occurredAt));
    }
  }

  boolean exists() {
    return exists;
  }

  String attribute(String name) {
    return valueIn(attributes, name);
  }

  /** When the attribute's value was said, for one that has a value. */
  long saidAt(String name) {
    return attributes.get(name).occurredAt();
  }

  String email() {
    return valueIn(fields, "email");
  }

  String accountId() {
    return valueIn(fields, "account_id");
  }

  String owner() {
    return valueIn(fields, "owner");
  }

  private static String valueIn(Map<String, Dated> values, String name) {
    Dated dated = values.get(name);
    return dated == null || dated.value().isEmpty() ? null : dated.value();
  }

  /** 0–100; 0 without a profile. */
  double fit(Fit rules) {
    if (!exists) {
      return 0;
    }
    double sum = 0;
    for (Criterion criterion : rules.criteria()) {
      sum += points(criterion);
    }
    return Math.max(0, Math.min(100, sum));
  }

  private double points(Criterion criterion) {
    String value = attribute(criterion.attribute());
    if (value == null) {
      return 0;
    }
    for (Choice choice : criterion.choices()) {
      if (choice.matchers().stream().allMatch(matcher -> TextMatching.holds(matcher, value))) {
        return choice.points();
      }
    }
    return 0;
  }

  /** Null without a profile or when no bound is reached. */
  String grade(Fit rules) {
    double fit = fit(rules);
    return !exists
        ? null
        : rules.grades().stream()
            .filter(grade -> grade.least() <= fit)
            .max(Comparator.comparingDouble(Grade::least))
            .map(Grade::name)
            .orElse(null);
  }
}
