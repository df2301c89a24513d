package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.engagement.Valuation;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.Contribution.Kind;
import dev.kizashi.scoring.evaluate.Emission.Evidence;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Sightings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why the score is what it is: a line for every signal that has facts, by category, then a line for
 * each clamp that changes the sum. The lines sum to the engagement.
 */
final class Explanation {
  /** More lines than this nobody reads in an alert; the score has them all. */
  private static final int EVIDENCE = 10;

  /** A clamp of less than this is summation's noise. */
  private static final double ROUNDING = 1e-9;

  private final Rules rules;
  private final List<Valuation.Line> lines;

  Explanation(Rules rules, LeadState state, long t) {
    this.rules = rules;
    this.lines = rules.valuation.lines(state.facts, state.baseline, t);
  }

  List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>(lines.size() + 1);
    double total = 0;
    for (int i = 0; i < lines.size(); ) {
      int category = lines.get(i).category();
      String name = rules.valuation.category(category).name();
      double score = 0;
      for (; i < lines.size() && lines.get(i).category() == category; i++) {
        Valuation.Line line = lines.get(i);
        score += line.value();
        contributions.add(
            new Contribution(
                Kind.SIGNAL, name, line.signal(), line.count(), suspects(line), line.value()));
      }
      double clamped = rules.valuation.clampCategory(category, score);
      if (Math.abs(clamped - score) > ROUNDING) {
        contributions.add(clamp(Kind.CATEGORY_CLAMP, name, clamped - score));
      }
      total += clamped;
    }
    double clamped = rules.valuation.clampTotal(total);
    if (Math.abs(clamped - total) > ROUNDING) {
      contributions.add(clamp(Kind.TOTAL_CLAMP, null, clamped - total));
    }
    return contributions;
  }

  private static Contribution clamp(Kind kind, String category, double value) {
    return new Contribution(kind, category, null, 0, Map.of(), value);
  }

  /** By reason in words, in the order of the words; marks that read alike add up. */
  private Map<String, Long> suspects(Valuation.Line line) {
    if (line.suspectsByMark().isEmpty()) {
      return Map.of();
    }
    Map<String, Long> suspects = new TreeMap<>();
    line.suspectsByMark()
        .forEach((mark, count) -> suspects.merge(rules.reason(mark), count, Long::sum));
    return suspects;
  }

  /** The top lines, most points first. */
  List<Evidence> evidence(Sightings seen) {
    return lines.stream()
        .filter(line -> billionths(line) != 0 || !line.suspectsByMark().isEmpty())
        .sorted(
            Comparator.comparingLong(Explanation::billionths)
                .reversed()
                .thenComparing(Valuation.Line::signal))
        .limit(EVIDENCE)
        .map(line -> evidence(line, seen))
        .toList();
  }

  /** Points as exact as they are compared: what only rounding tells apart is equal. */
  private static long billionths(Valuation.Line line) {
    return Math.round(line.value() * 1e9);
  }

  private Evidence evidence(Valuation.Line line, Sightings seen) {
    int signal = Hashes.ofSignal(line.signal());
    String label = rules.label(signal);
    return new Evidence(
        line.signal(),
        label == null ? line.signal() : label,
        line.count(),
        line.value(),
        seen.lastAt(signal),
        suspects(line));
  }
}
