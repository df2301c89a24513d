package dev.kizashi.oracle;

import java.util.ArrayDeque;
import java.util.Deque;

/** §2: the recent list, in which duplicates are looked for. */
final class RecentArrivals {
  private static final int LENGTH = 256;

  private final Deque<Arrival> last = new ArrayDeque<>();

  private record Arrival(String eventId, long occurredAt) {
    boolean isRecent(long clock, long windowMillis) {
      return occurredAt > clock - windowMillis;
    }
  }

  void add(String eventId, long occurredAt) {
    last.addLast(new Arrival(eventId, occurredAt));
    if (last.size() > LENGTH) {
      last.removeFirst();
    }
  }

  /** One older than the window is not checked, and the list holds none that is. */
  boolean holds(String eventId, long occurredAt, long clock, long windowMillis) {
    return new Arrival(eventId, occurredAt).isRecent(clock, windowMillis)
        && last.stream()
            .anyMatch(it -> it.isRecent(clock, windowMillis) && it.eventId().equals(eventId));
  }
}
