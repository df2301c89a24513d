package dev.kizashi.scoring.facts;

import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of a lead's recent events only a machine can have caused, by how close together they came:
 * §2's burst rules, compiled. A mark is never taken back, and the first rule listed gives it.
 */
public final class Bursts {
  private final List<Rule> rules;

  public Bursts(List<BurstRule> rules) {
    this.rules = rules.stream().map(Rule::of).toList();
  }

  /**
   * @param after empty for a count rule
   */
  private record Rule(
      int mark, Set<Integer> on, Set<Integer> after, int same, int count, long withinMillis) {
    static Rule of(BurstRule rule) {
      return new Rule(
          Marks.ofReason(rule.reason()),
          types(rule.on()),
          types(rule.after()),
          Hashes.ofSignal(rule.same()),
          rule.count(),
          rule.withinMillis());
    }

    private static Set<Integer> types(Set<String> names) {
      return names.stream().map(Hashes::ofSignal).collect(Collectors.toSet());
    }

    boolean isShownBy(RecentEvents recent, int i, long value) {
      return after.isEmpty() ? isCrowded(recent, value) : follows(recent, i, value);
    }

    private boolean isCrowded(RecentEvents recent, long value) {
      long[] times = new long[recent.size()];
      int found = 0;
      for (int i = 0; i < recent.size(); i++) {
        if (valueOf(recent, i, on) == value) {
          times[found++] = recent.occurredAt(i);
        }
      }
      Arrays.sort(times, 0, found);
      for (int last = count - 1; last < found; last++) {
        if (times[last] - times[last - count + 1] <= withinMillis) {
          return true;
        }
      }
      return false;
    }

    /** No event comes after itself, though its type may be on both sides. */
    private boolean follows(RecentEvents recent, int event, long value) {
      for (int i = 0; i < recent.size(); i++) {
        long elapsed = recent.occurredAt(event) - recent.occurredAt(i);
        if (i != event
            && elapsed >= 0
            && elapsed <= withinMillis
            && valueOf(recent, i, after) == value) {
          return true;
        }
      }
      return false;
    }

    /** What an event of these types shares with others of its burst; 0 when it takes no part. */
    long valueOf(RecentEvents recent, int i, Set<Integer> types) {
      WatchedEvent event = recent.watched(i);
      return event != null && types.contains(event.traits().type())
          ? event.traits().valueOf(same)
          : 0;
    }
  }

  /**
   * Marks what the list shows, in the list and in the facts. An event that arrives can only change
   * the judgement of those that share something with it; where several joined, or the rules are
   * others than before, every event is looked at.
   *
   * @param firstArrived the place of the first event that has just joined; size when none is kept
   * @param all to look at every event, since the rules are others than before
   * @return whether facts of earlier events were marked
   */
  boolean mark(RecentEvents recent, Facts facts, int firstArrived, boolean all) {
    int joined = recent.size() - firstArrived;
    WatchedEvent arrived = joined == 0 ? null : recent.watched(firstArrived);
    boolean everyone = all || joined > 1;
    boolean earlier = false;
    for (int i = 0; i < recent.size(); i++) {
      WatchedEvent event = recent.watched(i);
      boolean open = event != null && event.mark() == Marks.CLEAN;
      boolean asked = open && (everyone || (arrived != null && arrived.traits().sharesWith(event)));
      int reason = asked ? reason(recent, i) : Marks.CLEAN;
      if (reason != Marks.CLEAN) {
        recent.mark(i, reason);
        for (Hit seen : event.seen()) {
          facts.mark(
              seen.signal(),
              Hour.of(recent.occurredAt(i)),
              seen.assetKey(),
              recent.source(i),
              reason);
        }
        earlier |= i < firstArrived && !event.seen().isEmpty();
      }
    }
    return earlier;
  }

  private int reason(RecentEvents recent, int i) {
    for (Rule rule : rules) {
      long value = rule.valueOf(recent, i, rule.on());
      if (value != 0 && rule.isShownBy(recent, i, value)) {
        return rule.mark();
      }
    }
    return Marks.CLEAN;
  }
}
