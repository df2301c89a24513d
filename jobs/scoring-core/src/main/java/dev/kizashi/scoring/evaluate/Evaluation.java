package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertRules;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.engagement.Thermometer;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.model.ScoringModel.Category;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One evaluation of a lead at one instant, in the order of §5: temperature, then alerts in the
 * order of the model, then the score where it is news. What only a record shows (explanation,
 * outlook) is worked out when a record asks for it.
 */
final class Evaluation {
  private final String leadId;
  private final LeadState state;
  private final Rules rules;
  private final long t;
  private final Cause cause;
  private final double engagement;
  private final double fit;
  private final String grade;
  private final String account;
  private Explanation explanation;
  private Outlook outlook;

  Evaluation(String leadId, LeadState state, Rules rules, long t, Cause cause) {
    this.leadId = leadId;
    this.state = state;
    this.rules = rules;
    this.t = t;
    this.cause = cause;
    this.engagement = rules.valuation.curve(state.facts, state.baseline, t).at(t);
    this.fit = rules.fit.of(state.profile);
    this.grade = rules.fit.grade(state.profile, fit);
    this.account = Account.of(leadId, state.profile);
  }

  /**
   * Judges, changes the state and says what follows.
   *
   * @param arrived signals of clean facts that this evaluation brought and that count
   */
  void judge(Set<Integer> arrived, List<Emission> emissions) {
    int before = state.rank;
    state.clock = t;
    state.sequence++;
    state.model = rules.modelKey;
    state.modelVersion = rules.model.version();
    state.signalsVersion = rules.signalsVersion;
    state.rank = rules.thermometer.step(before, engagement);
    if (state.rank != before) {
      emissions.add(temperatureChange(before));
    }
    String risenTo = state.rank > before ? temperature() : "";
    AlertRules.Occasion occasion =
        new AlertRules.Occasion(risenTo, arrived, state.stage.stageName(), t);
    for (AlertRules.Raised raised : rules.alerts.raise(leadId, occasion, state.alerts)) {
      emissions.add(alert(raised, before));
    }
    int rest = digestOfTheRest();
    if (state.emittedRest != rest
        || !(Math.abs(engagement - state.emittedEngagement)
            < rules.model.minChange() - Thermometer.TOLERANCE)) {
      emissions.add(score());
      state.emittedEngagement = engagement;
      state.emittedRest = rest;
    }
    state.wakeAt =
        outlook != null
            ? outlook.at()
            : rules.crossing.nextLook(state.facts, state.baseline, t, state.rank).at();
  }

  private StageChanged temperatureChange(int before) {
    return new StageChanged(
        leadId,
        account,
        state.sequence,
        Axis.TEMPERATURE,
        rules.thermometer.name(before),
        temperature(),
        t,
        cause,
        engagement,
        fit,
        grade,
        label(),
        rules.model.name(),
        rules.model.version(),
        role(),
        state.sightings.campaign());
  }

  private AlertIssued alert(AlertRules.Raised raised, int before) {
    boolean onTemperature = raised.definition().on().kind() == Trigger.Kind.TEMPERATURE;
    Profile profile = state.profile;
    return new AlertIssued(
        raised.alertId(),
        leadId,
        account,
        profile.owner(),
        state.sequence,
        raised.definition().name(),
        raised.ordinal(),
        AlertIssued.Status.RAISED,
        null,
        raised.definition().priority(),
        t,
        cause,
        onTemperature ? rules.thermometer.name(before) : null,
        onTemperature ? temperature() : null,
        engagement,
        fit,
        grade,
        label(),
        explanation().evidence(state),
        moments(),
        new Bant(
            profile.attribute("budget"),
            profile.attribute("authority"),
            profile.attribute("need"),
            profile.attribute("timeframe")),
        profile.stale(rules.model.perishable(), t),
        outlook().coolsAt(),
        raised.respondBy(),
        rules.model.name(),
        rules.model.version(),
        rules.signalsVersion);
  }

  /** The whole score as of the instant. */
  LeadScored score() {
    Curve curve = rules.valuation.curve(state.facts, state.baseline, t);
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
        terms(curve),
        curve.validUntil() == Curve.NEVER ? null : curve.validUntil(),
        explanation().contributions(),
        outlook().nextTemperature(),
        outlook().coolsAt());
  }

  private List<CurveTerm> terms(Curve curve) {
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
    for (Sightings.Moment moment : state.sightings.moments()) {
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
    return (grade == null ? "-" : grade) + rules.thermometer.labelRank(state.rank);
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

  private Outlook outlook() {
    if (outlook == null) {
      outlook = Outlook.of(rules, state, t);
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
    static Outlook of(Rules rules, LeadState state, long t) {
      long at = rules.crossing.next(state.facts, state.baseline, t, state.rank);
      if (at == Curve.NEVER) {
        return new Outlook(at, null, null);
      }
      double then = rules.valuation.curve(state.facts, state.baseline, at).at(at);
      int next = rules.thermometer.step(state.rank, then);
      return new Outlook(at, rules.thermometer.name(next), next < state.rank ? at : null);
    }
  }
}
