package dev.kizashi.cli.demo;

import dev.kizashi.cli.demo.DemoView.Change;
import dev.kizashi.cli.demo.DemoView.Counters;
import dev.kizashi.cli.demo.DemoView.Standing;
import dev.kizashi.cli.simulation.Population;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Axis;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Passed;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** What the watch has heard so far, ready to be shown. Safe for use by several threads. */
final class Board implements Watch.Listener {
  private static final int CHANGES_KEPT = 20;
  private static final int RARE_PLACE = 2;

  /** Fewer are nothing to tell of, and neither is a mail app that fetches the images of a mail. */
  private static final int SUSPECTS_OF_NOTE = 2;

  private static final String MAIL_APP = "MACHINE_OPEN";

  private static final int ALERTS_KEPT = 200;
  private static final int SCORES_KEPT = 20_000;
  private static final String VISITOR = "visitor:";
  private static final double USUAL_MOST = 100;
  private static final Duration TREND = Duration.ofDays(1);
  private static final List<String> PRIORITIES = List.of("urgent", "high", "normal");

  private final Population people;
  private final Map<String, String> labels;
  private final BiConsumer<String, SpecificRecord> said;
  private final Map<String, Scores> leads = new HashMap<>();
  private final Map<Judgement, Scores> scores = latest();
  private final Map<Judgement, String> visitors = latest();
  private final Deque<StageChange> changes = new ArrayDeque<>();
  private final Deque<SalesAlert> unexplained = new ArrayDeque<>();
  private final Set<String> explained = new HashSet<>();
  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
  private StageChange lastCooling;
  private StageChange lastNamed;
  private DemoView.NotCounted lastNotCounted;
  private long alerts;

  private record Judgement(String leadId, long sequence) {}

  private static <T> Map<Judgement, T> latest() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Judgement, T> eldest) {
        return size() > SCORES_KEPT;
      }
    };
  }

  /** The latest score of a lead and, where there is one, the one before. */
  private record Scores(LeadScore latest, LeadScore before) {
    double at(long instant) {
      LeadScore score = latest.getAsOf().toEpochMilli() <= instant ? latest : before;
      return score == null ? 0 : ScoreCurve.at(score, instant);
    }
  }

  /**
   * @param labels words for signals, by name
   * @param said is told every stage change and alert, with its topic, in the watching thread
   */
  Board(Population people, Map<String, String> labels, BiConsumer<String, SpecificRecord> said) {
    this.people = people;
    this.labels = Map.copyOf(labels);
    this.said = said;
  }

  @Override
  public synchronized void scored(LeadScore score) {
    Scores before = leads.get(score.getLeadId());
    notCountedIn(score, before == null ? null : before.latest());
    Scores now = new Scores(score, before == null ? null : before.latest());
    leads.put(score.getLeadId(), now);
    scores.put(new Judgement(score.getLeadId(), score.getSequence()), now);
  }

  /** What is suspect and was not in the score before. */
  private void notCountedIn(LeadScore score, LeadScore before) {
    Map<String, Long> known = new HashMap<>();
    if (before != null) {
      before.getContributions().forEach(line -> known.put(line.getSignal(), suspectsOfNote(line)));
    }
    for (Contribution line : score.getContributions()) {
      if (suspectsOfNote(line)
          > Math.max(SUSPECTS_OF_NOTE, known.getOrDefault(line.getSignal(), 0L))) {
        lastNotCounted =
            new DemoView.NotCounted(
                score.getAsOf(),
                score.getLeadId(),
                who(score.getLeadId()),
                score.getTemperature(),
                before != null && before.getTemperature().equals(score.getTemperature()),
                score.getLabel(),
                score.getEngagement(),
                labels.getOrDefault(line.getSignal(), line.getSignal()),
                line.getSuspectReasons());
      }
    }
  }

  private static long suspectsOfNote(Contribution line) {
    return line.getSuspectCount() - line.getSuspectReasons().getOrDefault(MAIL_APP, 0L);
  }

  /** What was last shown and not counted. */
  synchronized Optional<DemoView.NotCounted> notCounted() {
    return Optional.ofNullable(lastNotCounted);
  }

  /**
   * Who last warmed because it turned out who a visitor was. What is said of it stands on three
   * topics, so it may be known a little later than the change alone.
   */
  synchronized Optional<DemoView.Named> named() {
    if (lastNamed == null) {
      return Optional.empty();
    }
    Judgement judgement = new Judgement(lastNamed.getLeadId(), lastNamed.getSequence());
    Scores score = scores.get(judgement);
    String visitor = visitors.get(judgement);
    if (score == null || visitor == null) {
      return Optional.empty();
    }
    return Optional.of(
        new DemoView.Named(
            lastNamed.getOccurredAt(),
            lastNamed.getLeadId(),
            who(lastNamed.getLeadId()),
            visitor,
            broughtWith(score),
            lastNamed.getFromStage(),
            lastNamed.getToStage(),
            lastNamed.getLabel(),
            lastNamed.getEngagement()));
  }

  /** What counts now and did not in the score before, worth most first. */
  private String broughtWith(Scores scores) {
    Map<String, Long> known = new HashMap<>();
    if (scores.before() != null) {
      scores.before().getContributions().stream()
          .filter(line -> line.getKind() == ContributionKind.SIGNAL)
          .forEach(line -> known.put(line.getSignal(), line.getCount()));
    }
    record Brought(String label, long count, double points) {}
    return scores.latest().getContributions().stream()
        .filter(line -> line.getKind() == ContributionKind.SIGNAL)
        .map(
            line ->
                new Brought(
                    labels.getOrDefault(line.getSignal(), line.getSignal()),
                    line.getCount() - known.getOrDefault(line.getSignal(), 0L),
                    line.getValue()))
        .filter(line -> line.count() > 0)
        .sorted(Comparator.comparingDouble(Brought::points).reversed())
        .map(line -> line.count() + " × " + line.label())
        .collect(Collectors.joining(", "));
  }

  @Override
  public synchronized void moved(StageChange change) {
    said.accept(OutputTopic.STAGE_CHANGES.topicName(), change);
    changes.addFirst(change);
    if (changes.size() > CHANGES_KEPT) {
      changes.removeLast();
    }
    if (change.getCause() == Cause.COOLING) {
      lastCooling = change;
    }
    if (change.getCause() == Cause.IDENTITY && change.getAxis() == Axis.TEMPERATURE) {
      lastNamed = change;
    }
  }

  @Override
  public synchronized void alerted(SalesAlert alert) {
    said.accept(OutputTopic.SALES_ALERTS.topicName(), alert);
    if (alert.getStatus() == AlertStatus.RAISED) {
      alerts++;
      unexplained.addLast(alert);
      if (unexplained.size() > ALERTS_KEPT) {
        unexplained.removeFirst();
      }
    } else if (alert.getStatus() == AlertStatus.WITHDRAWN) {
      unexplained.removeIf(raised -> raised.getAlertId().equals(alert.getAlertId()));
    }
  }

  /** A merged lead has no score of its own any more; of one that is erased nothing is kept. */
  @Override
  public synchronized void removed(OutputTopic topic, String leadId) {
    switch (topic) {
      case LEAD_SCORES -> {
        leads.remove(leadId);
        scores.keySet().removeIf(judgement -> judgement.leadId().equals(leadId));
        visitors.keySet().removeIf(judgement -> judgement.leadId().equals(leadId));
        unexplained.removeIf(alert -> alert.getLeadId().equals(leadId));
        if (lastNotCounted != null && lastNotCounted.leadId().equals(leadId)) {
          lastNotCounted = null;
        }
      }
      case STAGE_CHANGES -> {
        changes.removeIf(change -> change.getLeadId().equals(leadId));
        lastCooling = unlessOf(leadId, lastCooling);
        lastNamed = unlessOf(leadId, lastNamed);
      }
      case SALES_ALERTS -> unexplained.removeIf(alert -> alert.getLeadId().equals(leadId));
      case AUDIT_TRAIL, DEAD_LETTERS -> {
        // Not by lead.
      }
    }
  }

  private static StageChange unlessOf(String leadId, StageChange change) {
    return change == null || change.getLeadId().equals(leadId) ? null : change;
  }

  @Override
  public synchronized void audited(AuditEntry entry) {
    fates.merge(entry.getFate(), 1L, Long::sum);
    if (entry.getLeadId() != null && entry.getSequence() != null) {
      entry.getPassed().stream()
          .map(Passed::getKey)
          .filter(key -> key.startsWith(VISITOR))
          .findFirst()
          .ifPresent(
              key ->
                  visitors.put(
                      new Judgement(entry.getLeadId(), entry.getSequence()),
                      key.substring(VISITOR.length())));
    }
  }

  /** Alerts that nobody has taken. */
  synchronized int unexplained() {
    return unexplained.size();
  }

  /**
   * Takes the alert that matters most, one of a definition not seen yet before others, the latest
   * of its priority, and forgets the others of its definition. Score and alert of one judgement are
   * committed together but read from two topics: an alert whose score is not there yet is left for
   * the next time, but for one that time raised, whose judgement may have had no news of the score.
   */
  synchronized Optional<ExplainedAlert> takeAlert() {
    Optional<SalesAlert> next =
        unexplained.stream()
            .filter(alert -> alert.getCause() == Cause.COOLING || scoreOf(alert).isPresent())
            .max(
                Comparator.<SalesAlert, Boolean>comparing(
                        alert -> !explained.contains(alert.getDefinition()))
                    .thenComparing(alert -> -PRIORITIES.indexOf(alert.getPriority()))
                    .thenComparing(SalesAlert::getOccurredAt));
    next.map(SalesAlert::getDefinition)
        .ifPresent(
            definition -> {
              explained.add(definition);
              unexplained.removeIf(alert -> alert.getDefinition().equals(definition));
            });
    return next.map(
        alert -> ExplainedAlert.of(alert, scoreOf(alert), who(alert.getLeadId()), labels));
  }

  private Optional<LeadScore> scoreOf(SalesAlert alert) {
    return Optional.ofNullable(scores.get(new Judgement(alert.getLeadId(), alert.getSequence())))
        .map(Scores::latest);
  }

  synchronized Counters counters(long events) {
    return new Counters(
        events,
        fates.getOrDefault(Fate.SCORED, 0L),
        fates.getOrDefault(Fate.UNMATCHED, 0L),
        fates.getOrDefault(Fate.ANONYMOUS, 0L),
        fates.getOrDefault(Fate.DUPLICATE, 0L),
        fates.getOrDefault(Fate.IGNORED, 0L),
        fates.getOrDefault(Fate.DEAD_LETTER, 0L),
        alerts);
  }

  /** The hottest at an instant, hottest first. */
  synchronized List<Standing> warmest(Instant now, int most) {
    long instant = now.toEpochMilli();
    record Ranked(Scores scores, double engagement) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Scores known : leads.values()) {
      ranked.add(new Ranked(known, known.at(instant)));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::engagement).reversed());
    return ranked.stream()
        .limit(most)
        .map(lead -> standing(lead.scores(), lead.engagement(), now))
        .toList();
  }

  private Standing standing(Scores scores, double engagement, Instant now) {
    LeadScore score = scores.latest();
    double change = engagement - scores.at(now.minus(TREND).toEpochMilli());
    return new Standing(
        who(score.getLeadId()),
        score.getAccountId() == null ? "" : score.getAccountId(),
        score.getLabel(),
        score.getTemperature(),
        ExplainedAlert.heat(score.getLabel()),
        engagement,
        score.getEngagementMax() == null ? USUAL_MOST : score.getEngagementMax(),
        Math.abs(change) < 0.05 ? 0 : (int) Math.signum(change),
        score.getFit(),
        Optional.ofNullable(score.getCoolsAt())
            .map(at -> Duration.between(now, at))
            .filter(left -> !left.isNegative()));
  }

  /**
   * Latest first. Leads warm by the dozen before one cools, and that is worth seeing: so the latest
   * of these stands in third place at the latest. Who turned out to have been a visitor is told of
   * in {@link #named}.
   */
  synchronized List<Change> changes() {
    List<StageChange> latest = new ArrayList<>(changes);
    latest.sort(Comparator.comparing(StageChange::getOccurredAt).reversed());
    if (lastCooling != null) {
      raise(lastCooling, latest);
    }
    return latest.stream().map(this::change).toList();
  }

  private static void raise(StageChange rare, List<StageChange> latest) {
    latest.remove(rare);
    int place = 0;
    while (place < Math.min(latest.size(), RARE_PLACE)
        && latest.get(place).getOccurredAt().isAfter(rare.getOccurredAt())) {
      place++;
    }
    latest.add(place, rare);
  }

  private Change change(StageChange change) {
    return new Change(
        change.getOccurredAt(),
        who(change.getLeadId()),
        change.getFromStage(),
        change.getToStage(),
        Causes.inWords(change.getCause().name()),
        change.getLabel(),
        change.getEngagement());
  }

  private String who(String leadId) {
    OptionalInt index = people.indexOf(leadId);
    return index.isPresent() ? people.person(index.getAsInt()).name() : leadId;
  }
}
