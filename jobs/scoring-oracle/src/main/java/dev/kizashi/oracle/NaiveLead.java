package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.Evidence;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/**
 * One lead judged as the page says, with everything it did in a plain list: nothing is counted,
 * compacted or cached but the next instant, and nothing is shared with the engine that this is held
 * against.
 *
 * <p>Not read here: bursts and the list of known crawlers (§2), lifecycle beyond the stage {@code
 * lead} (§6), withdrawals (§7) and identity beyond a lead's own id (§8).
 */
public final class NaiveLead {
  /** What became of an input record, as in the audit trail. */
  public enum Fate {
    SCORED,
    UNMATCHED,
    ANONYMOUS,
    DUPLICATE,
    DEAD_LETTER
  }

  private static final String STAGE = "lead";
  private static final int RECENT_EVENTS = 256;
  private static final int EVIDENCE_LINES = 10;
  private static final int LONGEST_SHOWN = 200;
  private static final int MOMENTS = 5;

  /**
   * §3 names it for bounds; without it a change of exactly min_change would be rounding's choice.
   */
  private static final double SLACK = 1e-9;

  private final String leadId;
  private final UnaryOperator<String> accountOfAddress;
  private final List<FactEvent> facts = new ArrayList<>();
  private final Deque<Arrival> lastArrivals = new ArrayDeque<>();
  private final Profile profile = new Profile();
  private final Map<String, List<Long>> raisedAt = new HashMap<>();

  private ScoringModel model;
  private SignalCatalogue catalogue;
  private NaiveMatching matching;
  private NaiveEngagement engagement;

  private boolean judged;
  private long clock;
  private long lastEvaluation;
  private long sequence;
  private int rank;
  private LeadScored lastScore;
  private Fate fate;

  private NextChange memo;

  private record Arrival(String eventId, long occurredAt) {}

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
    engagement = new NaiveEngagement(nextModel, facts);
    memo = null;
  }

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
    boolean suspect = inForce.suspectReason(behaviour).isPresent();
    String campaign = campaignOf(behaviour);
    List<FactEvent> arriving =
        seen.stream()
            .map(
                it ->
                    new FactEvent(
                        it.signal(), it.asset(), behaviour.occurredAt(), suspect, shown(campaign)))
            .collect(toUnmodifiableList());
    return arrive(
        new Arrival(behaviour.eventId(), behaviour.occurredAt()),
        () -> facts.addAll(arriving),
        arriving,
        Cause.BEHAVIOUR);
  }

  /** Judges what the CRM says of this lead. */
  public List<Emission> crm(String eventId, long occurredAt, CrmUpdate update) {
    boolean badAddress =
        update.email() != null
            && !update.email().isEmpty()
            && LeadIdentity.addressIn(update.email()).isEmpty();
    if (badAddress) {
      fate = Fate.DEAD_LETTER;
      return List.of();
    }
    return arrive(
        new Arrival(eventId, occurredAt),
        () -> profile.apply(update, occurredAt),
        List.of(),
        causeOf(update.kind()));
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

  private List<Emission> arrive(
      Arrival arrival, Runnable learn, List<FactEvent> arriving, Cause cause) {
    if (isKnown(arrival)) {
      fate = Fate.DUPLICATE;
      return List.of();
    }
    fate = Fate.SCORED;
    List<Emission> said = fireWhile(due -> due <= arrival.occurredAt());
    clock = judged ? Math.max(clock, arrival.occurredAt()) : arrival.occurredAt();
    judged = true;
    lastArrivals.addLast(arrival);
    if (lastArrivals.size() > RECENT_EVENTS) {
      lastArrivals.removeFirst();
    }
    learn.run();
    memo = null;
    sequence++;
    said.addAll(evaluate(clock, cause, arriving));
    return said;
  }

  /** §2: one older than the window is not checked, and the list holds none that is. */
  private boolean isKnown(Arrival arrival) {
    return judged
        && isRecent(arrival)
        && lastArrivals.stream()
            .anyMatch(it -> isRecent(it) && it.eventId().equals(arrival.eventId()));
  }

  private boolean isRecent(Arrival arrival) {
    return arrival.occurredAt() > clock - catalogue.dedupeWindowMillis();
  }

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
      said.addAll(evaluate(clock, Cause.COOLING, List.of()));
      next = nextInstant();
    }
    return said;
  }

  /** The lead's own next instant, given what is known now. */
  public OptionalLong nextInstant() {
    return judged ? nextChangeAfter(lastEvaluation) : OptionalLong.empty();
  }

  private OptionalLong nextChangeAfter(long t) {
    if (memo == null || memo.after() != t || memo.rank() != rank) {
      memo = new NextChange(t, rank, engagement.firstChangeAfter(t, rank));
    }
    return memo.at();
  }

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
    rank = Math.min(rank, nextModel.temperatures().size() - 1);
    if (judged) {
      long t = Math.max(clock, effectiveFrom);
      sequence++;
      List<Emission> rejudged = evaluate(t, Cause.MODEL_CHANGE, List.of());
      if (rejudged.isEmpty()) {
        sequence--;
      } else {
        clock = t;
      }
      said.addAll(rejudged);
    }
    return said;
  }

  /** Temperature, then alerts in the order of the model, then the score when it is news. */
  private List<Emission> evaluate(long t, Cause cause, List<FactEvent> arriving) {
    lastEvaluation = t;
    int rankBefore = rank;
    rank = engagement.rankAfter(rankBefore, t);
    LeadScored score = score(t);
    List<Emission> said = new ArrayList<>();
    if (rank != rankBefore) {
      said.add(temperatureChange(rankBefore, score, cause));
    }
    if (model.role() == ScoringModel.Role.CHAMPION) {
      for (AlertDefinition definition : model.alerts()) {
        if (isOccasion(definition.on(), rankBefore, t, arriving)
            && (definition.audience().isEmpty() || definition.audience().contains(STAGE))
            && !isCoolingDown(definition, t)) {
          said.add(raise(definition, rankBefore, score, cause));
        }
      }
    }
    if (isNews(score)) {
      said.add(score);
      lastScore = score;
    }
    return said;
  }

  private boolean isNews(LeadScored score) {
    return lastScore == null
        || Math.abs(score.engagement() - lastScore.engagement()) >= model.minChange() - SLACK
        || !Objects.equals(score.accountId(), lastScore.accountId())
        || !score.model().equals(lastScore.model())
        || score.modelVersion() != lastScore.modelVersion()
        || score.signalsVersion() != lastScore.signalsVersion()
        || score.fit() != lastScore.fit()
        || !Objects.equals(score.grade(), lastScore.grade())
        || !score.temperature().equals(lastScore.temperature())
        || !score.label().equals(lastScore.label());
  }

  private StageChanged temperatureChange(int rankBefore, LeadScored score, Cause cause) {
    return new StageChanged(
        leadId,
        score.accountId(),
        sequence,
        Emission.Axis.TEMPERATURE,
        model.temperatures().get(rankBefore).name(),
        model.temperatures().get(rank).name(),
        score.asOf(),
        cause,
        score.engagement(),
        score.fit(),
        score.grade(),
        score.label(),
        model.name(),
        model.version(),
        score.role(),
        latestCampaign());
  }

  private boolean isOccasion(Trigger on, int rankBefore, long t, List<FactEvent> arriving) {
    switch (on.kind()) {
      case TEMPERATURE:
        return rank > rankBefore && on.names().contains(model.temperatures().get(rank).name());
      case SIGNAL:
        return arriving.stream()
            .filter(fact -> !fact.suspect() && engagement.isInTime(fact, t))
            .anyMatch(fact -> on.names().contains(fact.signal()));
      default:
        return false;
    }
  }

  private boolean isCoolingDown(AlertDefinition definition, long t) {
    List<Long> raised = raisedAt.getOrDefault(definition.name(), List.of());
    return !raised.isEmpty() && t < raised.get(raised.size() - 1) + definition.cooldownMillis();
  }

  private AlertIssued raise(
      AlertDefinition definition, int rankBefore, LeadScored score, Cause cause) {
    List<Long> raised = raisedAt.computeIfAbsent(definition.name(), name -> new ArrayList<>());
    raised.add(score.asOf());
    boolean onTemperature = definition.on().kind() == Trigger.Kind.TEMPERATURE;
    return new AlertIssued(
        AlertIds.of(leadId, model.name(), definition.name(), raised.size()),
        leadId,
        score.accountId(),
        profile.owner(),
        sequence,
        definition.name(),
        raised.size(),
        AlertIssued.Status.RAISED,
        null,
        definition.priority(),
        score.asOf(),
        cause,
        onTemperature ? model.temperatures().get(rankBefore).name() : null,
        onTemperature ? model.temperatures().get(rank).name() : null,
        score.engagement(),
        score.fit(),
        score.grade(),
        score.label(),
        evidence(score),
        moments(),
        new Emission.Bant(
            profile.attribute("budget"),
            profile.attribute("authority"),
            profile.attribute("need"),
            profile.attribute("timeframe")),
        List.of(),
        score.coolsAt(),
        definition.respond() == null
            ? null
            : (Long)
                OpenTime.endOf(
                    definition.respond(), score.asOf(), model.businessHours(), model.zone()),
        model.name(),
        model.version(),
        catalogue.version());
  }

  /** Equal but for rounding is equal. */
  private static long billionths(Contribution line) {
    return Math.round(line.value() * 1e9);
  }

  private List<Evidence> evidence(LeadScored score) {
    return score.contributions().stream()
        .filter(line -> line.kind() == Contribution.Kind.SIGNAL)
        .filter(line -> billionths(line) != 0 || line.suspectCount() > 0)
        .sorted(
            Comparator.comparingLong(NaiveLead::billionths)
                .reversed()
                .thenComparing(Contribution::signal))
        .limit(EVIDENCE_LINES)
        .map(
            line ->
                new Evidence(
                    line.signal(),
                    labelOf(line.signal()),
                    line.count(),
                    line.value(),
                    lastAt(line.signal()),
                    line.suspectCount()))
        .collect(toUnmodifiableList());
  }

  /**
   * The latest event of each signal, of those the latest few; what has no words any more is left
   * out.
   */
  private List<Moment> moments() {
    return facts.stream()
        .filter(fact -> !fact.suspect())
        .map(FactEvent::signal)
        .distinct()
        .map(this::latestOf)
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparingLong(FactEvent::occurredAt)
                .reversed()
                .thenComparing(fact -> Hashes.ofSignal(fact.signal())))
        .limit(MOMENTS)
        .filter(fact -> isInCatalogue(fact.signal()))
        .map(
            fact ->
                new Moment(
                    labelOf(fact.signal()),
                    fact.occurredAt(),
                    shown(fact.asset()),
                    fact.campaign()))
        .collect(toUnmodifiableList());
  }

  /** Longer texts are cut for a reader; caps by asset look at the whole. */
  private static String shown(String text) {
    return text == null || text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN);
  }

  private boolean isInCatalogue(String signal) {
    return catalogue.signals().stream().anyMatch(it -> it.name().equals(signal));
  }

  /** By what is suspect only where no person was seen. */
  private Long lastAt(String signal) {
    return latestOf(signal)
        .map(FactEvent::occurredAt)
        .orElseGet(
            () ->
                facts.stream()
                    .filter(fact -> fact.signal().equals(signal))
                    .map(FactEvent::occurredAt)
                    .max(Comparator.naturalOrder())
                    .orElse(null));
  }

  /** The signal's latest event; among equal times one that does not depend on arrival. */
  private Optional<FactEvent> latestOf(String signal) {
    return facts.stream()
        .filter(fact -> !fact.suspect() && fact.signal().equals(signal))
        .max(
            Comparator.comparingLong(FactEvent::occurredAt)
                .thenComparing(FactEvent::asset, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(
                    FactEvent::campaign, Comparator.nullsFirst(Comparator.naturalOrder())));
  }

  private String latestCampaign() {
    return facts.stream()
        .filter(fact -> !fact.suspect() && fact.campaign() != null)
        .max(Comparator.comparingLong(FactEvent::occurredAt).thenComparing(FactEvent::campaign))
        .map(FactEvent::campaign)
        .orElse(null);
  }

  private String labelOf(String signal) {
    return catalogue.signals().stream()
        .filter(definition -> definition.name().equals(signal))
        .map(SignalDefinition::label)
        .findFirst()
        .orElse(signal);
  }

  private static String campaignOf(Event event) {
    switch (event.topic()) {
      case CLICKSTREAM:
        String name = event.text(EventField.CAMPAIGN_NAME);
        return name != null ? name : event.text(EventField.CAMPAIGN_SOURCE);
      case EMAIL_ENGAGEMENT:
        return event.text(EventField.CAMPAIGN_ID);
      case OFFLINE_ACTIVITY:
        return event.text(EventField.CAMPAIGN);
      default:
        return null;
    }
  }

  /** The whole score as of an instant not before the last judgement, given what is known now. */
  public LeadScored score(long at) {
    String grade = profile.grade(model.fit());
    int hottest = model.temperatures().size();
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
        (grade == null ? "-" : grade) + (hottest - rank),
        STAGE,
        engagement.curve(at),
        engagement.validUntil(at),
        engagement.explanation(at),
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
    return engagement.at(at);
  }

  /** What became of the last event or CRM record handed in; null before the first. */
  public Fate lastFate() {
    return fate;
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
