package dev.kizashi.oracle;

import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** §6: nobody is forgotten. The instants at which somebody has waited too long. */
final class Care {
  private Care() {}

  /**
   * One such instant.
   *
   * @param kind {@code SLA}, {@code STAGNATION} or {@code QUIET}
   * @param name {@code warn} or {@code breach}, the definition of a quiet, else empty
   * @param since epoch millis from which the time runs
   * @param at epoch millis at which it is over
   */
  record Due(Trigger.Kind kind, String name, long since, long at) {
    /** Whatever another model makes of it, it is the same that was waited for. */
    boolean isSameAs(Due other) {
      return kind == other.kind && name.equals(other.name) && since == other.since;
    }

    boolean concerns(AlertDefinition definition) {
      Trigger on = definition.on();
      switch (kind) {
        case SLA:
          return on.kind() == kind && on.names().contains(name);
        case QUIET:
          return on.kind() == kind && definition.name().equals(name);
        default:
          return on.kind() == kind;
      }
    }
  }

  /**
   * All of them, past and to come.
   *
   * @param latestFact when the latest unsuspected fact occurred; a lead without one is never quiet
   */
  static List<Due> of(ScoringModel model, Standing standing, OptionalLong latestFact) {
    List<Due> all = new ArrayList<>();
    StageCare care = model.lifecycle().stages().get(standing.stage().stageName());
    long entered = standing.enteredAt();
    if (care != null && care.warn() != null) {
      all.add(new Due(Trigger.Kind.SLA, "warn", entered, end(care.warn(), entered, model)));
    }
    if (care != null && care.breach() != null) {
      all.add(new Due(Trigger.Kind.SLA, "breach", entered, end(care.breach(), entered, model)));
    }
    if (care != null && care.stagnationMillis() > 0) {
      all.add(new Due(Trigger.Kind.STAGNATION, "", entered, entered + care.stagnationMillis()));
    }
    for (AlertDefinition definition : model.alerts()) {
      if (definition.on().kind() == Trigger.Kind.QUIET && latestFact.isPresent()) {
        long latest = latestFact.getAsLong();
        all.add(
            new Due(
                Trigger.Kind.QUIET,
                definition.name(),
                latest,
                latest + definition.on().quietMillis()));
      }
    }
    return all;
  }

  private static long end(Deadline deadline, long start, ScoringModel model) {
    return OpenTime.endOf(deadline, start, model.businessHours(), model.zone());
  }
}
