package dev.kizashi.scoring.lifecycle;

import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.util.EnumMap;
import java.util.Map;

/**
 * When a lead has stayed in a stage for too long: warning, breach and stagnation, from the instant
 * at which the stage was entered. Deadlines that no alert of the model speaks of do not exist.
 */
public final class StageCalendar {
  private final ScoringModel model;
  private final Map<Stage, Map<StageDeadline, Deadline>> deadlines = new EnumMap<>(Stage.class);

  public StageCalendar(ScoringModel model) {
    this.model = model;
    model
        .lifecycle()
        .stages()
        .forEach((name, care) -> deadlines.put(Stage.named(name), heard(care, model)));
  }

  private static Map<StageDeadline, Deadline> heard(StageCare care, ScoringModel model) {
    Map<StageDeadline, Deadline> heard = new EnumMap<>(StageDeadline.class);
    for (StageDeadline deadline : StageDeadline.values()) {
      Deadline due = deadline.of(care);
      if (due != null && model.alerts().stream().anyMatch(it -> speaksOf(it.on(), deadline))) {
        heard.put(deadline, due);
      }
    }
    return heard;
  }

  private static boolean speaksOf(Trigger on, StageDeadline deadline) {
    return switch (deadline) {
      case WARN -> on.kind() == Trigger.Kind.SLA && on.names().contains("warn");
      case BREACH -> on.kind() == Trigger.Kind.SLA && on.names().contains("breach");
      case STAGNATION -> on.kind() == Trigger.Kind.STAGNATION;
    };
  }

  /**
   * The next deadline after {@code t}, if before {@code otherwise}, which it is else.
   *
   * @param since when the stage was entered, epoch millis
   * @param raised bits of those that were raised since
   */
  public long next(Stage stage, long since, int raised, long t, long otherwise) {
    long next = otherwise;
    for (Map.Entry<StageDeadline, Deadline> due : of(stage).entrySet()) {
      Deadline deadline = due.getValue();
      // Open time passes no faster than time: what cannot be earlier need not be worked out.
      if ((raised & due.getKey().bit()) == 0 && since + deadline.millis() < next) {
        long instant = model.endOf(deadline, since);
        if (instant > t && instant < next) {
          next = instant;
        }
      }
    }
    return next;
  }

  /** The bits of those due at exactly {@code t}. */
  public int due(Stage stage, long since, int raised, long t) {
    int bits = 0;
    for (Map.Entry<StageDeadline, Deadline> due : of(stage).entrySet()) {
      if ((raised & due.getKey().bit()) == 0 && model.endOf(due.getValue(), since) == t) {
        bits |= due.getKey().bit();
      }
    }
    return bits;
  }

  private Map<StageDeadline, Deadline> of(Stage stage) {
    return deadlines.getOrDefault(stage, Map.of());
  }
}
