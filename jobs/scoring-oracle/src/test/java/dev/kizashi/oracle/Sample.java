package dev.kizashi.oracle;

import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model to be put together in a test. Its catalogue knows one signal for each event type that is
 * scored, of the type's name, with the property {@code asset} as the fact's asset.
 */
final class Sample {
  static final long SECOND = 1_000;
  static final long HOUR = 3_600_000;
  static final long DAY = 24 * HOUR;

  private final List<Category> categories = new ArrayList<>();
  private final List<ScoringRule> scoring = new ArrayList<>();
  private final List<Temperature> temperatures = new ArrayList<>();
  private final List<AlertDefinition> alerts = new ArrayList<>();
  private int version = 1;
  private ZoneId zone = ZoneId.of("UTC");
  private long retention = 400 * DAY;
  private double minChange = 1;
  private double min = 0;
  private double max = Double.POSITIVE_INFINITY;
  private Fit fit = Fit.NONE;
  private ScoringModel.Role role = ScoringModel.Role.CHAMPION;
  private BusinessHours businessHours = BusinessHours.DEFAULT;
  private long dedupeWindow = 48 * HOUR;
  private Exclusions exclude = Exclusions.NONE;
  private final Map<String, Map<String, String>> profiles = new HashMap<>();
  private Map<String, Long> perishable = Map.of();
  private final List<Clause> qualify = new ArrayList<>();
  private final Map<String, String> rejected = new HashMap<>();
  private String rejectedDefault = "recycled";
  private boolean reset;
  private long coolOff;
  private final Map<String, StageCare> stages = new HashMap<>();

  private Sample() {
    temperatures.add(new Temperature("cold", Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  static Sample model() {
    return new Sample();
  }

  static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  Sample version(int version) {
    this.version = version;
    return this;
  }

  Sample zone(String zone) {
    this.zone = ZoneId.of(zone);
    return this;
  }

  Sample retention(long millis) {
    this.retention = millis;
    return this;
  }

  Sample minChange(double minChange) {
    this.minChange = minChange;
    return this;
  }

  Sample bounds(double min, double max) {
    this.min = min;
    this.max = max;
    return this;
  }

  Sample fit(Fit fit) {
    this.fit = fit;
    return this;
  }

  Sample challenger() {
    this.role = ScoringModel.Role.CHALLENGER;
    return this;
  }

  Sample businessHours(BusinessHours hours) {
    this.businessHours = hours;
    return this;
  }

  Sample dedupeWindow(long millis) {
    this.dedupeWindow = millis;
    return this;
  }

  Sample exclude(Exclusions exclude) {
    this.exclude = exclude;
    return this;
  }

  Sample category(String name, double floor, double ceiling) {
    categories.add(new Category(name, floor, ceiling));
    return this;
  }

  Sample scores(String signal, double points, long halfLife) {
    return scores(signal, "all", points, halfLife, null);
  }

  Sample scores(String signal, double points, long halfLife, int cap, Cap.Window window) {
    return scores(signal, "all", points, halfLife, new Cap(cap, window));
  }

  Sample scores(String signal, String category, double points, long halfLife, Cap cap) {
    if (categories.stream().noneMatch(it -> it.name().equals(category))) {
      category(category, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    scoring.add(new ScoringRule(signal, category, points, halfLife, cap));
    return this;
  }

  Sample temperature(String name, double enter, double exit) {
    temperatures.add(new Temperature(name, enter, exit));
    return this;
  }

  Sample alert(AlertDefinition alert) {
    alerts.add(alert);
    return this;
  }

  /** The signal says of the person what the property holds. */
  Sample tells(String signal, String attribute, String property) {
    profiles.computeIfAbsent(signal, it -> new HashMap<>()).put(attribute, property);
    return this;
  }

  Sample perishable(Map<String, Long> perishable) {
    this.perishable = perishable;
    return this;
  }

  Sample qualifies(Clause clause) {
    qualify.add(clause);
    return this;
  }

  /** Any of the signals, at any temperature. */
  Sample qualifiesOn(String... signals) {
    return qualifies(new Clause(null, Set.of(), Set.of(), List.of(signals)));
  }

  Sample rejected(String otherwise, Map<String, String> reasons) {
    rejectedDefault = otherwise;
    rejected.putAll(reasons);
    return this;
  }

  Sample recycles(boolean reset, long coolOff) {
    this.reset = reset;
    this.coolOff = coolOff;
    return this;
  }

  Sample care(String stage, Deadline warn, Deadline breach, long stagnation) {
    stages.put(stage, new StageCare(warn, breach, stagnation));
    return this;
  }

  /** For all stages, without a cool-down. */
  Sample alert(String name, Trigger.Kind kind, String... names) {
    return alert(new AlertDefinition(name, trigger(kind, names), Set.of(), 0, "normal", null));
  }

  Sample alertFor(String audience, String name, Trigger.Kind kind, String... names) {
    return alert(
        new AlertDefinition(name, trigger(kind, names), Set.of(audience), 0, "normal", null));
  }

  Sample alertWithin(long cooldown, String name, Trigger.Kind kind, String... names) {
    return alert(
        new AlertDefinition(name, trigger(kind, names), Set.of(), cooldown, "normal", null));
  }

  Sample quiet(String name, long duration) {
    return alert(
        new AlertDefinition(
            name,
            new Trigger(Trigger.Kind.QUIET, List.of(), duration),
            Set.of(),
            0,
            "normal",
            null));
  }

  private static Trigger trigger(Trigger.Kind kind, String... names) {
    return new Trigger(kind, List.of(names), 0);
  }

  SignalCatalogue catalogue() {
    List<SignalDefinition> signals = new ArrayList<>();
    for (ScoringRule rule : scoring) {
      signals.add(
          new SignalDefinition(
              rule.signal(),
              List.of(rule.signal()),
              List.of(),
              null,
              "asset",
              profiles.getOrDefault(rule.signal(), Map.of()),
              "Label of " + rule.signal()));
    }
    return new SignalCatalogue(1, dedupeWindow, signals, exclude);
  }

  ScoringModel build() {
    return new ScoringModel(
        "sample",
        version,
        1,
        0,
        zone,
        role,
        retention,
        minChange,
        min,
        max,
        categories,
        scoring,
        fit,
        perishable,
        temperatures,
        new LifecycleRules(qualify, rejectedDefault, rejected, reset, coolOff, stages),
        businessHours,
        alerts);
  }

  NaiveLead lead() {
    return lead("L1");
  }

  /** A lead whose account is the part of an address behind the {@code @}. */
  NaiveLead lead(String leadId) {
    return new NaiveLead(
        leadId, build(), catalogue(), address -> address.substring(address.indexOf('@') + 1));
  }

  /** An event of L1 whose id is made of its type and time. */
  static Event event(String type, long occurredAt) {
    return named(type, occurredAt).build();
  }

  static Event event(String type, String asset, long occurredAt) {
    return named(type, occurredAt).properties(Map.of("asset", asset)).build();
  }

  static Event.Builder named(String type, long occurredAt) {
    return Event.on(InputTopic.CLICKSTREAM)
        .with(EventField.EVENT_ID, type + "@" + occurredAt)
        .with(EventField.OCCURRED_AT, occurredAt)
        .with(EventField.TYPE, type)
        .with(EventField.LEAD_ID, "L1");
  }

  static CrmUpdate profile(Map<String, String> attributes) {
    return crm(CrmUpdate.Kind.PROFILE_UPSERTED, attributes, null, null, null);
  }

  /** What the CRM tells of a lead's lifecycle. */
  static CrmUpdate outcome(CrmUpdate.Kind kind) {
    return crm(kind, Map.of(), null, null, null);
  }

  static CrmUpdate rejected(String reason) {
    return new CrmUpdate(
        CrmUpdate.Kind.REJECTED, Map.of(), null, null, null, reason, null, null, null);
  }

  static CrmUpdate stageSet(String stage) {
    return new CrmUpdate(
        CrmUpdate.Kind.STAGE_SET, Map.of(), null, null, null, null, stage, null, null);
  }

  static CrmUpdate crm(
      CrmUpdate.Kind kind,
      Map<String, String> attributes,
      String email,
      String accountId,
      String owner) {
    return new CrmUpdate(kind, attributes, email, accountId, owner, null, null, null, null);
  }
}
