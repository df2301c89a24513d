package dev.kizashi.scoring.evaluate;

import java.util.List;

/**
 * Which rules apply at an instant of event time: those with the latest start at or before it, and
 * the earliest ones before that. So every task judges alike, whenever it came to know of a version.
 */
public final class Rulebook {
  private final List<Entry> entries;

  /**
   * @param from the instant of event time from which the rules apply
   */
  public record Entry(long from, Rules rules) {}

  /**
   * @param entries at least one, by ascending start
   */
  public Rulebook(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a rulebook has at least one set of rules");
    }
  }

  /** A book of one set of rules, for ever. */
  public static Rulebook always(Rules rules) {
    return new Rulebook(List.of(new Entry(Long.MIN_VALUE, rules)));
  }

  /** The rules that apply at {@code t}. */
  Rules at(long t) {
    return entries.get(indexAt(t)).rules();
  }

  /** The rules that the lead was last judged under; those of its clock when they are gone. */
  Rules of(LeadState state) {
    int judged = indexOf(state);
    return judged < 0 ? at(state.clock()) : entries.get(judged).rules();
  }

  /**
   * What the lead has still to be judged under up to {@code t}, one version after the other; a lead
   * that was judged under rules that are gone goes straight to those of {@code t}. Null when there
   * is nothing.
   */
  Entry pending(LeadState state, long t) {
    int judged = indexOf(state);
    int current = indexAt(t);
    if (judged >= current) {
      return null;
    }
    return entries.get(judged < 0 ? current : judged + 1);
  }

  private int indexAt(long t) {
    int index = entries.size() - 1;
    while (index > 0 && entries.get(index).from() > t) {
      index--;
    }
    return index;
  }

  private int indexOf(LeadState state) {
    int index = entries.size() - 1;
    while (index >= 0 && !entries.get(index).rules().judged(state)) {
      index--;
    }
    return index;
  }
}
