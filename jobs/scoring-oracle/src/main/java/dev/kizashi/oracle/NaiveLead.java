package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
 * <p>Identity (§8) is done to it from outside, message by message, as it is done to a lead that
 * lives on a machine of its own: {@link NaiveWorld} hands the messages over at once, an audit when
 * they really arrived.
 *
 * <p>Not read here: the list of known crawlers (§2).
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
  private final Set<String> claimed = new HashSet<>();
  private AlertHistory history;
  private Remains remains;

  private ScoringModel model;
  private SignalCatalogue catalogue;
  private NaiveMatching matching;

  private String movedTo;
  private boolean judged;
  private long clock;
  private long lastEvaluation;
  private long sequence;
  private Standing standing = Standing.ofNewLead(0);
  private LeadScored lastScore;

  /** The facts that the score emitted last was made from. */
  private List<FactEvent> reported = List.of();

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
    this(leadId, model, matching, accountOfAddress, null);
  }

  private NaiveLead(
      String leadId,
      ScoringModel model,
      NaiveMatching matching,
      UnaryOperator<String> accountOfAddress,
      Remains remains) {
    this.leadId = Objects.requireNonNull(leadId, "leadId");
    this.accountOfAddress = Objects.requireNonNull(accountOfAddress, "accountOfAddress");
    this.remains = remains;
    this.history = new AlertHistory(remains == null ? Map.of() : remains.alerts());
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
    return event(behaviour, inForce, Source.OWN, Optional.empty());
  }

  /**
   * Judges one behaviour that has found its way here, and what it brings.
   *
   * @param inForce the catalogue that was in force when it occurred
   * @param source the path by which it came: nothing where it names this lead, else the visitor,
   *     the leads merged into this one, or both
   * @param brought all that a visitor had waiting who is named by the event, under its path; such
   *     an event is not looked up as a duplicate
   */
  public List<Emission> event(
      Event behaviour, NaiveMatching inForce, Source source, Optional<History> brought) {
    String reason = inForce.suspectReason(behaviour).orElse(null);
    suspect = reason != null;
    if (brought.isEmpty() && isRepeated(behaviour.eventId(), behaviour.occurredAt())) {
      return List.of();
    }
    History before = brought.orElse(History.NONE);
    List<Emission> said = comeTo(Math.max(behaviour.occurredAt(), before.clock()));
    int known = facts.size();
    take(before);
    RecentArrivals.Arrival arrival =
        recent.add(source, behaviour.eventId(), behaviour.occurredAt(), behaviour);
    List<NaiveMatching.Seen> seen = inForce.signals(behaviour);
    String campaign = AlertContent.shown(Campaign.of(behaviour));
    for (NaiveMatching.Seen it : seen) {
      facts.add(
          new FactEvent(
              source, it.signal(), it.asset(), behaviour.occurredAt(), reason, campaign, arrival));
    }
    Map<RecentArrivals.Arrival, String> bursts = bursts();
    boolean corrects = mark(bursts, known);
    suspect |= bursts.containsKey(arrival);
    if (!suspect) {
      inForce.profile(behaviour, seen).forEach(it -> profile.apply(it, behaviour.occurredAt()));
    }
    fate = Fate.SCORED;
    Cause cause = before.facts().isEmpty() ? Cause.BEHAVIOUR : Cause.IDENTITY;
    said.addAll(judge(Prompt.arrival(cause, arriving(known), corrects, null)));
    return said;
  }

  private boolean isRepeated(String eventId, long occurredAt) {
    boolean isOne =
        judged && recent.holds(eventId, occurredAt, clock, catalogue.dedupeWindowMillis());
    if (isOne) {
      fate = Fate.DUPLICATE;
    }
    return isOne;
  }

  /** The lead's own instants first, then its clock: what arrives is judged at it. */
  private List<Emission> comeTo(long occurredAt) {
    List<Emission> said = fireWhile(due -> due <= occurredAt);
    startOrMoveClock(occurredAt);
    return said;
  }

  private void startOrMoveClock(long occurredAt) {
    if (judged) {
      clock = Math.max(clock, occurredAt);
    } else {
      clock = occurredAt;
      standing = Standing.ofNewLead(clock);
      judged = true;
    }
  }

  /** Takes in another history, its list behind the lead's own. */
  private void take(History other) {
    facts.addAll(other.facts());
    recent.append(other.recent());
    other.said().forEach(it -> profile.apply(it.what(), it.occurredAt()));
  }

  /** What came behind the facts that were known, as it is marked by now. */
  private List<FactEvent> arriving(int known) {
    return List.copyOf(facts.subList(known, facts.size()));
  }

  /** §2: what is a burst by now, the arriving event like any other of the recent list. */
  private Map<RecentArrivals.Arrival, String> bursts() {
    return Bursts.reasons(
        recent.listed(clock, catalogue.dedupeWindowMillis()), catalogue.exclude().bursts());
  }

  /**
   * Marks the facts of bursts.
   *
   * @param known how many facts, the first of them, the lead had before
   * @return whether one of those was re-marked
   */
  private boolean mark(Map<RecentArrivals.Arrival, String> bursts, int known) {
    boolean corrects =
        facts.subList(0, known).stream()
            .anyMatch(fact -> !fact.suspect() && bursts.containsKey(fact.arrival()));
    facts.replaceAll(
        fact ->
            bursts.containsKey(fact.arrival()) ? fact.marked(bursts.get(fact.arrival())) : fact);
    return corrects;
  }

  /** Judges what the CRM says of this lead. */
  public List<Emission> crm(String eventId, long occurredAt, CrmUpdate update) {
    return crm(eventId, occurredAt, update, Source.OWN);
  }

  /**
   * As the other, for a record that may name a lead merged into this one. What merges, unmerges or
   * erases is not done here: a record of such a kind is judged as one that does nothing.
   *
   * @param source the path of the lead that it names
   */
  public List<Emission> crm(String eventId, long occurredAt, CrmUpdate update, Source source) {
    suspect = false;
    if (!isUsable(update)) {
      fate = Fate.DEAD_LETTER;
      return List.of();
    }
    if (isRepeated(eventId, occurredAt)) {
      return List.of();
    }
    List<Emission> said = comeTo(occurredAt);
    recent.add(source, eventId, occurredAt, null);
    // Something to mark only where other burst rules have come into force meanwhile.
    boolean corrects = mark(bursts(), facts.size());
    profile.apply(update, occurredAt);
    Optional<Stage> outcome = Transitions.after(standing.stage(), update, model.lifecycle());
    boolean didSomething =
        outcome.isPresent()
            || update.kind() == CrmUpdate.Kind.PROFILE_UPSERTED
            || update.kind() == CrmUpdate.Kind.ALERT_ACKNOWLEDGED;
    fate = didSomething ? Fate.SCORED : Fate.IGNORED;
    said.addAll(
        judge(Prompt.arrival(causeOf(update.kind()), List.of(), corrects, outcome.orElse(null))));
    return said;
  }

  /** Whether the address that a record of the CRM carries is one, where it carries any. */
  static boolean isUsable(CrmUpdate update) {
    return update.email() == null
        || update.email().isEmpty()
        || LeadIdentity.addressIn(update.email()).isPresent();
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

  private List<Emission> judge(Prompt prompt) {
    sequence++;
    return settle(evaluate(clock, prompt), clock, prompt.cause());
  }

  // ---- identity -----------------------------------------------------------------------------

  /** What a lead says, and what it hands over. */
  public record Given(List<Emission> said, History history) {}

  public String leadId() {
    return leadId;
  }

  /**
   * Where everything goes that arrives here, under {@code lead:<this>}; empty for a lead that is
   * its own.
   */
  public Optional<String> movedTo() {
    return Optional.ofNullable(movedTo);
  }

  /** Whether what names the lead is a person's that it no longer is. */
  public boolean refuses(long occurredAt) {
    return remains != null && remains.refuse(occurredAt);
  }

  /**
   * Notes that a record of this lead carried an address.
   *
   * @param address normalised
   * @return whether the lead claims it thereby: the first such record does, of another name
   */
  public boolean claims(String address) {
    return !address.equals(leadId) && claimed.add(address);
  }

  /** The addresses that the lead has claimed. */
  public Set<String> addresses() {
    return Set.copyOf(claimed);
  }

  /**
   * The lead is merged into another: it takes its alerts back, removes its score, stops, and hands
   * over all that it has. One that never was only moves.
   *
   * @param occurredAt of the record that merges
   * @return with a history under no path yet
   */
  public Given moveTo(String other, long occurredAt) {
    List<Emission> said = new ArrayList<>();
    if (judged) {
      said.addAll(comeTo(occurredAt));
      sequence++;
      LeadScored score = score(clock);
      for (AlertHistory.Raised alert : history.open(clock, model.retentionMillis())) {
        // What the model knows no more holds, as ever.
        if (Withdrawals.definition(model, alert.definition()).isPresent()) {
          said.add(withdraw(alert, "MERGED", score, Cause.IDENTITY));
        }
      }
      history.closeAll();
      said.add(new ScoreRemoved(leadId, sequence));
      lastScore = null;
      lastEvaluation = clock;
    }
    movedTo = other;
    return new Given(said, give(Source.OWN));
  }

  /**
   * Judges what a merged lead hands over, with the record that merged it.
   *
   * @param brought under the merged lead's path
   * @param source nothing, or the path by which both came on from a lead that has moved meanwhile
   */
  public List<Emission> receive(
      History brought, Source source, String eventId, long occurredAt, CrmUpdate update) {
    return receive(
        brought,
        occurredAt,
        () -> {
          recent.add(source, eventId, occurredAt, null);
          profile.apply(update, occurredAt);
        });
  }

  /**
   * As the other, where an address has become this lead's by an event that is judged already.
   *
   * @param occurredAt of that event
   */
  public List<Emission> receive(History brought, long occurredAt) {
    return receive(brought, occurredAt, () -> {});
  }

  private List<Emission> receive(History brought, long occurredAt, Runnable record) {
    suspect = false;
    List<Emission> said = comeTo(Math.max(occurredAt, brought.clock()));
    int known = facts.size();
    take(brought);
    record.run();
    boolean corrects = mark(bursts(), known);
    fate = Fate.SCORED;
    said.addAll(judge(Prompt.arrival(Cause.IDENTITY, arriving(known), corrects, null)));
    return said;
  }

  /**
   * Gives back what a lead had that is unmerged, and judges what is left.
   *
   * @param path of that lead here
   */
  public Given giveBack(Source path, String eventId, long occurredAt, CrmUpdate update) {
    return giveBack(path, eventId, occurredAt, update, false);
  }

  /**
   * As the other, where it was the lead itself that is unmerged: who had what it had was merged
   * into it meanwhile.
   */
  public List<Emission> regain(Source path, String eventId, long occurredAt, CrmUpdate update) {
    return giveBack(path, eventId, occurredAt, update, true).said();
  }

  private Given giveBack(
      Source path, String eventId, long occurredAt, CrmUpdate update, boolean toItself) {
    suspect = false;
    List<Emission> said = comeTo(occurredAt);
    History given = give(path).within(path);
    if (toItself) {
      take(given);
    }
    recent.add(Source.OWN, eventId, occurredAt, null);
    boolean corrects = mark(bursts(), facts.size());
    profile.apply(update, occurredAt);
    fate = Fate.SCORED;
    said.addAll(judge(Prompt.loss(corrects ? Cause.CORRECTION : Cause.IDENTITY, Prompt.UNMERGED)));
    return new Given(said, given);
  }

  /**
   * The lead is its own again, as it was when it was merged; what would have happened to it
   * meanwhile has not.
   *
   * @param back all that lay under its path; it is not judged before who had it
   */
  public List<Emission> comeBack(History back) {
    suspect = false;
    movedTo = null;
    startOrMoveClock(back.clock());
    take(back);
    fate = Fate.SCORED;
    return judge(Prompt.comingBack());
  }

  /**
   * Loses what an erased lead had, and judges what is left.
   *
   * @param path of that lead here
   */
  public List<Emission> lose(Source path, long erasedAt) {
    suspect = false;
    List<Emission> said = comeTo(erasedAt);
    give(path);
    fate = Fate.SCORED;
    said.addAll(judge(Prompt.loss(Cause.CORRECTION, Prompt.ERASED)));
    return said;
  }

  /** What it has of leads that are none of these: see {@link History#ofLeadsBut}. */
  public Map<Source, History> ofLeadsBut(Collection<String> known, long then) {
    return new History(
            facts, recent.listed(clock, catalogue.dedupeWindowMillis()), List.of(), clock)
        .ofLeadsBut(known, then);
  }

  private History give(Source path) {
    List<FactEvent> given =
        facts.stream().filter(fact -> fact.source().isUnder(path)).collect(toUnmodifiableList());
    facts.removeIf(fact -> fact.source().isUnder(path));
    memo = null;
    return new History(
        given,
        recent.take(path, clock, catalogue.dedupeWindowMillis()),
        List.of(),
        judged ? clock : Long.MIN_VALUE);
  }

  /** The lead of this name as it begins anew: of the one that was, nothing is left but numbers. */
  public NaiveLead erased(long erasedAt) {
    return new NaiveLead(
        leadId, model, matching, accountOfAddress, Remains.of(erasedAt, history.counts(), remains));
  }

  /** Whether it was judged or is merged; what only an address is named by is neither. */
  public boolean isKnown() {
    return judged || movedTo().isPresent();
  }

  /** How many alerts of each definition it had when it was erased, by name. */
  public Map<String, Long> alertsBefore() {
    return remains == null ? Map.of() : remains.alerts();
  }

  /** Until when what names the lead is refused, in epoch millis; empty where nothing is. */
  public OptionalLong erasedAt() {
    return remains == null ? OptionalLong.empty() : OptionalLong.of(remains.erasedAt());
  }

  /**
   * Forgets that there was an erasure; one that has begun anew never does.
   *
   * @param until epoch millis: an erasure later than that is remembered
   */
  public void forgetErasure(long until) {
    if (remains != null && !judged && remains.erasedAt() <= until) {
      remains = null;
      history = new AlertHistory(Map.of());
    }
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
    return judged && movedTo == null
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
    if (judged && movedTo == null) {
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
    evaluation
        .withdrawn()
        .forEach(alert -> said.add(withdraw(alert, evaluation.takenBack(), score, cause)));
    evaluation.closed().forEach(history::close);
    evaluation.alarms().forEach(alarm -> said.add(raise(alarm, score, cause)));
    List<CurveTerm> known = new NaiveEngagement(model, reported, standing.baselineHour()).curve(t);
    boolean rearranged =
        cause == Cause.CORRECTION || (cause == Cause.IDENTITY && fate != Fate.IGNORED);
    if (News.is(score, lastScore, known, model.minChange(), rearranged)) {
      said.add(score);
      lastScore = score;
      reported = List.copyOf(facts);
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

  private AlertIssued withdraw(
      AlertHistory.Raised alert, String reason, LeadScored score, Cause cause) {
    history.withdraw(alert);
    AlertDefinition definition = Withdrawals.definition(model, alert.definition()).orElseThrow();
    return content().withdrawn(alert, reason, definition, score, cause);
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

  /** How many facts the lead has, whoever they came from and whatever they count for. */
  public int factCount() {
    return facts.size();
  }

  /** The latest event time or timer that the lead has seen; empty before the first. */
  public OptionalLong clock() {
    return judged ? OptionalLong.of(clock) : OptionalLong.empty();
  }
}
