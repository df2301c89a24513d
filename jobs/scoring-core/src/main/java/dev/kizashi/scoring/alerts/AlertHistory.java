package dev.kizashi.scoring.alerts;

import java.util.ArrayList;
import java.util.List;

/**
 * How many alerts of each definition a lead has had, which are open, and when the last was raised.
 */
public final class AlertHistory {
  /** An instant before all others. */
  public static final long NEVER = Long.MIN_VALUE;

  /** More than anybody works on; those raised first stand. */
  private static final int MOST_OPEN = 256;

  private final List<Entry> entries = new ArrayList<>(2);
  private final List<OpenAlert> open = new ArrayList<>(2);

  /**
   * @param definition {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of the definition's name
   * @param ordinal of the last alert raised, from 1, withdrawn ones counted
   * @param closedAt {@code occurred_at} of the latest alert that is neither open nor withdrawn, or
   *     {@link #NEVER}
   * @param quietSince for a definition on quiet the activity after which it was quiet, else {@link
   *     #NEVER}
   */
  public record Entry(int definition, long ordinal, long closedAt, long quietSince) {
    Entry closedAt(long raisedAt) {
      return new Entry(definition, ordinal, Math.max(closedAt, raisedAt), quietSince);
    }
  }

  /** The definition's entry, or null before its first alert. */
  Entry of(int definition) {
    for (Entry entry : entries) {
      if (entry.definition() == definition) {
        return entry;
      }
    }
    return null;
  }

  /** When the last alert of the definition was raised that was not withdrawn, or {@link #NEVER}. */
  long lastRaised(int definition) {
    Entry entry = of(definition);
    long last = entry == null ? NEVER : entry.closedAt();
    for (OpenAlert alert : open) {
      if (alert.definition() == definition) {
        last = Math.max(last, alert.raisedAt());
      }
    }
    return last;
  }

  void raised(OpenAlert alert, long quietSince) {
    Entry known = of(alert.definition());
    long closedAt = known == null ? NEVER : known.closedAt();
    record(new Entry(alert.definition(), alert.ordinal(), closedAt, quietSince));
    open.add(alert);
    if (open.size() > MOST_OPEN) {
      close(open.get(0));
    }
  }

  /** It was never right: no cool-down starts with it. */
  public void withdraw(OpenAlert alert) {
    open.remove(alert);
  }

  /** It stands, and nothing takes it back any more. */
  public void close(OpenAlert alert) {
    open.remove(alert);
    record(of(alert.definition()).closedAt(alert.raisedAt()));
  }

  /** Alerts raised before an instant stand: what they rest on is no longer known. */
  public void closeBefore(long instant) {
    if (!open.isEmpty() && open.get(0).raisedAt() < instant) {
      List.copyOf(open).stream().filter(alert -> alert.raisedAt() < instant).forEach(this::close);
    }
  }

  /** The lead goes where no alert is worked on any more. */
  public void closeAll() {
    List.copyOf(open).forEach(this::close);
  }

  /** Replaces what is known of the entry's definition. */
  public void record(Entry entry) {
    entries.removeIf(known -> known.definition() == entry.definition());
    entries.add(entry);
  }

  /** As read from bytes. */
  public void restore(OpenAlert alert) {
    open.add(alert);
  }

  public List<Entry> entries() {
    return entries;
  }

  /** In the order raised. */
  public List<OpenAlert> open() {
    return open;
  }
}
