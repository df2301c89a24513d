package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertRules;
import dev.kizashi.scoring.engagement.Crossing;
import dev.kizashi.scoring.engagement.Thermometer;
import dev.kizashi.scoring.engagement.Valuation;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.profile.FitScore;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * One version of the model with the catalogue it was written against, compiled: everything a
 * judgement asks. Holds scratch space: one instance a task.
 */
public final class Rules {
  final ScoringModel model;
  final int modelKey;
  final int signalsVersion;
  final long dedupeWindow;
  final Valuation valuation;
  final Thermometer thermometer;
  final Crossing crossing;
  final FitScore fit;
  final AlertRules alerts;
  private final Map<Integer, String> labels = new HashMap<>();

  public Rules(ScoringModel model, SignalCatalogue catalogue) {
    this.model = model;
    this.modelKey = Hashes.ofSignal(model.name());
    this.signalsVersion = catalogue.version();
    this.dedupeWindow = catalogue.dedupeWindowMillis();
    this.valuation = new Valuation(model);
    this.thermometer = new Thermometer(model.temperatures());
    this.crossing = new Crossing(valuation, thermometer);
    this.fit = new FitScore(model.fit());
    this.alerts = new AlertRules(model);
    for (SignalDefinition signal : catalogue.signals()) {
      labels.put(Hashes.ofSignal(signal.name()), signal.label());
    }
  }

  /** What a salesperson reads for a signal; null when the catalogue no longer has it. */
  String label(int signal) {
    return labels.get(signal);
  }

  boolean judged(LeadState state) {
    return state.model == modelKey
        && state.modelVersion == model.version()
        && state.signalsVersion == signalsVersion;
  }
}
