package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.CareReader.STAGES;

import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Alert definitions, and whether they can ever be raised. */
final class AlertReader {
  /** Ordinals and cool-downs are kept for every lead and definition. */
  private static final int MAX_ALERTS = 100;

  private static final String[] OCCASIONS = {
    "temperature", "lifecycle", "signal", "sla", "stagnation", "quiet", "withdrawn_evidence"
  };

  /** Where sales works on a lead, so that evidence is withdrawn but the alert stands. */
  private static final Set<String> AT_WORK = Set.of("sal", "sql");

  private final List<String> temperatures;
  private final LifecycleRules lifecycle;
  private final CareReader care;
  private final Function<Value, String> signal;

  /**
   * @param signal reads and notes a signal's name
   */
  AlertReader(
      List<String> temperatures,
      LifecycleRules lifecycle,
      BusinessHours businessHours,
      Function<Value, String> signal) {
    this.temperatures = temperatures;
    this.lifecycle = lifecycle;
    this.care = new CareReader(businessHours);
    this.signal = signal;
  }

  List<AlertDefinition> read(Value value) {
    return value.entries(MAX_ALERTS).stream().map(this::alert).toList();
  }

  private AlertDefinition alert(Value.Entry entry) {
    entry.key().name64();
    Fields fields = entry.value().fields("on", "audience", "cooldown", "priority", "sla");
    Set<String> audience =
        Set.copyOf(
            fields.read("audience", List.of(), stages -> names(stages, "lifecycle stage", STAGES)));
    return new AlertDefinition(
        entry.key().text(),
        fields.require(
            "on", new Trigger(Trigger.Kind.STAGNATION, List.of(), 0), on -> trigger(on, audience)),
        audience,
        fields.read("cooldown", 0L, Value::duration),
        fields.read("priority", "normal", Value::name64),
        fields.read("sla", null, care::respond));
  }

  private static List<String> names(Value value, String what, Collection<String> allowed) {
    return Value.each(value.oneOrMany(MAX_ALERTS), item -> item.oneOf(what, allowed));
  }

  private Trigger trigger(Value value, Set<String> audience) {
    Fields fields = value.fields(OCCASIONS);
    List<String> given = fields.keys().toList();
    if (given.size() != 1) {
      return value.isMap()
          ? value.wrong("on needs exactly one of " + String.join(", ", OCCASIONS))
          : null;
    }
    Value occasion = fields.get(given.get(0));
    return switch (given.get(0)) {
      case "temperature" -> temperature(occasion);
      case "lifecycle" -> lifecycle(occasion, audience);
      case "signal" ->
          new Trigger(Trigger.Kind.SIGNAL, Value.each(occasion.oneOrMany(MAX_ALERTS), signal), 0);
      case "sla" -> sla(occasion, audience);
      case "stagnation" -> {
        if (Boolean.TRUE.equals(occasion.onlyTrue())
            && !anyStage(audience, stage -> stage.stagnationMillis() > 0)) {
          occasion.doubtful("never raised: no stage of its audience has a stagnation");
        }
        yield new Trigger(Trigger.Kind.STAGNATION, List.of(), 0);
      }
      case "quiet" -> {
        Long millis = occasion.positiveDuration();
        yield new Trigger(Trigger.Kind.QUIET, List.of(), millis == null ? 1 : millis);
      }
      default -> {
        if (Boolean.TRUE.equals(occasion.onlyTrue())
            && !audience.isEmpty()
            && audience.stream().noneMatch(AT_WORK::contains)) {
          occasion.doubtful("never raised: only sal and sql have alerts whose evidence goes");
        }
        yield new Trigger(Trigger.Kind.WITHDRAWN_EVIDENCE, List.of(), 0);
      }
    };
  }

  private Trigger temperature(Value value) {
    List<String> names = names(value, "temperature", temperatures);
    if (names.contains(temperatures.get(0))) {
      value.doubtful("no lead rises to " + temperatures.get(0) + ", the coldest temperature");
    }
    return new Trigger(Trigger.Kind.TEMPERATURE, names, 0);
  }

  private static Trigger lifecycle(Value value, Set<String> audience) {
    List<String> names = names(value, "lifecycle stage", STAGES);
    if (!names.isEmpty() && !audience.isEmpty() && names.stream().noneMatch(audience::contains)) {
      value.doubtful("never raised: the audience is judged after entering, and has none of these");
    }
    return new Trigger(Trigger.Kind.LIFECYCLE, names, 0);
  }

  private Trigger sla(Value value, Set<String> audience) {
    List<String> names = names(value, "part of an sla", List.of("warn", "breach"));
    for (String name : names) {
      if (!anyStage(
          audience, stage -> (name.equals("warn") ? stage.warn() : stage.breach()) != null)) {
        value.doubtful("never raised: no stage of its audience has an sla with " + name);
      }
    }
    return new Trigger(Trigger.Kind.SLA, names, 0);
  }

  private boolean anyStage(Set<String> audience, Predicate<StageCare> has) {
    return lifecycle.stages().entrySet().stream()
        .anyMatch(
            stage ->
                (audience.isEmpty() || audience.contains(stage.getKey()))
                    && has.test(stage.getValue()));
  }
}
