package dev.kizashi.scoring.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What applies when: entries by ascending start, each until the next one's; the first also before
 * its own. A later entry that starts earlier takes the place of all that start at or after it.
 */
public final class Timeline<T> {
  private final List<Entry<T>> entries;

  /**
   * @param from epoch millis of event time
   */
  public record Entry<T>(long from, T value) {}

  private Timeline(List<Entry<T>> entries) {
    this.entries = List.copyOf(entries);
  }

  /** One value for all time. */
  public static <T> Timeline<T> always(T value) {
    return new Timeline<>(List.of(new Entry<>(Long.MIN_VALUE, value)));
  }

  /**
   * @param published in the order of publication, at least one
   */
  public static <T> Timeline<T> of(List<Entry<T>> published) {
    if (published.isEmpty()) {
      throw new IllegalArgumentException("a timeline has at least one entry");
    }
    List<Entry<T>> entries = new ArrayList<>();
    for (Entry<T> entry : published) {
      entries.removeIf(earlier -> earlier.from() >= entry.from());
      entries.add(entry);
    }
    return new Timeline<>(entries);
  }

  /** What applies at {@code t}. */
  public T at(long t) {
    return entries.get(indexAt(t)).value();
  }

  int indexAt(long t) {
    int index = entries.size() - 1;
    while (index > 0 && entries.get(index).from() > t) {
      index--;
    }
    return index;
  }

  public List<Entry<T>> entries() {
    return entries;
  }
}
