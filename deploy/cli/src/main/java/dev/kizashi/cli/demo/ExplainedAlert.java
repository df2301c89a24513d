package dev.kizashi.cli.demo;

import dev.kizashi.events.Bant;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.ContributionKind;
import dev.kizashi.events.Evidence;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Moment;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StaleAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * An alert with the whole explanation of its score, in words.
 *
 * @param heat rank of the temperature, 1 is the hottest
 * @param lines most points first, then the limits that apply; their points sum to the engagement
 * @param stale attributes that were said too long ago to be trusted
 * @param moments latest first; of what one event said under several labels, that worth most
 */
record ExplainedAlert(
    String who,
    String leadId,
    Optional<String> account,
    Optional<String> owner,
    String definition,
    String priority,
    Instant occurredAt,
    String change,
    int heat,
    List<Line> lines,
    double engagement,
    List<Moment> moments,
    double fit,
    Optional<String> grade,
    String label,
    Bant bant,
    Set<String> stale,
    Optional<Instant> coolsAt,
    Optional<Instant> respondBy) {

  ExplainedAlert {
    lines = List.copyOf(lines);
    moments = List.copyOf(moments);
    stale = Set.copyOf(stale);
  }

  /**
   * What one signal or one limit does to the score.
   *
   * @param count occurrences that counted; 0 for a limit
   * @param suspects occurrences that did not, because a machine is suspected, by reason
   */
  record Line(
      String label,
      long count,
      Map<String, Long> suspects,
      Optional<Instant> lastAt,
      double points) {
    Line {
      suspects = Map.copyOf(suspects);
    }
  }

  /**
   * @param score the record of the same judgement; without it, what the alert's own lines leave
   *     unsaid is one line
   * @param labels words for signals, by name
   */
  static ExplainedAlert of(
      SalesAlert alert, Optional<LeadScore> score, String who, Map<String, String> labels) {
    List<Line> lines = score.isPresent() ? linesOf(alert, score.get(), labels) : linesOf(alert);
    return new ExplainedAlert(
        who,
        alert.getLeadId(),
        Optional.ofNullable(alert.getAccountId()),
        Optional.ofNullable(alert.getOwner()),
        alert.getDefinition(),
        alert.getPriority(),
        alert.getOccurredAt(),
        change(alert),
        heat(alert.getLabel()),
        lines,
        alert.getEngagement(),
        moments(alert, lines),
        alert.getFit(),
        Optional.ofNullable(alert.getGrade()),
        alert.getLabel(),
        alert.getBant(),
        alert.getStale().stream().map(StaleAttribute::getAttribute).collect(Collectors.toSet()),
        Optional.ofNullable(alert.getCoolsAt()),
        Optional.ofNullable(alert.getRespondBy()));
  }

  private static List<Moment> moments(SalesAlert alert, List<Line> lines) {
    Map<String, Double> worth = new HashMap<>();
    lines.stream()
        .filter(line -> line.count() > 0)
        .forEach(line -> worth.put(line.label(), Math.abs(line.points() / line.count())));
    Map<Instant, Moment> byEvent = new TreeMap<>(Comparator.reverseOrder());
    alert
        .getMoments()
        .forEach(
            moment ->
                byEvent.merge(
                    moment.getOccurredAt(),
                    moment,
                    BinaryOperator.maxBy(
                        Comparator.comparing(one -> worth.getOrDefault(one.getLabel(), 0.0)))));
    return List.copyOf(byEvent.values());
  }

  /** The rank that a label ends with. */
  static int heat(String label) {
    return Integer.parseInt(label.substring(label.length() - 1));
  }

  private static String change(SalesAlert alert) {
    String cause = Causes.inWords(alert.getCause().name());
    if (alert.getFromStage() == null) {
      return "raised " + cause;
    }
    return alert.getToStage() == null
        ? "in stage " + alert.getFromStage() + " for too long"
        : "from " + alert.getFromStage() + " to " + alert.getToStage() + " " + cause;
  }

  private static List<Line> linesOf(SalesAlert alert, LeadScore score, Map<String, String> labels) {
    Map<String, Instant> lastAt = new HashMap<>();
    alert.getEvidence().forEach(one -> lastAt.put(one.getSignal(), one.getLastAt()));
    List<Line> signals = new ArrayList<>();
    List<Line> limits = new ArrayList<>();
    for (Contribution line : score.getContributions()) {
      if (line.getKind() == ContributionKind.SIGNAL) {
        String signal = line.getSignal();
        if (line.getValue() != 0 || line.getSuspectCount() > 0) {
          signals.add(
              new Line(
                  labels.getOrDefault(signal, signal),
                  line.getCount(),
                  line.getSuspectReasons(),
                  Optional.ofNullable(lastAt.get(signal)),
                  line.getValue()));
        }
      } else {
        String limit =
            line.getCategory() == null
                ? "limit of the whole score"
                : "limit of " + line.getCategory();
        limits.add(new Line(limit, 0, Map.of(), Optional.empty(), line.getValue()));
      }
    }
    signals.sort(Comparator.comparingDouble(Line::points).reversed());
    signals.addAll(limits);
    return signals;
  }

  private static List<Line> linesOf(SalesAlert alert) {
    List<Line> lines = new ArrayList<>();
    double rest = alert.getEngagement();
    for (Evidence line : alert.getEvidence()) {
      lines.add(
          new Line(
              line.getLabel(),
              line.getCount(),
              line.getSuspectReasons(),
              Optional.of(line.getLastAt()),
              line.getPoints()));
      rest -= line.getPoints();
    }
    if (Math.abs(rest) > 1e-9) {
      lines.add(
          new Line("limits, and lines not in the alert", 0, Map.of(), Optional.empty(), rest));
    }
    return lines;
  }
}
