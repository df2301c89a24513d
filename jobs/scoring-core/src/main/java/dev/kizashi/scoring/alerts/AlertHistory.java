package dev.kizashi.scoring.alerts;

import java.util.ArrayList;
import java.util.List;

/** How many alerts of each definition a lead has had, and when the last was raised. */
public final class AlertHistory {
  private final List<Entry> entries = new ArrayList<>(2);

  /**
   * @param definition {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of the definition's name
   * @param ordinal of the last alert raised, from 1
   * @param raisedAt {@code occurred_at} of the last alert raised
   * @param quietSince for a definition on quiet the activity after which it was quiet, else {@link
   *     Long#MIN_VALUE}
   */
  public record Entry(int definition, long ordinal, long raisedAt, long quietSince) {}

  /** The definition's entry, or null before its first alert. */
  Entry of(int definition) {
    for (Entry entry : entries) {
      if (entry.definition() == definition) {
        return entry;
      }
    }
    return null;
  }

  /** Replaces what is known of the entry's definition. */
  public void record(Entry entry) {
    entries.removeIf(known -> known.definition() == entry.definition());
    entries.add(entry);
  }

  public List<Entry> entries() {
    return entries;
  }
}
