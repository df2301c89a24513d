package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.Evidence;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.Moment;
import dev.kizashi.scoring.evaluate.Emission.StaleAttribute;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** §7: what an alert carries. */
final class AlertContent {
  private static final int EVIDENCE_LINES = 10;
  private static final int LONGEST_SHOWN = 200;
  private static final int MOMENTS = 5;

  private final ScoringModel model;
  private final SignalCatalogue catalogue;
  private final List<FactEvent> facts;
  private final Profile profile;

  AlertContent(
      ScoringModel model, SignalCatalogue catalogue, List<FactEvent> facts, Profile profile) {
    this.model = model;
    this.catalogue = catalogue;
    this.facts = facts;
    this.profile = profile;
  }

  /** The whole alert, raised with a score. */
  AlertIssued raised(
      AlertHistory.Raised alert, Evaluation.Alarm alarm, LeadScored score, Cause cause) {
    AlertDefinition definition = alarm.definition();
    return issued(
        alert,
        AlertIssued.Status.RAISED,
        null,
        definition,
        alarm.from(),
        alarm.to(),
        respondBy(definition, score.asOf()),
        score,
        cause);
  }

  /** The same alert taken back, with what is known of the lead by now. */
  AlertIssued withdrawn(
      AlertHistory.Raised alert,
      String reason,
      AlertDefinition definition,
      LeadScored score,
      Cause cause) {
    return issued(
        alert, AlertIssued.Status.WITHDRAWN, reason, definition, null, null, null, score, cause);
  }

  private AlertIssued issued(
      AlertHistory.Raised alert,
      AlertIssued.Status status,
      String reason,
      AlertDefinition definition,
      String from,
      String to,
      Long respondBy,
      LeadScored score,
      Cause cause) {
    return new AlertIssued(
        alert.alertId(),
        score.leadId(),
        score.accountId(),
        profile.owner(),
        score.sequence(),
        alert.definition(),
        alert.ordinal(),
        status,
        reason,
        definition.priority(),
        score.asOf(),
        cause,
        from,
        to,
        score.engagement(),
        score.fit(),
        score.grade(),
        score.label(),
        evidence(score),
        moments(),
        bant(),
        stale(score.asOf()),
        score.coolsAt(),
        respondBy,
        model.name(),
        model.version(),
        catalogue.version());
  }

  private Long respondBy(AlertDefinition definition, long t) {
    return definition.respond() == null
        ? null
        : (Long) OpenTime.endOf(definition.respond(), t, model.businessHours(), model.zone());
  }

  /** The explanation's top lines. */
  private List<Evidence> evidence(LeadScored score) {
    return score.contributions().stream()
        .filter(line -> line.kind() == Contribution.Kind.SIGNAL)
        .filter(line -> billionths(line) != 0 || line.suspectCount() > 0)
        .sorted(
            Comparator.comparingLong(AlertContent::billionths)
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
                    line.suspects()))
        .collect(toUnmodifiableList());
  }

  /** Equal but for rounding is equal. */
  private static long billionths(Contribution line) {
    return Math.round(line.value() * 1e9);
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
  static String shown(String text) {
    return text == null || text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN);
  }

  private boolean isInCatalogue(String signal) {
    return catalogue.signals().stream().anyMatch(it -> it.name().equals(signal));
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

  private String labelOf(String signal) {
    return catalogue.signals().stream()
        .filter(definition -> definition.name().equals(signal))
        .map(SignalDefinition::label)
        .findFirst()
        .orElse(signal);
  }

  private Bant bant() {
    return new Bant(
        profile.attribute("budget"),
        profile.attribute("authority"),
        profile.attribute("need"),
        profile.attribute("timeframe"));
  }

  /** What nobody has said again for as long as the model lets it be true, by name. */
  private List<StaleAttribute> stale(long t) {
    return model.perishable().keySet().stream()
        .sorted()
        .filter(attribute -> profile.attribute(attribute) != null)
        .filter(attribute -> t - profile.saidAt(attribute) >= model.perishable().get(attribute))
        .map(attribute -> new StaleAttribute(attribute, profile.saidAt(attribute)))
        .collect(toUnmodifiableList());
  }
}
