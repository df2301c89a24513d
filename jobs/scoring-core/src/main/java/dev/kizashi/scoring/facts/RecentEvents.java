package dev.kizashi.scoring.facts;

import java.util.Arrays;

/**
 * The last events that reached a lead, by arrival: what a duplicate is found in. At most 256, and
 * of those only the ones later than the clock less the catalogue's window. Ids stand as {@link
 * Hashes#ofText}.
 */
public final class RecentEvents {
  public static final int MOST = 256;

  private int size;
  private long[] keys = new long[4];
  private long[] times = new long[4];

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

  public boolean contains(long key) {
    for (int i = size - 1; i >= 0; i--) {
      if (keys[i] == key) {
        return true;
      }
    }
    return false;
  }

  public void add(long key, long occurredAt) {
    if (size == MOST) {
      System.arraycopy(keys, 1, keys, 0, size - 1);
      System.arraycopy(times, 1, times, 0, size - 1);
      size--;
    } else if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      times = Arrays.copyOf(times, size * 2);
    }
    keys[size] = key;
    times[size++] = occurredAt;
  }

  /** Keeps only events that occurred after {@code instant}. */
  public void dropUntil(long instant) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > instant) {
        keys[kept] = keys[i];
        times[kept++] = times[i];
      }
    }
    size = kept;
  }
}
