package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * §5: one evaluation at an instant, in the order of the page. It changes nothing of what it is
 * given: whether an instant of the lead's own says anything is found out by trying.
 */
final class Evaluation {
  private final ScoringModel model;
  private final List<FactEvent> facts;
  private final AlertHistory history;
  private final String grade;
  private final int rankBefore;
  private final long t;
  private final Prompt prompt;

  private final List<Change> changes = new ArrayList<>();
  private final List<AlertHistory.Raised> withdrawn = new ArrayList<>();
  private final List<AlertHistory.Raised> closed = new ArrayList<>();
  private final List<Alarm> alarms = new ArrayList<>();
  private NaiveEngagement engagement;
  private Standing standing;
  private boolean endsAlerts;

  /**
   * One step on an axis, in the axis' own names.
   *
   * @param byQualify whether nobody but the model moved the lead along its lifecycle
   */
  record Change(Axis axis, String from, String to, boolean byQualify) {}

  /**
   * An alert to be raised.
   *
   * @param from null where nothing changed
   * @param to null where nothing was entered
   * @param occasions what had come due
   * @param grounds what it will be judged by again
   */
  record Alarm(
      AlertDefinition definition,
      String from,
      String to,
      List<Care.Due> occasions,
      Withdrawals.Grounds grounds) {}

  /**
   * @param facts all of the lead's, those that the prompt brings among them
   * @param history the alerts before
   * @param grade null when there is none
   */
  Evaluation(
      ScoringModel model,
      List<FactEvent> facts,
      AlertHistory history,
      String grade,
      Standing before,
      long t,
      Prompt prompt) {
    this.model = model;
    this.facts = facts;
    this.history = history;
    this.grade = grade;
    this.rankBefore = before.rank();
    this.t = t;
    this.prompt = prompt;
    this.standing = before;
    this.engagement = new NaiveEngagement(model, facts, before.baselineHour());

    applyOutcome();
    takeTemperature();
    qualify();
    withdraw();
    raise();
  }

  /** Step 1, as far as it is not the facts' and the profile's. */
  private void applyOutcome() {
    if (prompt.outcome() != null) {
      enter(prompt.outcome(), false);
    }
  }

  private void enter(Stage next, boolean byQualify) {
    endsAlerts |= Withdrawals.endsAlerts(next);
    changes.add(
        new Change(Axis.LIFECYCLE, standing.stage().stageName(), next.stageName(), byQualify));
    standing =
        next == Stage.RECYCLED
            ? Recycling.of(standing, t, model.lifecycle())
            : standing.entering(next, t);
    engagement = new NaiveEngagement(model, facts, standing.baselineHour());
  }

  /** Step 2. */
  private void takeTemperature() {
    int rank = engagement.rankAfter(standing.rank(), t);
    if (rank != standing.rank()) {
      changes.add(
          new Change(Axis.TEMPERATURE, temperature(standing.rank()), temperature(rank), false));
      standing = standing.at(rank);
    }
  }

  private String temperature(int rank) {
    return model.temperatures().get(rank).name();
  }

  /** Step 3. */
  private void qualify() {
    if (new Qualification(model, engagement, grade).makesMql(standing, t)) {
      enter(Stage.MQL, true);
    }
  }

  /** Step 4, in the order raised: only where facts were taken back can an alert lose its own. */
  private void withdraw() {
    if (prompt.takenBack() == null || endsAlerts || model.role() == ScoringModel.Role.CHALLENGER) {
      return;
    }
    Withdrawals withdrawals = new Withdrawals(model, engagement);
    for (AlertHistory.Raised alert : history.open(t, model.retentionMillis())) {
      if (!withdrawals.holds(alert)) {
        (Withdrawals.isInSalesHands(standing.stage()) ? closed : withdrawn).add(alert);
      }
    }
  }

  /** Step 5, in the order of the model: at most one alert a definition. */
  private void raise() {
    if (model.role() == ScoringModel.Role.CHALLENGER) {
      return;
    }
    for (AlertDefinition definition : model.alerts()) {
      Alarm alarm = alarm(definition);
      if (alarm != null && isInAudience(definition) && !isCoolingDown(definition)) {
        alarms.add(alarm);
      }
    }
  }

  /** The audience is the stage after the evaluation's changes. */
  private boolean isInAudience(AlertDefinition definition) {
    return definition.audience().isEmpty()
        || definition.audience().contains(standing.stage().stageName());
  }

  private boolean isCoolingDown(AlertDefinition definition) {
    return history.isCoolingDown(definition, t, withdrawn);
  }

  /** Null when there is no occasion. */
  private Alarm alarm(AlertDefinition definition) {
    switch (definition.on().kind()) {
      case TEMPERATURE:
        return onTemperature(definition);
      case LIFECYCLE:
        return onLifecycle(definition);
      case SIGNAL:
        return onSignal(definition);
      case SLA:
      case STAGNATION:
        return onWaiting(definition, standing.stage().stageName());
      case QUIET:
        return onWaiting(definition, null);
      case WITHDRAWN_EVIDENCE:
        return closed.isEmpty() ? null : alarm(definition, null, null);
    }
    throw new IllegalStateException("no such occasion: " + definition.on().kind());
  }

  private Alarm alarm(AlertDefinition definition, String from, String to) {
    return new Alarm(definition, from, to, List.of(), grounds(false, null));
  }

  private Withdrawals.Grounds grounds(boolean byQualify, Long hour) {
    return new Withdrawals.Grounds(rankBefore, grade, byQualify, hour);
  }

  /** "Entered" means risen to: what was jumped over was not entered, nor what was cooled to. */
  private Alarm onTemperature(AlertDefinition definition) {
    boolean entered =
        standing.rank() > rankBefore
            && definition.on().names().contains(temperature(standing.rank()));
    return entered
        ? alarm(definition, temperature(rankBefore), temperature(standing.rank()))
        : null;
  }

  /** The last change that entered a stage of the definition's. */
  private Alarm onLifecycle(AlertDefinition definition) {
    Alarm last = null;
    for (Change change : changes) {
      if (change.axis() == Axis.LIFECYCLE && definition.on().names().contains(change.to())) {
        last =
            new Alarm(
                definition,
                change.from(),
                change.to(),
                List.of(),
                grounds(change.byQualify(), null));
      }
    }
    return last;
  }

  /** It rests on the latest hour of what is brought. */
  private Alarm onSignal(AlertDefinition definition) {
    return prompt.arriving().stream()
        .filter(fact -> definition.on().names().contains(fact.signal()))
        .filter(fact -> !fact.suspect() && engagement.passes(fact, t))
        .max(Comparator.comparingLong(FactEvent::hour))
        .map(fact -> new Alarm(definition, null, null, List.of(), grounds(false, fact.hour())))
        .orElse(null);
  }

  private Alarm onWaiting(AlertDefinition definition, String stage) {
    List<Care.Due> occasions =
        prompt.due().stream()
            .filter(due -> due.concerns(definition) && stillWaits(due))
            .collect(toUnmodifiableList());
    return occasions.isEmpty()
        ? null
        : new Alarm(definition, stage, null, occasions, grounds(false, null));
  }

  /** Leaving the stage cancels what was pending. */
  private boolean stillWaits(Care.Due due) {
    return due.kind() == ScoringModel.Trigger.Kind.QUIET || due.since() == standing.enteredAt();
  }

  /** The reason of what is withdrawn. */
  String takenBack() {
    return prompt.takenBack();
  }

  /** Where the lead stands afterwards. */
  Standing standing() {
    return standing;
  }

  /** In the order in which they happened. */
  List<Change> changes() {
    return changes;
  }

  /** Whether the lead went where no alert stays open. */
  boolean endsAlerts() {
    return endsAlerts;
  }

  /** In the order raised. */
  List<AlertHistory.Raised> withdrawn() {
    return withdrawn;
  }

  /** What does not hold either, but sales has in its hands. */
  List<AlertHistory.Raised> closed() {
    return closed;
  }

  /** In the order of the model. */
  List<Alarm> alarms() {
    return alarms;
  }

  /** A timer at which nothing does leaves no trace, whatever became of the score. */
  boolean saysSomething() {
    return !changes.isEmpty() || !alarms.isEmpty();
  }
}
