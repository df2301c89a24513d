package dev.kizashi.scoring.alerts;

import dev.kizashi.scoring.alerts.Occasion.Move;
import dev.kizashi.scoring.alerts.OpenAlert.Ground;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.lifecycle.StageDeadline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which alerts an evaluation raises: §7's triggers, audience and cool-down, compiled. */
public final class AlertRules {
  private final ScoringModel model;
  private final List<Rule> rules;
  private final boolean watchesQuiet;

  public AlertRules(ScoringModel model) {
    this.model = model;
    this.rules = model.alerts().stream().map(Rule::of).toList();
    this.watchesQuiet = rules.stream().anyMatch(Rule::isQuiet);
  }

  /** A definition with its names resolved: signals as hashes, deadlines as bits. */
  private record Rule(AlertDefinition definition, int key, Set<Integer> signals, int deadlines) {
    static Rule of(AlertDefinition definition) {
      Trigger on = definition.on();
      Set<Integer> signals =
          on.kind() == Trigger.Kind.SIGNAL
              ? on.names().stream().map(Hashes::ofSignal).collect(Collectors.toSet())
              : Set.of();
      return new Rule(definition, Hashes.ofSignal(definition.name()), signals, deadlines(on));
    }

    private static int deadlines(Trigger on) {
      return switch (on.kind()) {
        case SLA ->
            (on.names().contains("warn") ? StageDeadline.WARN.bit() : 0)
                | (on.names().contains("breach") ? StageDeadline.BREACH.bit() : 0);
        case STAGNATION -> StageDeadline.STAGNATION.bit();
        default -> 0;
      };
    }

    /** What the alert is about, or null when it is not raised. */
    Move raisedBy(Occasion occasion, AlertHistory.Entry last) {
      return switch (definition.on().kind()) {
        case TEMPERATURE -> named(occasion.temperature());
        case LIFECYCLE -> lastNamed(occasion.stages());
        case SIGNAL ->
            signals.stream().anyMatch(occasion.signals()::containsKey) ? Move.NONE : null;
        case SLA, STAGNATION ->
            (deadlines & occasion.deadlines()) == 0
                ? null
                : new Move(occasion.stage().stageName(), null);
        case QUIET -> quietDue(occasion.quietSince(), last) == occasion.t() ? Move.NONE : null;
        case WITHDRAWN_EVIDENCE -> occasion.evidenceGone() ? Move.NONE : null;
      };
    }

    private Move named(Move move) {
      return move != null && definition.on().names().contains(move.to()) ? move : null;
    }

    private Move lastNamed(List<Move> moves) {
      Move last = null;
      for (Move move : moves) {
        last = named(move) == null ? last : move;
      }
      return last;
    }

    /** When quiet since {@code activity} is worth an alert; {@link Long#MIN_VALUE} for never. */
    long quietDue(long activity, AlertHistory.Entry last) {
      boolean done = last != null && last.quietSince() == activity;
      return activity == Occasion.NO_ACTIVITY || done
          ? Long.MIN_VALUE
          : activity + definition.on().quietMillis();
    }

    OpenAlert open(long ordinal, Occasion occasion, Move about) {
      Ground ground = ground(occasion, about);
      boolean onRank = ground == Ground.TEMPERATURE || ground == Ground.QUALIFIED;
      return new OpenAlert(
          key,
          ordinal,
          occasion.t(),
          ground,
          onRank ? occasion.before().rank() : 0,
          ground == Ground.QUALIFIED ? occasion.before().grade() : null,
          ground == Ground.SIGNAL ? latestHour(occasion) : 0);
    }

    private int latestHour(Occasion occasion) {
      return signals.stream()
          .filter(occasion.signals()::containsKey)
          .mapToInt(occasion.signals()::get)
          .max()
          .orElseThrow();
    }

    private Ground ground(Occasion occasion, Move about) {
      return switch (definition.on().kind()) {
        case TEMPERATURE -> Ground.TEMPERATURE;
        case SIGNAL -> Ground.SIGNAL;
        case LIFECYCLE -> {
          boolean isLast = about == occasion.stages().get(occasion.stages().size() - 1);
          yield isLast && occasion.before().qualified() ? Ground.QUALIFIED : Ground.FIRM;
        }
        case SLA, STAGNATION, QUIET, WITHDRAWN_EVIDENCE -> Ground.FIRM;
      };
    }

    boolean isQuiet() {
      return definition.on().kind() == Trigger.Kind.QUIET;
    }
  }

  /**
   * An alert to raise.
   *
   * @param about from and to, where it is about entering or staying
   * @param respondBy epoch millis, or null
   * @param deadlines bits of those that it is about
   */
  public record Raised(
      String alertId,
      AlertDefinition definition,
      long ordinal,
      Move about,
      Long respondBy,
      int deadlines) {}

  /**
   * What an evaluation raised.
   *
   * @param alerts in the order of the model
   * @param suppressed what a cool-down kept back
   */
  public record Raising(List<Raised> alerts, List<AlertDefinition> suppressed) {}

  /** Raises what the occasion asks for; the history remembers it. */
  public Raising raise(String leadId, Occasion occasion, AlertHistory history) {
    List<Raised> raised = new ArrayList<>(0);
    List<AlertDefinition> suppressed = List.of();
    for (Rule rule : rules) {
      AlertDefinition definition = rule.definition();
      Set<String> audience = definition.audience();
      if (!audience.isEmpty() && !audience.contains(occasion.stage().stageName())) {
        continue;
      }
      AlertHistory.Entry last = history.of(rule.key());
      Move about = rule.raisedBy(occasion, last);
      if (about == null) {
        continue;
      }
      long lastRaised = history.lastRaised(rule.key());
      if (lastRaised != AlertHistory.NEVER
          && occasion.t() < lastRaised + definition.cooldownMillis()) {
        if (suppressed.isEmpty()) {
          suppressed = new ArrayList<>(1);
        }
        suppressed.add(definition);
        continue;
      }
      long ordinal = last == null ? 1 : last.ordinal() + 1;
      history.raised(
          rule.open(ordinal, occasion, about),
          rule.isQuiet() ? occasion.quietSince() : Occasion.NO_ACTIVITY);
      raised.add(
          new Raised(
              AlertId.of(leadId, model.name(), definition.name(), ordinal),
              definition,
              ordinal,
              about,
              definition.respond() == null
                  ? null
                  : (Long) model.endOf(definition.respond(), occasion.t()),
              rule.deadlines() & occasion.deadlines()));
    }
    return new Raising(raised, suppressed);
  }

  /** The definition of an alert that was raised, or null when the model has it no more. */
  public AlertDefinition definition(OpenAlert alert) {
    for (Rule rule : rules) {
      if (rule.key() == alert.definition()) {
        return rule.definition();
      }
    }
    return null;
  }

  /** The id of an alert that was raised under any version of this model. */
  public String idOf(String leadId, OpenAlert alert) {
    return AlertId.of(leadId, model.name(), definition(alert).name(), alert.ordinal());
  }

  /** Whether any alert speaks of leads that are quiet. */
  public boolean watchesQuiet() {
    return watchesQuiet;
  }

  /**
   * When a lead that does nothing more is next quiet for long enough, if after {@code t} and before
   * {@code otherwise}, which it is else.
   */
  public long nextQuiet(long activity, AlertHistory history, long t, long otherwise) {
    long next = otherwise;
    for (Rule rule : rules) {
      if (rule.isQuiet()) {
        long due = rule.quietDue(activity, history.of(rule.key()));
        next = due > t && due < next ? due : next;
      }
    }
    return next;
  }
}
