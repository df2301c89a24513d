package dev.kizashi.scoring.facts;

import java.util.Arrays;

/**
 * The last events that reached a lead, by arrival: what a duplicate and a burst are found in. Of
 * the last 256 arrivals those are kept that occurred later than the clock less the catalogue's
 * window; an older one still takes its place among the 256. Ids stand as {@link Hashes#ofText}.
 * What a watched event shows is a sighting once it has left the list clean or marked for good.
 */
public final class RecentEvents {
  public static final int MOST = 256;

  private static final int INITIAL = 4;

  private long arrivals;
  private int size;
  private long[] keys = new long[INITIAL];
  private long[] times = new long[INITIAL];
  private long[] places = new long[INITIAL];
  private WatchedEvent[] watched = new WatchedEvent[INITIAL];

  public int size() {
    return size;
  }

  /** {@link Hashes#ofText} of the event id. */
  public long key(int i) {
    return keys[i];
  }

  public long occurredAt(int i) {
    return times[i];
  }

  /** How many events arrived later. */
  public long age(int i) {
    return arrivals - places[i];
  }

  /** What burst rules see of the event, or null when they do not watch it. */
  public WatchedEvent watched(int i) {
    return watched[i];
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

  /**
   * Another event arrived; only those after {@code horizon} are kept, of the others {@code settled}
   * keeps what they showed.
   *
   * @return the event's place, or −1 when it is too old to be kept
   */
  public int arrived(
      long key, long occurredAt, WatchedEvent event, long horizon, int source, Sightings settled) {
    restore(key, occurredAt, 0, event);
    dropUntil(horizon, source, settled);
    return size > 0 && places[size - 1] == arrivals ? size - 1 : -1;
  }

  /** Puts an event behind those known, after {@code missing} arrivals that were not kept. */
  public void restore(long key, long occurredAt, long missing, WatchedEvent event) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      times = Arrays.copyOf(times, size * 2);
      places = Arrays.copyOf(places, size * 2);
      watched = Arrays.copyOf(watched, size * 2);
    }
    skipped(missing + 1);
    keys[size] = key;
    times[size] = occurredAt;
    watched[size] = event;
    places[size++] = arrivals;
  }

  /** That many arrivals were not kept. */
  public void skipped(long count) {
    arrivals += count;
  }

  /** Keeps only events that occurred after {@code horizon} and are among the last arrivals. */
  public void dropUntil(long horizon, int source, Sightings settled) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > horizon && age(i) < MOST) {
        keys[kept] = keys[i];
        times[kept] = times[i];
        watched[kept] = watched[i];
        places[kept++] = places[i];
      } else if (watched[i] != null) {
        settled.seen(watched[i], source, times[i]);
      }
    }
    Arrays.fill(watched, kept, size, null);
    size = kept;
  }
}
