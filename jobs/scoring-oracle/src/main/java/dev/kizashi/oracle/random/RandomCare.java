package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;
import static dev.kizashi.oracle.random.Dice.MINUTE;
import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lifecycles in all combinations of what they may say, and alerts of every kind. Deadlines repeat
 * themselves, so that several things come due at one millisecond.
 */
final class RandomCare {
  static final List<String> STAGES =
      Stream.of(Stage.values()).map(Stage::stageName).collect(toUnmodifiableList());

  private static final List<Long> WAITS =
      List.of(10 * MINUTE, 30 * MINUTE, 2 * HOUR, 2 * HOUR, 9 * HOUR, DAY, DAY, 40 * HOUR, 5 * DAY);

  private final Dice dice;
  private final SignalCatalogue catalogue;
  private final List<Temperature> temperatures;

  RandomCare(Dice dice, SignalCatalogue catalogue, List<Temperature> temperatures) {
    this.dice = dice;
    this.catalogue = catalogue;
    this.temperatures = temperatures;
  }

  LifecycleRules lifecycle() {
    List<Clause> qualify = new ArrayList<>();
    int clauses = dice.pick(List.of(0, 1, 1, 1, 1, 2, 3));
    for (int i = 0; i < clauses; i++) {
      qualify.add(clause());
    }
    Map<String, String> reasons = new HashMap<>();
    if (dice.chance(70)) {
      reasons.put("competitor", "disqualified");
      reasons.put("timing", "recycled");
    }
    Map<String, StageCare> stages = new HashMap<>();
    for (String stage : STAGES) {
      if (dice.chance(65)) {
        stages.put(stage, stageCare());
      }
    }
    return new LifecycleRules(
        qualify,
        dice.pick(List.of("recycled", "recycled", "disqualified")),
        reasons,
        dice.chance(50),
        dice.pick(List.of(0L, 0L, 2 * HOUR, DAY, 7 * DAY, 7 * DAY, 30 * DAY)),
        stages);
  }

  /** One key or more; the fewer, the easier to satisfy. */
  private Clause clause() {
    Set<String> keys =
        dice.chance(50)
            ? Set.of(dice.pick(List.of("temperature", "grade", "label", "signal")))
            : dice.some(List.of("temperature", "grade", "label", "signal"));
    return new Clause(
        keys.contains("temperature") ? dice.pick(temperatures).name() : null,
        keys.contains("grade") ? dice.some(List.of("A", "B", "C", "D")) : Set.of(),
        keys.contains("label") ? someLabels() : Set.of(),
        keys.contains("signal") ? List.copyOf(dice.some(signals())) : List.of());
  }

  private Set<String> someLabels() {
    Set<String> labels = new HashSet<>();
    for (String grade : List.of("A", "B", "C", "D", "-")) {
      for (int rank = 1; rank <= temperatures.size(); rank++) {
        if (dice.chance(25)) {
          labels.add(grade + rank);
        }
      }
    }
    labels.add("A1");
    return labels;
  }

  private List<String> signals() {
    return dice.shuffled(
            catalogue.signals().stream().map(SignalDefinition::name).collect(toUnmodifiableList()))
        .subList(0, 4);
  }

  private StageCare stageCare() {
    boolean business = dice.chance(50);
    return new StageCare(
        dice.chance(70) ? new Deadline(dice.pick(WAITS), business) : null,
        dice.chance(70) ? new Deadline(dice.pick(WAITS), business) : null,
        dice.chance(30) ? 0 : dice.chance(50) ? dice.pick(WAITS) : dice.pick(List.of(7, 30)) * DAY);
  }

  List<AlertDefinition> alerts() {
    return dice.shuffled(
        List.of(
            alert("got-hot", Trigger.Kind.TEMPERATURE, "hot", "burning"),
            alert("got-warm", Trigger.Kind.TEMPERATURE, "warm"),
            alert("asks", Trigger.Kind.SIGNAL, "contact-form", "pricing-view"),
            alert("met", Trigger.Kind.SIGNAL, "exhibition"),
            alert("reads", Trigger.Kind.SIGNAL, "mail-click", "mail-open"),
            alert("looks", Trigger.Kind.SIGNAL, "page-view"),
            alert("qualified", Trigger.Kind.LIFECYCLE, "mql"),
            alert("moved", Trigger.Kind.LIFECYCLE, "mql", "sal", "sql", "recycled"),
            alert("closed", Trigger.Kind.LIFECYCLE, "customer", "disqualified", "lead"),
            alert("waits", Trigger.Kind.SLA, "warn"),
            alert("overdue", Trigger.Kind.SLA, "breach"),
            alert("forgotten", Trigger.Kind.SLA, "warn", "breach"),
            alert("stuck", Trigger.Kind.STAGNATION),
            alert("silent", Trigger.Kind.QUIET),
            alert("asleep", Trigger.Kind.QUIET),
            alert("gone", Trigger.Kind.QUIET),
            alert("shaken", Trigger.Kind.WITHDRAWN_EVIDENCE),
            alert("doubtful", Trigger.Kind.WITHDRAWN_EVIDENCE)));
  }

  private AlertDefinition alert(String name, Trigger.Kind kind, String... names) {
    long quiet = kind == Trigger.Kind.QUIET ? quietMillis(name) : 0;
    return new AlertDefinition(
        name,
        new Trigger(kind, List.of(names), quiet),
        dice.chance(60) ? Set.of() : dice.some(STAGES),
        dice.pick(List.of(0L, 0L, 10 * MINUTE, HOUR, 7 * DAY)),
        dice.pick(List.of("normal", "high")),
        dice.chance(40)
            ? null
            : new Deadline(dice.pick(List.of(HOUR, 4 * HOUR, 30 * HOUR)), dice.chance(60)));
  }

  private long quietMillis(String name) {
    return switch (name) {
      case "silent" -> dice.pick(WAITS);
      case "asleep" -> dice.pick(List.of(7, 14)) * DAY;
      default -> dice.pick(List.of(30, 90)) * DAY;
    };
  }
}
