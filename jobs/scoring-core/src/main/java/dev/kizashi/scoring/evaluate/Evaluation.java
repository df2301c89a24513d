package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertRules;
import dev.kizashi.scoring.alerts.AlertTally;
import dev.kizashi.scoring.alerts.AlertTally.Outcome;
import dev.kizashi.scoring.alerts.Occasion;
import dev.kizashi.scoring.alerts.Occasion.Move;
import dev.kizashi.scoring.alerts.OpenAlert;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.engagement.Thermometer;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued.Status;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Emission.StaleAttribute;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.identity.Accounts;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.profile.FitScore;
import dev.kizashi.scoring.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One evaluation of a lead at one instant, in the order of §5: temperature, qualification, then
 * alerts in the order of the model, then the score where it is news. What only a record shows
 * (explanation, outlook) is worked out when a record asks for it.
 */
final class Evaluation {
  private final String leadId;
  private final LeadState state;
  private final Rules rules;
  private final long t;
  private final Cause cause;
  private final AlertTally tally;
  private final Curve curve;
  private final double engagement;
  private final double fit;
  private final String grade;
  private final String account;
  private Explanation explanation;
  private Outlook outlook;
  private Sightings seen;
  private boolean rearranged;

  /**
   * @param tally counts the alerts that are raised, withdrawn or kept back
   */
  Evaluation(
      String leadId,
      LeadState state,
      Rules rules,
      long t,
      Cause cause,
      Accounts accounts,
      AlertTally tally) {
    this.leadId = leadId;
    this.state = state;
    this.rules = rules;
    this.t = t;
    this.cause = cause;
    this.tally = tally;
    this.curve = rules.valuation.curve(state.facts, state.baseline, t);
    this.engagement = curve.at(t);
    FitScore.Rating rating = rules.fit.of(state.profile);
    this.fit = rating.points();
    this.grade = rating.grade();
    this.account = accounts.of(leadId, state.profile);
  }

  /**
   * What prompted the evaluation has already changed.
   *
   * @param stageBefore where the lead stood before the CRM's outcome, if that moved it
   * @param signals of clean facts that arrived and count, each with the latest hour of such a fact
   * @param rearranged whether facts came or went by another way than by happening
   * @param lost why facts that were there before no longer count, or are gone; else null
   */
  record Arrived(
      Stage stageBefore, Map<Integer, Integer> signals, boolean rearranged, Reason lost) {
    /** Nothing has changed but the time or the rules. */
    static Arrived nothing(LeadState state) {
      return new Arrived(state.stage, Map.of(), false, null);
    }
  }

  /** Why an alert is withdrawn. */
  enum Reason {
    SUSPECT,
    UNMERGED,
    ERASED,
    MERGED
  }

  /** The lead becomes part of another: nothing open stays with it, and no score. */
  void leave(List<Emission> emissions) {
    state.clock = t;
    state.sequence++;
    state.alerts.closeBefore(rules.knownSince(t));
    List<OpenAlert> open = state.alerts.open().stream().filter(this::isNamed).toList();
    for (OpenAlert alert : open) {
      state.alerts.withdraw(alert);
      emissions.add(withdrawal(alert, Reason.MERGED));
    }
    state.alerts.closeAll();
    emissions.add(new ScoreRemoved(leadId, state.sequence));
    state.scoreKnown = false;
    state.wakeAt = Curve.NEVER;
  }

  /** An alert whose definition is gone has no name to take it back by. */
  private boolean isNamed(OpenAlert alert) {
    return rules.alerts.definition(alert) != null;
  }

  /** Judges, changes the state and says what follows. */
  void judge(Arrived arrived, List<Emission> emissions) {
    rearranged = arrived.rearranged();
    settle(judgement(arrived, false), emissions);
  }

  /**
   * Judges what falls due at the instant. Unless that moves the lead or raises an alert it leaves
   * no trace but when to look again.
   */
  void judgeTimer(List<Emission> emissions) {
    Judgement judgement = judgement(Arrived.nothing(state), true);
    boolean speaks = judgement.rank() != state.rank || !judgement.moves().isEmpty();
    if (speaks || !judgement.raised().isEmpty()) {
      settle(judgement, emissions);
    } else {
      lookAgain();
    }
  }

  /**
   * What the evaluation comes to.
   *
   * @param rank of the temperature
   * @param moves every change of stage; the CRM's comes before the temperature's
   * @param crmMoves how many of them are the CRM's
   * @param withdrawn in the order raised
   * @param lost why
   */
  private record Judgement(
      int rank,
      List<Move> moves,
      int crmMoves,
      Stage stage,
      List<OpenAlert> withdrawn,
      Reason lost,
      List<AlertRules.Raised> raised) {}

  private Judgement judgement(Arrived arrived, boolean timer) {
    state.alerts.closeBefore(rules.knownSince(t));
    Stage stageBefore = arrived.stageBefore();
    int rank = rules.thermometer.step(state.rank, engagement);
    Stage stage = state.stage;
    List<Move> moves = List.of();
    int crmMoves = 0;
    if (stage != stageBefore) {
      moves = List.of(new Move(stageBefore.stageName(), stage.stageName()));
      crmMoves = 1;
    }
    boolean qualified =
        rules.qualification.isOpen(stage, state.recycledAt, t)
            && rules.qualification.holds(
                rank,
                grade,
                rules.label(rank, grade),
                signal -> rules.valuation.isSeen(signal, state.facts, state.baseline, t));
    if (qualified) {
      moves = new ArrayList<>(moves);
      moves.add(new Move(stage.stageName(), Stage.MQL.stageName()));
      stage = Stage.MQL;
    }
    List<OpenAlert> fallen =
        arrived.lost() == null ? List.of() : new Withdrawals(state, rules).fallen();
    boolean atWork = stage == Stage.SAL || stage == Stage.SQL;
    fallen.forEach(atWork ? state.alerts::close : state.alerts::withdraw);
    Occasion occasion =
        new Occasion(
            rank > state.rank
                ? new Move(rules.thermometer.name(state.rank), rules.thermometer.name(rank))
                : null,
            moves,
            arrived.signals(),
            timer && stage == state.stage
                ? rules.calendar.due(stage, state.stageSince, state.deadlinesRaised, t)
                : 0,
            timer ? state.history.latestActivity() : Occasion.NO_ACTIVITY,
            atWork && !fallen.isEmpty(),
            stage,
            t,
            new Occasion.Before(state.rank, grade, qualified));
    AlertRules.Raising raising = rules.alerts.raise(leadId, occasion, state.alerts);
    for (AlertDefinition suppressed : raising.suppressed()) {
      tally.count(Outcome.SUPPRESSED, suppressed.on().kind());
    }
    return new Judgement(
        rank,
        moves,
        crmMoves,
        stage,
        atWork ? List.of() : fallen,
        arrived.lost(),
        raising.alerts());
  }

  private void settle(Judgement judgement, List<Emission> emissions) {
    int rankBefore = state.rank;
    state.clock = t;
    state.sequence++;
    state.model = rules.modelKey;
    state.modelVersion = rules.model.version();
    state.burstRulesChanged |= cause == Cause.MODEL_CHANGE;
    state.signalsVersion = rules.signalsVersion;
    state.rank = judgement.rank();
    if (judgement.stage() != state.stage) {
      state.enter(judgement.stage(), t, rules.model.lifecycle());
    }
    List<Move> moves = judgement.moves();
    for (Move move : moves.subList(0, judgement.crmMoves())) {
      emissions.add(change(Axis.LIFECYCLE, move));
    }
    if (state.rank != rankBefore) {
      emissions.add(
          change(Axis.TEMPERATURE, new Move(rules.thermometer.name(rankBefore), temperature())));
    }
    for (Move move : moves.subList(judgement.crmMoves(), moves.size())) {
      emissions.add(change(Axis.LIFECYCLE, move));
    }
    judgement.withdrawn().forEach(alert -> emissions.add(withdrawal(alert, judgement.lost())));
    for (AlertRules.Raised raised : judgement.raised()) {
      state.deadlinesRaised |= raised.deadlines();
      emissions.add(alert(raised));
    }
    int rest = digestOfTheRest();
    if (rest != state.emittedRest || isNews()) {
      emissions.add(score());
      state.scoreKnown = true;
      state.emittedRest = rest;
      state.facts.report();
    }
    lookAgain();
  }

  /**
   * Whether whoever reads the score sent out last could be wrong by too much from now on. Facts
   * that came or went by another way than by happening are always news.
   */
  private boolean isNews() {
    if (!state.scoreKnown || rearranged) {
      return true;
    }
    double minChange = rules.model.minChange() - Thermometer.TOLERANCE;
    if (state.facts.unreportedFacts() == 0) {
      return minChange <= 0;
    }
    return rules.valuation.unreported(state.facts, state.baseline, t) >= minChange;
  }

  /** Says when the lead must be looked at again. */
  private void lookAgain() {
    long leavesBandAt =
        outlook != null
            ? outlook.at()
            : rules.crossing.nextLook(curve, state.facts, state.baseline, t, state.rank).at();
    state.wakeAt = rules.nextLook(state, t, leavesBandAt);
  }

  private StageChanged change(Axis axis, Move move) {
    return new StageChanged(
        leadId,
        account,
        state.sequence,
        axis,
        move.from(),
        move.to(),
        t,
        cause,
        engagement,
        fit,
        grade,
        label(),
        rules.model.name(),
        rules.model.version(),
        role(),
        seen().campaign());
  }

  /** Says what it would say now, but for what it was about. */
  private AlertIssued withdrawal(OpenAlert alert, Reason reason) {
    return issued(
        rules.alerts.idOf(leadId, alert),
        rules.alerts.definition(alert),
        alert.ordinal(),
        reason,
        new Move(null, null),
        null);
  }

  private AlertIssued alert(AlertRules.Raised raised) {
    return issued(
        raised.alertId(),
        raised.definition(),
        raised.ordinal(),
        null,
        raised.about(),
        raised.respondBy());
  }

  private AlertIssued issued(
      String alertId,
      AlertDefinition definition,
      long ordinal,
      Reason withdrawn,
      Move about,
      Long respondBy) {
    tally.count(withdrawn == null ? Outcome.RAISED : Outcome.WITHDRAWN, definition.on().kind());
    Profile profile = state.profile;
    return new AlertIssued(
        alertId,
        leadId,
        account,
        profile.owner(),
        state.sequence,
        definition.name(),
        ordinal,
        withdrawn == null ? Status.RAISED : Status.WITHDRAWN,
        withdrawn == null ? null : withdrawn.name(),
        definition.priority(),
        t,
        cause,
        about.from(),
        about.to(),
        engagement,
        fit,
        grade,
        label(),
        explanation().evidence(seen()),
        moments(),
        new Bant(
            profile.attribute("budget"),
            profile.attribute("authority"),
            profile.attribute("need"),
            profile.attribute("timeframe")),
        stale(),
        outlook().coolsAt(),
        respondBy,
        rules.model.name(),
        rules.model.version(),
        rules.signalsVersion);
  }

  private List<StaleAttribute> stale() {
    return state.profile.stale(rules.model.perishable(), t).entrySet().stream()
        .map(said -> new StaleAttribute(said.getKey(), said.getValue()))
        .toList();
  }

  /** The whole score as of the instant. */
  LeadScored score() {
    return new LeadScored(
        leadId,
        account,
        state.sequence,
        t,
        rules.model.name(),
        rules.model.version(),
        rules.signalsVersion,
        role(),
        engagement,
        finiteOrNull(rules.model.engagementMin()),
        finiteOrNull(rules.model.engagementMax()),
        fit,
        grade,
        temperature(),
        label(),
        state.stage.stageName(),
        terms(),
        curve.validUntil() == Curve.NEVER ? null : curve.validUntil(),
        explanation().contributions(),
        outlook().nextTemperature(),
        outlook().coolsAt());
  }

  private List<CurveTerm> terms() {
    List<CurveTerm> terms = new ArrayList<>();
    curve.forEachTerm(
        (index, value, halfLifeMillis, holdsUntil) -> {
          Category category = rules.valuation.category(index);
          terms.add(
              new CurveTerm(
                  category.name(),
                  value,
                  halfLifeMillis,
                  holdsUntil,
                  finiteOrNull(category.floor()),
                  finiteOrNull(category.ceiling())));
        });
    return terms;
  }

  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    for (Sightings.Moment moment : seen().latestMoments()) {
      String label = rules.label(moment.signal());
      // A signal that the catalogue dropped has no words any more.
      if (label != null) {
        moments.add(new Moment(label, moment.occurredAt(), moment.asset(), moment.campaign()));
      }
    }
    return moments;
  }

  private String temperature() {
    return rules.thermometer.name(state.rank);
  }

  private String label() {
    return rules.label(state.rank, grade);
  }

  private String role() {
    return rules.model.role().name().toLowerCase(Locale.ROOT);
  }

  private Explanation explanation() {
    if (explanation == null) {
      explanation = new Explanation(rules, state, t);
    }
    return explanation;
  }

  private Sightings seen() {
    if (seen == null) {
      seen = state.seen();
    }
    return seen;
  }

  private Outlook outlook() {
    if (outlook == null) {
      outlook = Outlook.of(rules, state, curve, t);
    }
    return outlook;
  }

  /** Everything in a score but the engagement and what follows from it and from time. */
  private int digestOfTheRest() {
    long digest = account == null ? 0 : Hashes.ofText(account);
    digest = mix(digest, rules.modelKey);
    digest = mix(digest, rules.model.version());
    digest = mix(digest, rules.signalsVersion);
    digest = mix(digest, Double.doubleToLongBits(fit));
    digest = mix(digest, grade == null ? 0 : Hashes.ofText(grade));
    digest = mix(digest, state.rank);
    return (int) (mix(digest, state.stage.code()) >>> Integer.SIZE);
  }

  /** One round of a linear congruence: order matters, equal digests mean equal parts. */
  private static long mix(long digest, long part) {
    return (digest ^ part) * 6364136223846793005L + 1442695040888963407L;
  }

  private static Double finiteOrNull(double bound) {
    return Double.isInfinite(bound) ? null : (Double) bound;
  }

  /**
   * Where time alone takes the lead next.
   *
   * @param at the crossing, or {@link Curve#NEVER}
   * @param nextTemperature null when it stays
   * @param coolsAt null unless the next temperature is colder
   */
  private record Outlook(long at, String nextTemperature, Long coolsAt) {
    static Outlook of(Rules rules, LeadState state, Curve now, long t) {
      long at = rules.crossing.next(now, state.facts, state.baseline, t, state.rank);
      if (at == Curve.NEVER) {
        return new Outlook(at, null, null);
      }
      Curve curve =
          at < now.validUntil() ? now : rules.valuation.curve(state.facts, state.baseline, at);
      double then = curve.at(at);
      int next = rules.thermometer.step(state.rank, then);
      return new Outlook(at, rules.thermometer.name(next), next < state.rank ? at : null);
    }
  }
}
