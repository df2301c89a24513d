package dev.kizashi.scoring.facts;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The last events that reached a lead, by arrival: what a duplicate and a burst are found in. Of
 * the last 256 arrivals those are kept that occurred later than the clock less the catalogue's
 * window; an older one still takes its place among the 256. Ids stand as {@link Hashes#ofText}.
 * What a watched event shows is a sighting once it has left the list clean or marked for good.
 */
public final class RecentEvents {
  public static final int MOST = 256;

  private static final int INITIAL = 4;
  private static final long BYTES_A_PLACE = 3 * Long.BYTES + 2 * Integer.BYTES;

  private long arrivals;
  private int size;
  private long[] keys = new long[INITIAL];
  private long[] times = new long[INITIAL];
  private long[] places = new long[INITIAL];
  private int[] sources = new int[INITIAL];
  private WatchedEvent[] watched = new WatchedEvent[INITIAL];

  public int size() {
    return size;
  }

  long heapBytes() {
    long bytes = keys.length * BYTES_A_PLACE;
    for (int i = 0; i < size; i++) {
      bytes += watched[i] == null ? 0 : watched[i].heapBytes();
    }
    return bytes;
  }

  /** {@link Hashes#ofText} of the event id. */
  public long key(int i) {
    return keys[i];
  }

  public long occurredAt(int i) {
    return times[i];
  }

  /** The event's source, as facts have it. */
  public int source(int i) {
    return sources[i];
  }

  /** How many events have arrived, kept or not. */
  long arrivals() {
    return arrivals;
  }

  /** The first place of those that arrived after the first {@code arrivals}; size when none. */
  int firstAfter(long arrivals) {
    int first = size;
    while (first > 0 && places[first - 1] > arrivals) {
      first--;
    }
    return first;
  }

  /** How many events arrived later. */
  public long age(int i) {
    return arrivals - places[i];
  }

  /** What burst rules see of the event, or null when they do not watch it. */
  public WatchedEvent watched(int i) {
    return watched[i];
  }

  /** When a person was last seen in watched events; {@link Long#MIN_VALUE} before that. */
  long latestActivity() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      WatchedEvent event = watched[i];
      if (event != null && event.mark() == Marks.CLEAN && !event.seen().isEmpty()) {
        latest = Math.max(latest, times[i]);
      }
    }
    return latest;
  }

  void mark(int i, int reason) {
    watched[i] = watched[i].marked(reason);
  }

  public boolean contains(long key) {
    for (int i = size - 1; i >= 0; i--) {
      if (keys[i] == key) {
        return true;
      }
    }
    return false;
  }

  /** Puts an event behind those known, after {@code missing} arrivals that were not kept. */
  public void restore(long key, long occurredAt, int source, long missing, WatchedEvent event) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      times = Arrays.copyOf(times, size * 2);
      places = Arrays.copyOf(places, size * 2);
      sources = Arrays.copyOf(sources, size * 2);
      watched = Arrays.copyOf(watched, size * 2);
    }
    skipped(missing + 1);
    keys[size] = key;
    times[size] = occurredAt;
    sources[size] = source;
    watched[size] = event;
    places[size++] = arrivals;
  }

  /** That many arrivals were not kept. */
  public void skipped(long count) {
    arrivals += count;
  }

  /** Another event has arrived. */
  void arrived(long key, long occurredAt, int source, WatchedEvent event) {
    restore(key, occurredAt, source, 0, event);
  }

  /**
   * Keeps only events that occurred after {@code horizon} and are among the last arrivals; of the
   * others {@code settled} keeps what they showed.
   */
  public void dropUntil(long horizon, Sightings settled) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > horizon && age(i) < MOST) {
        move(i, kept++);
      } else if (watched[i] != null) {
        settled.seen(watched[i], sources[i], times[i]);
      }
    }
    truncate(kept);
  }

  /** Events before an instant stay known, but what they showed is forgotten. */
  void hideBefore(long instant) {
    for (int i = 0; i < size; i++) {
      if (times[i] < instant && watched[i] != null) {
        watched[i] = watched[i].hidden();
      }
    }
  }

  /** Takes out the events of the sources that {@code leaves} names, in order. */
  void takeOut(IntPredicate leaves, Taker taker) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (leaves.test(sources[i])) {
        taker.take(keys[i], times[i], sources[i], watched[i]);
      } else {
        move(i, kept++);
      }
    }
    truncate(kept);
  }

  /** Is handed an event that leaves. */
  interface Taker {
    void take(long key, long occurredAt, int source, WatchedEvent event);
  }

  private void move(int from, int to) {
    if (from == to) {
      return;
    }
    keys[to] = keys[from];
    times[to] = times[from];
    places[to] = places[from];
    sources[to] = sources[from];
    watched[to] = watched[from];
  }

  private void truncate(int kept) {
    Arrays.fill(watched, kept, size, null);
    size = kept;
  }
}
