package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * One lead judged as the page says, with everything it did in a plain list: nothing is counted,
 * compacted or cached but the next crossing, and nothing is shared with the engine that this is
 * held against.
 *
 * <p>Here it arrives, waits and speaks; what an evaluation does is {@link Evaluation}'s, and every
 * rule of it stands in a class of its name.
 *
 * <p>Not read here: the list of known crawlers (§2) and identity beyond a lead's own id (§8), with
 * what unmerging and erasure take back (§7).
 */
public final class NaiveLead {
  /** What became of an input record, as in the audit trail. */
  public enum Fate {
    SCORED,
    UNMATCHED,
    ANONYMOUS,
    DUPLICATE,
    DEAD_LETTER,
    /** Judged, but what it tells of does not fit the lead. */
    IGNORED
  }

  private final String leadId;
  private final UnaryOperator<String> accountOfAddress;
  private final List<FactEvent> facts = new ArrayList<>();
  private final RecentArrivals recent = new RecentArrivals();
  private final Profile profile = new Profile();
  private final AlertHistory history = new AlertHistory();

  private ScoringModel model;
  private SignalCatalogue catalogue;
  private NaiveMatching matching;

  private boolean judged;
  private long clock;
  private long lastEvaluation;
  private long sequence;
  private Standing standing = Standing.ofNewLead(0);
  private LeadScored lastScore;
  private Fate fate;
  private boolean suspect;

  private NextChange memo;

  private record NextChange(long after, int rank, OptionalLong at) {}

  /**
   * @param accountOfAddress the account that a normalised e-mail address belongs to, or null
   */
  public NaiveLead(
      String leadId,
      ScoringModel model,
      SignalCatalogue catalogue,
      UnaryOperator<String> accountOfAddress) {
    this(leadId, model, new NaiveMatching(catalogue), accountOfAddress);
  }

  /**
   * As the other, with a catalogue that is ready to match: many leads share one.
   *
   * @param accountOfAddress the account that a normalised e-mail address belongs to, or null
   */
  public NaiveLead(
      String leadId,
      ScoringModel model,
      NaiveMatching matching,
      UnaryOperator<String> accountOfAddress) {
    this.leadId = Objects.requireNonNull(leadId, "leadId");
    this.accountOfAddress = Objects.requireNonNull(accountOfAddress, "accountOfAddress");
    use(model, matching);
  }

  private void use(ScoringModel nextModel, NaiveMatching nextMatching) {
    model = nextModel;
    matching = nextMatching;
    catalogue = nextMatching.catalogue();
    memo = null;
  }

  // ---- what arrives -------------------------------------------------------------------------

  /**
   * Judges one behaviour that names this lead; see {@link #lastFate} for one that is not judged.
   *
   * @return what was said, in order: first by the lead's own instants that were due before it
   */
  public List<Emission> event(Event behaviour) {
    return event(behaviour, matching);
  }

  /**
   * As the other, for an event that another catalogue than the lead's was in force for when it
   * occurred.
   */
  public List<Emission> event(Event behaviour, NaiveMatching inForce) {
    suspect = false;
    Optional<String> named;
    try {
      named = LeadIdentity.leadOf(behaviour);
    } catch (IllegalArgumentException e) {
      fate = Fate.DEAD_LETTER;
      return List.of();
    }
    if (named.isEmpty()) {
      fate = Fate.ANONYMOUS;
      return List.of();
    }
    List<NaiveMatching.Seen> seen = inForce.signals(behaviour);
    if (!inForce.reachesItsLead(behaviour, seen)) {
      fate = Fate.UNMATCHED;
      return List.of();
    }
    String reason = inForce.suspectReason(behaviour).orElse(null);
    suspect = reason != null;
    return arrive(
        behaviour.eventId(),
        behaviour.occurredAt(),
        behaviour,
        number -> learn(number, behaviour, seen, reason, inForce));
  }

  private Prompt learn(
      long number,
      Event behaviour,
      List<NaiveMatching.Seen> seen,
      String reason,
      NaiveMatching inForce) {
    String campaign = AlertContent.shown(Campaign.of(behaviour));
    for (NaiveMatching.Seen it : seen) {
      facts.add(
          new FactEvent(it.signal(), it.asset(), behaviour.occurredAt(), reason, campaign, number));
    }
    boolean corrects = markBursts(number);
    if (!suspect) {
      inForce.profile(behaviour, seen).forEach(said -> profile.apply(said, behaviour.occurredAt()));
    }
    fate = Fate.SCORED;
    return Prompt.behaviour(
        facts.stream().filter(fact -> fact.arrival() == number).collect(toUnmodifiableList()),
        corrects);
  }

  /**
   * §2: marks what is a burst by now, the arriving event like any other of the recent list.
   *
   * @return whether a fact of an earlier event was re-marked
   */
  private boolean markBursts(long arriving) {
    Map<Long, String> marked =
        Bursts.reasons(
            recent.listed(clock, catalogue.dedupeWindowMillis()), catalogue.exclude().bursts());
    boolean corrects =
        facts.stream()
            .anyMatch(
                fact ->
                    !fact.suspect()
                        && fact.arrival() != arriving
                        && marked.containsKey(fact.arrival()));
    facts.replaceAll(
        fact ->
            marked.containsKey(fact.arrival()) ? fact.marked(marked.get(fact.arrival())) : fact);
    suspect |= marked.containsKey(arriving);
    return corrects;
  }

  /** Judges what the CRM says of this lead. */
  public List<Emission> crm(String eventId, long occurredAt, CrmUpdate update) {
    suspect = false;
    boolean badAddress =
        update.email() != null
            && !update.email().isEmpty()
            && LeadIdentity.addressIn(update.email()).isEmpty();
    if (badAddress) {
      fate = Fate.DEAD_LETTER;
      return List.of();
    }
    return arrive(eventId, occurredAt, null, number -> learn(number, update, occurredAt));
  }

  private Prompt learn(long number, CrmUpdate update, long occurredAt) {
    // Something to mark only where other burst rules have come into force meanwhile.
    boolean corrects = markBursts(number);
    profile.apply(update, occurredAt);
    Optional<Stage> outcome = Transitions.after(standing.stage(), update, model.lifecycle());
    boolean didSomething =
        outcome.isPresent()
            || update.kind() == CrmUpdate.Kind.PROFILE_UPSERTED
            || update.kind() == CrmUpdate.Kind.ALERT_ACKNOWLEDGED;
    fate = didSomething ? Fate.SCORED : Fate.IGNORED;
    return Prompt.crm(causeOf(update.kind()), corrects, outcome.orElse(null));
  }

  private static Cause causeOf(CrmUpdate.Kind kind) {
    switch (kind) {
      case PROFILE_UPSERTED:
        return Cause.PROFILE;
      case MERGED:
      case UNMERGED:
        return Cause.IDENTITY;
      default:
        return Cause.CRM;
    }
  }

  /**
   * @param behaviour null for a record of the CRM
   * @param learn takes in what has arrived under a number
   */
  private List<Emission> arrive(
      String eventId, long occurredAt, Event behaviour, LongFunction<Prompt> learn) {
    if (judged && recent.holds(eventId, occurredAt, clock, catalogue.dedupeWindowMillis())) {
      fate = Fate.DUPLICATE;
      return List.of();
    }
    List<Emission> said = fireWhile(due -> due <= occurredAt);
    if (judged) {
      clock = Math.max(clock, occurredAt);
    } else {
      clock = occurredAt;
      standing = Standing.ofNewLead(clock);
      judged = true;
    }
    Prompt prompt = learn.apply(recent.add(eventId, occurredAt, behaviour));
    sequence++;
    said.addAll(settle(evaluate(clock, prompt), clock, prompt.cause()));
    return said;
  }

  // ---- what the lead waits for --------------------------------------------------------------

  /** Fires the lead's own instants due at or before the watermark, in order. */
  public List<Emission> timersUpTo(long watermark) {
    return fireWhile(due -> due <= watermark);
  }

  private List<Emission> fireWhile(LongPredicate isDue) {
    List<Emission> said = new ArrayList<>();
    OptionalLong next = nextInstant();
    while (next.isPresent() && isDue.test(next.getAsLong())) {
      clock = next.getAsLong();
      sequence++;
      said.addAll(settle(ownInstant(clock), clock, Cause.COOLING));
      next = nextInstant();
    }
    return said;
  }

  /**
   * The lead's own next instant at which a record will be emitted, given what is known now. Others
   * leave no trace: after an event that comes late they are asked again.
   */
  public OptionalLong nextInstant() {
    return judged
        ? instants()
            .filter(at -> at > lastEvaluation)
            .sorted()
            .filter(at -> ownInstant(at).saysSomething())
            .findFirst()
        : OptionalLong.empty();
  }

  /** Whatever may come of the passing of time, said or not. */
  private LongStream instants() {
    LongStream.Builder instants = LongStream.builder();
    nextChangeAfter(lastEvaluation).ifPresent(instants::add);
    if (Qualification.isOpenTo(standing.stage())) {
      Recycling.coolOffEnd(standing, model.lifecycle()).ifPresent(instants::add);
    }
    pending().forEach(due -> instants.add(due.at()));
    return instants.build();
  }

  private List<Care.Due> pending() {
    OptionalLong latestFact =
        facts.stream().filter(fact -> !fact.suspect()).mapToLong(FactEvent::occurredAt).max();
    return Care.of(model, standing, latestFact).stream()
        .filter(due -> !history.wasRaisedFor(due))
        .collect(toUnmodifiableList());
  }

  /** All that is due at one millisecond is one evaluation. */
  private Evaluation ownInstant(long t) {
    return evaluate(
        t,
        Prompt.time(pending().stream().filter(due -> due.at() == t).collect(toUnmodifiableList())));
  }

  private OptionalLong nextChangeAfter(long t) {
    if (memo == null || memo.after() != t || memo.rank() != standing.rank()) {
      memo = new NextChange(t, standing.rank(), engagement().firstChangeAfter(t, standing.rank()));
    }
    return memo.at();
  }

  // ---- another model ------------------------------------------------------------------------

  /**
   * §9: the lead's own instants before the version applies, then the judgement under it, which
   * leaves no trace unless it says something.
   *
   * @param effectiveFrom epoch millis
   */
  public List<Emission> switchTo(
      ScoringModel nextModel, SignalCatalogue nextCatalogue, long effectiveFrom) {
    return switchTo(
        nextModel,
        nextCatalogue == catalogue ? matching : new NaiveMatching(nextCatalogue),
        effectiveFrom);
  }

  /** As the other, with a catalogue that is ready to match. */
  public List<Emission> switchTo(
      ScoringModel nextModel, NaiveMatching nextMatching, long effectiveFrom) {
    List<Emission> said = fireWhile(due -> due < effectiveFrom);
    use(nextModel, nextMatching);
    standing = standing.at(Math.min(standing.rank(), nextModel.temperatures().size() - 1));
    if (judged) {
      long t = Math.max(clock, effectiveFrom);
      sequence++;
      List<Emission> rejudged = settle(evaluate(t, Prompt.modelChange()), t, Cause.MODEL_CHANGE);
      if (rejudged.isEmpty()) {
        sequence--;
      } else {
        clock = t;
      }
      said.addAll(rejudged);
    }
    return said;
  }

  // ---- judging and speaking -----------------------------------------------------------------

  private Evaluation evaluate(long t, Prompt prompt) {
    return new Evaluation(model, facts, history, profile.grade(model.fit()), standing, t, prompt);
  }

  private NaiveEngagement engagement() {
    return new NaiveEngagement(model, facts, standing.baselineHour());
  }

  /**
   * Stage changes, withdrawals, alerts, then the score when it is news: all with the values at the
   * end.
   */
  private List<Emission> settle(Evaluation evaluation, long t, Cause cause) {
    standing = evaluation.standing();
    lastEvaluation = t;
    memo = null;
    LeadScored score = score(t);
    List<Emission> said = new ArrayList<>();
    evaluation.changes().forEach(change -> said.add(stageChanged(change, score, cause)));
    if (evaluation.endsAlerts()) {
      history.closeAll();
    }
    evaluation.withdrawn().forEach(alert -> said.add(withdraw(alert, score, cause)));
    evaluation.closed().forEach(history::close);
    evaluation.alarms().forEach(alarm -> said.add(raise(alarm, score, cause)));
    if (News.is(score, lastScore, model.minChange())) {
      said.add(score);
      lastScore = score;
    }
    return said;
  }

  private StageChanged stageChanged(Evaluation.Change change, LeadScored score, Cause cause) {
    return new StageChanged(
        leadId,
        score.accountId(),
        sequence,
        change.axis(),
        change.from(),
        change.to(),
        score.asOf(),
        cause,
        score.engagement(),
        score.fit(),
        score.grade(),
        score.label(),
        model.name(),
        model.version(),
        score.role(),
        Campaign.latest(facts));
  }

  private AlertIssued withdraw(AlertHistory.Raised alert, LeadScored score, Cause cause) {
    history.withdraw(alert);
    AlertDefinition definition = Withdrawals.definition(model, alert.definition()).orElseThrow();
    return content().withdrawn(alert, "SUSPECT", definition, score, cause);
  }

  private AlertIssued raise(Evaluation.Alarm alarm, LeadScored score, Cause cause) {
    String name = alarm.definition().name();
    long ordinal = history.nextOrdinal(alarm.definition());
    AlertHistory.Raised alert =
        new AlertHistory.Raised(
            AlertIds.of(leadId, model.name(), name, ordinal),
            name,
            ordinal,
            score.asOf(),
            alarm.occasions(),
            alarm.grounds());
    history.raise(alert);
    return content().raised(alert, alarm, score, cause);
  }

  private AlertContent content() {
    return new AlertContent(model, catalogue, facts, profile);
  }

  /** The whole score as of an instant not before the last judgement, given what is known now. */
  public LeadScored score(long at) {
    NaiveEngagement engagement = engagement();
    int rank = standing.rank();
    String grade = profile.grade(model.fit());
    OptionalLong change = nextChangeAfter(at);
    int nextRank = change.isPresent() ? engagement.rankAfter(rank, change.getAsLong()) : rank;
    return new LeadScored(
        leadId,
        account(),
        sequence,
        at,
        model.name(),
        model.version(),
        catalogue.version(),
        model.role().name().toLowerCase(Locale.ROOT),
        engagement.at(at),
        finite(model.engagementMin()),
        finite(model.engagementMax()),
        profile.fit(model.fit()),
        grade,
        model.temperatures().get(rank).name(),
        Label.of(model, grade, rank),
        standing.stage().stageName(),
        engagement.curve(at),
        engagement.validUntil(at),
        engagement.explanation(at, catalogue),
        change.isPresent() ? model.temperatures().get(nextRank).name() : null,
        nextRank < rank ? (Long) change.getAsLong() : null);
  }

  private static Double finite(double bound) {
    return Double.isInfinite(bound) ? null : (Double) bound;
  }

  private String account() {
    if (profile.accountId() != null) {
      return profile.accountId();
    }
    String address = profile.email() != null ? profile.email() : leadId;
    return LeadIdentity.addressIn(address).map(accountOfAddress).orElse(null);
  }

  /** The engagement at an instant, given what is known now. */
  public double engagement(long at) {
    return engagement().at(at);
  }

  /** What became of the last event or CRM record handed in; null before the first. */
  public Fate lastFate() {
    return fate;
  }

  /**
   * Whether the last event handed in is a machine's: by itself, or, where it was judged, by a burst
   * that it was found in at once. What the CRM says never is.
   */
  public boolean lastSuspect() {
    return suspect;
  }

  /** How many judgements there were that count: the number of the last one, 0 before the first. */
  public long sequence() {
    return sequence;
  }

  public boolean isDuplicate() {
    return fate == Fate.DUPLICATE;
  }

  /** The latest event time or timer that the lead has seen; empty before the first. */
  public OptionalLong clock() {
    return judged ? OptionalLong.of(clock) : OptionalLong.empty();
  }
}
