package dev.kizashi.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * §8: where a lead's history came from. Nothing for what names the lead itself, {@code visitor:v}
 * for what a visitor did, {@code lead:B} for what names a merged lead, and one before the other
 * where histories came from further: {@code lead:B/visitor:v}.
 *
 * @param steps the outermost first
 */
public record Source(List<String> steps) {
  /** Of what names the lead itself. */
  public static final Source OWN = new Source(List.of());

  private static final String LEAD = "lead:";

  public Source {
    steps = List.copyOf(steps);
  }

  /** Of what a visitor did before and after it was named. */
  public static Source visitor(String visitorId) {
    return new Source(List.of("visitor:" + visitorId));
  }

  /** Of what names a lead that was merged. */
  public static Source lead(String leadId) {
    return new Source(List.of(LEAD + leadId));
  }

  /** The same seen from the lead that a lead of this path was merged into. */
  public Source under(Source path) {
    List<String> all = new ArrayList<>(path.steps);
    all.addAll(steps);
    return new Source(all);
  }

  /** Whether the history lies under a path: a lead's own, and all that came to it. */
  public boolean isUnder(Source path) {
    return steps.size() >= path.steps.size()
        && steps.subList(0, path.steps.size()).equals(path.steps);
  }

  /** The same seen from the lead of a path that it lies under. */
  public Source within(Source path) {
    return new Source(steps.subList(path.steps.size(), steps.size()));
  }

  /**
   * The path to the first lead on the way that is none of these; empty where all are.
   *
   * @param known ids
   */
  public Optional<Source> toLeadBut(Collection<String> known) {
    for (int i = 0; i < steps.size() && steps.get(i).startsWith(LEAD); i++) {
      Source path = new Source(steps.subList(0, i + 1));
      if (!known.contains(path.lastLead())) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** The id of the lead whose path it is. */
  public String lastLead() {
    return steps.get(steps.size() - 1).substring(LEAD.length());
  }

  @Override
  public String toString() {
    return String.join("/", steps);
  }
}
