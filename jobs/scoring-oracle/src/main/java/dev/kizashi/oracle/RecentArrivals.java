package dev.kizashi.oracle;

import static java.util.stream.Collectors.toUnmodifiableList;

import dev.kizashi.scoring.signals.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** §2: the recent list, in which duplicates are looked for and over which bursts are judged. */
final class RecentArrivals {
  private static final int LENGTH = 256;

  private final Deque<Listed> last = new ArrayDeque<>();

  /**
   * What arrived once. It stays itself wherever its history goes, and another arrival of the same
   * event is another: two are equal only when they are the same.
   */
  static final class Arrival {
    private final String eventId;
    private final long occurredAt;
    private final Event behaviour;

    private Arrival(String eventId, long occurredAt, Event behaviour) {
      this.eventId = eventId;
      this.occurredAt = occurredAt;
      this.behaviour = behaviour;
    }

    String eventId() {
      return eventId;
    }

    long occurredAt() {
      return occurredAt;
    }

    /** Null for a record of the CRM, which takes a place as well. */
    Event behaviour() {
      return behaviour;
    }
  }

  /** One place of the list. */
  record Listed(Source source, Arrival arrival) {
    private boolean isRecent(long clock, long windowMillis) {
      return arrival.occurredAt() > clock - windowMillis;
    }

    Listed from(Source other) {
      return new Listed(other, arrival);
    }
  }

  /**
   * Appends what has arrived.
   *
   * @param behaviour null for a record of the CRM
   */
  Arrival add(Source source, String eventId, long occurredAt, Event behaviour) {
    Arrival arrival = new Arrival(eventId, occurredAt, behaviour);
    append(List.of(new Listed(source, arrival)));
    return arrival;
  }

  /** Puts another list behind this one. */
  void append(List<Listed> others) {
    for (Listed other : others) {
      last.addLast(other);
      if (last.size() > LENGTH) {
        last.removeFirst();
      }
    }
  }

  /** The list as it stands when the clock does, by arrival. */
  List<Listed> listed(long clock, long windowMillis) {
    return last.stream()
        .filter(it -> it.isRecent(clock, windowMillis))
        .collect(toUnmodifiableList());
  }

  /** Takes out what lies under a path, and with it what the clock has long left behind. */
  List<Listed> take(Source path, long clock, long windowMillis) {
    List<Listed> taken =
        listed(clock, windowMillis).stream()
            .filter(it -> it.source().isUnder(path))
            .collect(toUnmodifiableList());
    last.removeIf(it -> it.source().isUnder(path));
    return taken;
  }

  /** One older than the window is not checked, and the list holds none that is. */
  boolean holds(String eventId, long occurredAt, long clock, long windowMillis) {
    return occurredAt > clock - windowMillis
        && listed(clock, windowMillis).stream()
            .anyMatch(it -> it.arrival().eventId().equals(eventId));
  }
}
