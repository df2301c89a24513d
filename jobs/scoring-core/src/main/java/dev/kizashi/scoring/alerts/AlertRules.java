package dev.kizashi.scoring.alerts;

import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which alerts an evaluation raises: §7's triggers, audience and cool-down, compiled. */
public final class AlertRules {
  private final ScoringModel model;
  private final List<Rule> rules;

  public AlertRules(ScoringModel model) {
    this.model = model;
    this.rules = model.alerts().stream().map(Rule::of).toList();
  }

  private record Rule(AlertDefinition definition, int key, Set<Integer> signals) {
    static Rule of(AlertDefinition definition) {
      Set<Integer> signals =
          definition.on().kind() == Trigger.Kind.SIGNAL
              ? definition.on().names().stream().map(Hashes::ofSignal).collect(Collectors.toSet())
              : Set.of();
      return new Rule(definition, Hashes.ofSignal(definition.name()), signals);
    }

    boolean isRaisedBy(Occasion occasion) {
      return switch (definition.on().kind()) {
        case TEMPERATURE -> definition.on().names().contains(occasion.risenTo());
        case SIGNAL -> signals.stream().anyMatch(occasion.signals()::contains);
        // What lifecycle and care raise comes with them.
        case LIFECYCLE, SLA, STAGNATION, QUIET, WITHDRAWN_EVIDENCE -> false;
      };
    }
  }

  /**
   * What an evaluation brought.
   *
   * @param risenTo the temperature arrived at when the rank grew, else an empty text
   * @param signals of clean facts that arrived and count
   * @param stage after the evaluation's changes
   */
  public record Occasion(String risenTo, Set<Integer> signals, String stage, long t) {}

  /**
   * An alert to raise.
   *
   * @param respondBy epoch millis, or null
   */
  public record Raised(String alertId, AlertDefinition definition, long ordinal, Long respondBy) {}

  /** The alerts raised, in the order of the model; the history remembers them. */
  public List<Raised> raise(String leadId, Occasion occasion, AlertHistory history) {
    List<Raised> raised = new ArrayList<>(0);
    for (Rule rule : rules) {
      AlertDefinition definition = rule.definition();
      boolean heard =
          definition.audience().isEmpty() || definition.audience().contains(occasion.stage());
      if (heard && rule.isRaisedBy(occasion)) {
        AlertHistory.Entry last = history.of(rule.key());
        if (last == null || occasion.t() >= last.raisedAt() + definition.cooldownMillis()) {
          long ordinal = last == null ? 1 : last.ordinal() + 1;
          history.record(new AlertHistory.Entry(rule.key(), ordinal, occasion.t()));
          raised.add(
              new Raised(
                  AlertId.of(leadId, model.name(), definition.name(), ordinal),
                  definition,
                  ordinal,
                  respondBy(definition.respond(), occasion.t())));
        } else {
          history.suppressed(history.suppressed() + 1);
        }
      }
    }
    return raised;
  }

  private Long respondBy(Deadline respond, long t) {
    if (respond == null) {
      return null;
    }
    return respond.businessHours()
        ? model.businessHours().after(t, respond.millis(), model.zone())
        : t + respond.millis();
  }
}
