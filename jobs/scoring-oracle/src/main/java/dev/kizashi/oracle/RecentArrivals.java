package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.signals.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** §2: the recent list, in which duplicates are looked for and over which bursts are judged. */
final class RecentArrivals {
  private static final int LENGTH = 256;

  private final Deque<Arrival> last = new ArrayDeque<>();
  private long arrived;

  /**
   * One place of the list.
   *
   * @param number of all that ever reached the lead, from 1
   * @param behaviour null for a record of the CRM, which takes a place as well
   */
  record Arrival(long number, String eventId, long occurredAt, Event behaviour) {
    boolean isRecent(long clock, long windowMillis) {
      return occurredAt > clock - windowMillis;
    }
  }

  /**
   * Appends what reached the lead.
   *
   * @param behaviour null for a record of the CRM
   * @return its number
   */
  long add(String eventId, long occurredAt, Event behaviour) {
    arrived++;
    last.addLast(new Arrival(arrived, eventId, occurredAt, behaviour));
    if (last.size() > LENGTH) {
      last.removeFirst();
    }
    return arrived;
  }

  /** The list as it stands when the clock does, by arrival. */
  List<Arrival> listed(long clock, long windowMillis) {
    return last.stream()
        .filter(it -> it.isRecent(clock, windowMillis))
        .collect(toUnmodifiableList());
  }

  /** One older than the window is not checked, and the list holds none that is. */
  boolean holds(String eventId, long occurredAt, long clock, long windowMillis) {
    return occurredAt > clock - windowMillis
        && listed(clock, windowMillis).stream().anyMatch(it -> it.eventId().equals(eventId));
  }
}
