package dev.kizashi.scoring.signals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code signals.yaml} as written: which behaviour is a signal, and which is a machine's. Compiled
 * by {@link SignalMatcher}.
 *
 * @param version from 1, ascending with every published change
 * @param dedupeWindowMillis how long, in event time, an event id is remembered for a lead
 * @param signals in the order of the document, names unique
 */
public record SignalCatalogue(
    int version, long dedupeWindowMillis, List<SignalDefinition> signals, Exclusions exclude) {

  /** Two days: mail services retry that long. */
  public static final long DEFAULT_DEDUPE_WINDOW_MILLIS = 48 * 3_600_000L;

  public SignalCatalogue {
    if (version < 1) {
      throw new IllegalArgumentException("version must be at least 1, not " + version);
    }
    if (dedupeWindowMillis < 0) {
      throw new IllegalArgumentException("dedupe_window must not be negative");
    }
    signals = List.copyOf(signals);
    Objects.requireNonNull(exclude, "exclude");
  }

  /**
   * A named kind of behaviour.
   *
   * @param on event types, at least one
   * @param where all must hold; several conditions may name one property
   * @param when a CEL guard, or null
   * @param distinctBy the property whose value is the fact's asset, or null
   * @param profile what the event says of the person: the attribute of the profile, and the
   *     property whose value becomes the attribute's
   * @param label what a salesperson reads; the name where the document has none
   */
  public record SignalDefinition(
      String name,
      List<String> on,
      List<Condition> where,
      String when,
      String distinctBy,
      Map<String, String> profile,
      String label) {
    public SignalDefinition {
      Objects.requireNonNull(name, "name");
      on = List.copyOf(on);
      where = List.copyOf(where);
      profile = Map.copyOf(profile);
      if (on.isEmpty()) {
        throw new IllegalArgumentException("signal " + name + " is on no event type");
      }
      label = label == null ? name : label;
    }
  }

  /** One property must satisfy one matcher. */
  public record Condition(String property, TextMatcher matcher) {}

  /**
   * Which behaviour is a machine's.
   *
   * @param userAgents globs, matched without case
   * @param addresses single addresses or CIDR ranges, v4 or v6, as written
   */
  public record Exclusions(
      boolean knownCrawlers,
      List<String> userAgents,
      List<String> addresses,
      boolean machineOpen,
      List<BurstRule> bursts) {
    public static final Exclusions NONE =
        new Exclusions(false, List.of(), List.of(), false, List.of());

    public Exclusions {
      userAgents = List.copyOf(userAgents);
      addresses = List.copyOf(addresses);
      bursts = List.copyOf(bursts);
    }
  }

  /**
   * A count rule ({@code after} empty): {@code count} events of the {@code on} types with one value
   * of {@code same} within {@code withinMillis}. An after rule ({@code count} 0): an event of the
   * {@code on} types that comes within {@code withinMillis} after one of the {@code after} types.
   */
  public record BurstRule(
      String reason, Set<String> on, Set<String> after, String same, int count, long withinMillis) {
    public BurstRule {
      on = Set.copyOf(on);
      after = Set.copyOf(after);
      if (after.isEmpty() == (count == 0)) {
        throw new IllegalArgumentException("a burst rule has either count or after");
      }
    }
  }
}
