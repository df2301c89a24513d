package dev.kizashi.scoring.model;

import dev.kizashi.scoring.signals.TextMatcher;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code model.yaml} as written: how facts are valued. Immutable; compiled by {@link
 * dev.kizashi.scoring.engagement.Valuation}.
 *
 * @param name the model's name without version
 * @param version from 1, ascending
 * @param signalsVersion the catalogue that its signals are defined in
 * @param effectiveFrom epoch millis of event time from which the version applies
 * @param zone cuts days and weeks for caps, and business hours
 * @param retentionMillis how long after the end of its hour a fact counts
 * @param minChange a score is emitted when engagement changed by at least this much
 * @param engagementMin at most 0
 * @param engagementMax positive infinity when the document has none
 * @param categories in the order of the document
 * @param scoring in the order of the document, at most one rule a signal
 * @param perishable after how many millis what is known of an attribute of the profile is stale
 * @param temperatures coldest first, at least one
 */
public record ScoringModel(
    String name,
    int version,
    int signalsVersion,
    long effectiveFrom,
    ZoneId zone,
    Role role,
    long retentionMillis,
    double minChange,
    double engagementMin,
    double engagementMax,
    List<Category> categories,
    List<ScoringRule> scoring,
    Fit fit,
    Map<String, Long> perishable,
    List<Temperature> temperatures,
    LifecycleRules lifecycle,
    BusinessHours businessHours,
    List<AlertDefinition> alerts) {

  /** 400 days: a year and the season's shift. */
  public static final long DEFAULT_RETENTION_MILLIS = 400 * 86_400_000L;

  public ScoringModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(zone, "zone");
    if (engagementMin > 0 || engagementMin > engagementMax) {
      throw new IllegalArgumentException("engagement needs min <= 0 and min <= max");
    }
    if (retentionMillis <= 0) {
      throw new IllegalArgumentException("retention must be positive");
    }
    categories = List.copyOf(categories);
    scoring = List.copyOf(scoring);
    perishable = Map.copyOf(perishable);
    temperatures = List.copyOf(temperatures);
    alerts = List.copyOf(alerts);
    if (temperatures.isEmpty()) {
      throw new IllegalArgumentException("a model has at least one temperature");
    }
  }

  /**
   * When a deadline that starts at {@code start} (epoch millis) is over, in elapsed or open time.
   */
  public long endOf(Deadline deadline, long start) {
    return deadline.businessHours()
        ? businessHours.after(start, deadline.millis(), zone)
        : start + deadline.millis();
  }

  /** Whether the model decides or only watches. */
  public enum Role {
    CHAMPION,
    CHALLENGER
  }

  /**
   * @param floor at most 0, negative infinity when there is none
   * @param ceiling at least 0, positive infinity when there is none
   */
  public record Category(String name, double floor, double ceiling) {
    public Category {
      if (floor > 0 || ceiling < 0) {
        throw new IllegalArgumentException("a category needs floor <= 0 <= ceiling");
      }
    }
  }

  /**
   * What a signal is worth.
   *
   * @param points may be negative
   * @param halfLifeMillis 0 when the signal does not decay
   * @param cap null when every fact counts
   */
  public record ScoringRule(
      String signal, String category, double points, long halfLifeMillis, Cap cap) {
    public ScoringRule {
      if (!Double.isFinite(points) || halfLifeMillis < 0) {
        throw new IllegalArgumentException("points must be finite and half_life not negative");
      }
    }
  }

  /** At most {@code count} facts in each window. */
  public record Cap(int count, Window window) {
    public Cap {
      if (count < 1) {
        throw new IllegalArgumentException("a cap is at least 1");
      }
    }

    /** Hours are UTC, days and ISO weeks the model zone's, by the hour's first instant. */
    public enum Window {
      HOUR,
      DAY,
      WEEK,
      ASSET,
      LEAD
    }
  }

  /**
   * @param grades best first: name and least fit
   */
  public record Fit(List<Criterion> criteria, List<Grade> grades) {
    public static final Fit NONE = new Fit(List.of(), List.of());

    public Fit {
      criteria = List.copyOf(criteria);
      grades = List.copyOf(grades);
    }
  }

  /** The points of the first choice that matches the attribute's value. */
  public record Criterion(String attribute, List<Choice> choices) {
    public Criterion {
      choices = List.copyOf(choices);
    }
  }

  /** All matchers must hold. */
  public record Choice(List<TextMatcher> matchers, double points) {
    public Choice {
      matchers = List.copyOf(matchers);
    }
  }

  public record Grade(String name, double least) {}

  /**
   * @param enter negative infinity for the first temperature
   * @param exit negative infinity for the first temperature, else below enter
   */
  public record Temperature(String name, double enter, double exit) {}

  /**
   * §6 as written.
   *
   * @param qualify clauses, any of which makes an MQL
   * @param rejectedDefault stage that a rejection without a mapped reason leads to
   * @param stages care by stage name
   */
  public record LifecycleRules(
      List<Clause> qualify,
      String rejectedDefault,
      Map<String, String> rejectedReasons,
      boolean recycleResets,
      long coolOffMillis,
      Map<String, StageCare> stages) {
    public static final LifecycleRules NONE =
        new LifecycleRules(List.of(), "recycled", Map.of(), false, 0, Map.of());

    public LifecycleRules {
      qualify = List.copyOf(qualify);
      rejectedReasons = Map.copyOf(rejectedReasons);
      stages = Map.copyOf(stages);
    }
  }

  /**
   * All that is given must hold.
   *
   * @param temperature at least this one, or null
   * @param grades one of these, or empty
   * @param labels one of these, or empty
   * @param signals any of these seen, or empty
   */
  public record Clause(
      String temperature, Set<String> grades, Set<String> labels, List<String> signals) {
    public Clause {
      grades = Set.copyOf(grades);
      labels = Set.copyOf(labels);
      signals = List.copyOf(signals);
    }
  }

  /**
   * @param warn null when there is none
   * @param breach null when there is none
   * @param stagnationMillis 0 when there is none
   */
  public record StageCare(Deadline warn, Deadline breach, long stagnationMillis) {}

  /** An amount of elapsed or of open time. */
  public record Deadline(long millis, boolean businessHours) {}

  /**
   * @param on what raises it
   * @param audience lifecycle stages; empty for all
   * @param respond null when nobody has to answer in time
   */
  public record AlertDefinition(
      String name,
      Trigger on,
      Set<String> audience,
      long cooldownMillis,
      String priority,
      Deadline respond) {
    public AlertDefinition {
      audience = Set.copyOf(audience);
    }
  }

  /**
   * Exactly one kind of occasion.
   *
   * @param names temperatures, stages, signals, or {@code warn}/{@code breach}; else empty
   * @param quietMillis for {@link Kind#QUIET} only
   */
  public record Trigger(Kind kind, List<String> names, long quietMillis) {
    public Trigger {
      names = List.copyOf(names);
    }

    /** The occasions of §7. */
    public enum Kind {
      TEMPERATURE,
      LIFECYCLE,
      SIGNAL,
      SLA,
      STAGNATION,
      QUIET,
      WITHDRAWN_EVIDENCE
    }
  }
}
