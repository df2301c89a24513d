package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertRules;
import dev.kizashi.scoring.engagement.Crossing;
import dev.kizashi.scoring.engagement.Thermometer;
import dev.kizashi.scoring.engagement.Valuation;
import dev.kizashi.scoring.facts.Bursts;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.lifecycle.Qualification;
import dev.kizashi.scoring.lifecycle.StageCalendar;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.profile.FitScore;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * One version of the model with the catalogue it was written against, compiled: everything a
 * judgement asks. Holds scratch space: one instance a task.
 */
public final class Rules {
  /**
   * Expired facts are kept this long at least, twice the usual retention, so that a later model may
   * ask further back.
   */
  private static final long LEAST_KEPT_MILLIS = 2 * ScoringModel.DEFAULT_RETENTION_MILLIS;

  /** How a reason reads that an earlier catalogue named and this one does not. */
  private static final String FORGOTTEN_REASON = "OTHER";

  final ScoringModel model;
  final int modelKey;
  final int signalsVersion;
  final long dedupeWindow;

  /** Expired facts are kept this long. */
  final long keptMillis;

  final Valuation valuation;
  final Thermometer thermometer;
  final Crossing crossing;
  final FitScore fit;
  final AlertRules alerts;
  final Qualification qualification;
  final StageCalendar calendar;
  final Bursts bursts;
  private final Map<Integer, String> labels = new HashMap<>();
  private final Map<Integer, String> reasons = new HashMap<>();

  public Rules(ScoringModel model, SignalCatalogue catalogue) {
    this.model = model;
    this.modelKey = Hashes.ofSignal(model.name());
    this.signalsVersion = catalogue.version();
    this.dedupeWindow = catalogue.dedupeWindowMillis();
    this.keptMillis = Math.max(LEAST_KEPT_MILLIS, 2 * model.retentionMillis());
    this.valuation = new Valuation(model);
    this.thermometer = new Thermometer(model.temperatures());
    this.crossing = new Crossing(valuation, thermometer);
    this.fit = new FitScore(model.fit());
    this.alerts = new AlertRules(model);
    this.qualification = new Qualification(model);
    this.calendar = new StageCalendar(model);
    this.bursts = new Bursts(catalogue.exclude().bursts());
    for (SignalDefinition signal : catalogue.signals()) {
      labels.put(Hashes.ofSignal(signal.name()), signal.label());
    }
    reasons.put(Marks.USER_AGENT, "USER_AGENT");
    reasons.put(Marks.ADDRESS, "ADDRESS");
    reasons.put(Marks.MACHINE_OPEN, "MACHINE_OPEN");
    for (BurstRule rule : catalogue.exclude().bursts()) {
      reasons.put(Marks.ofReason(rule.reason()), rule.reason());
    }
  }

  /** Grade and temperature rank; {@code -} for no grade. */
  String label(int rank, String grade) {
    return (grade == null ? "-" : grade) + thermometer.labelRank(rank);
  }

  /** What a salesperson reads for a signal; null when the catalogue no longer has it. */
  String label(int signal) {
    return labels.get(signal);
  }

  /** Why a fact of that mark is suspect, as the catalogue in force names it. */
  String reason(int mark) {
    return reasons.getOrDefault(mark, FORGOTTEN_REASON);
  }

  /**
   * When the lead must be looked at again after {@code t} if nothing more happens, given where it
   * stands: one instant for all purposes.
   *
   * @param leavesBandAt when engagement does, or has to be looked at
   */
  long nextLook(LeadState state, long t, long leavesBandAt) {
    long next =
        calendar.next(state.stage, state.stageSince, state.deadlinesRaised, t, leavesBandAt);
    next = qualification.coolOffEnd(state.stage, state.recycledAt, t, next);
    return alerts.watchesQuiet()
        ? alerts.nextQuiet(state.history.latestActivity(), state.alerts, t, next)
        : next;
  }

  /** Before this, facts that an alert rests on may no longer be known at {@code t}. */
  long knownSince(long t) {
    return Hour.startOf(Hour.of(t - keptMillis)) + model.retentionMillis();
  }

  boolean judged(LeadState state) {
    return state.model == modelKey
        && state.modelVersion == model.version()
        && state.signalsVersion == signalsVersion;
  }
}
