package dev.kizashi.scoring.facts;

import java.util.List;

/**
 * What is kept of an event that a burst rule watches, for as long as a later event can still show
 * that a machine caused it.
 *
 * @param traits by which it takes part in bursts
 * @param seen the signals recognised in it; for each there is a fact
 * @param campaign what brought the lead here, or null
 * @param mark {@link Marks#CLEAN} or why it is suspect
 */
public record WatchedEvent(Traits traits, List<Hit> seen, String campaign, int mark) {
  /** With its traits. */
  private static final long EVENT_BYTES = 200;

  private static final long HIT_BYTES = 80;

  public WatchedEvent {
    seen = List.copyOf(seen);
  }

  /** About how many bytes of heap it takes. */
  long heapBytes() {
    long bytes = EVENT_BYTES + Sightings.heapBytes(campaign);
    for (Hit hit : seen) {
      bytes += HIT_BYTES + Sightings.heapBytes(hit.asset());
    }
    return bytes;
  }

  /** The same without what it shows. */
  WatchedEvent hidden() {
    return new WatchedEvent(traits, List.of(), null, mark);
  }

  WatchedEvent marked(int reason) {
    return new WatchedEvent(traits, seen, campaign, reason);
  }

  /**
   * What burst rules ask of an event.
   *
   * @param type {@link Hashes#ofSignal} of the event's type
   * @param same the properties that events of one burst share, those that the event has
   */
  public record Traits(int type, List<Trait> same) {
    public Traits {
      same = List.copyOf(same);
    }

    /** Whether the two have any value in common. */
    boolean sharesWith(WatchedEvent other) {
      for (Trait trait : same) {
        if (other.traits().same().contains(trait)) {
          return true;
        }
      }
      return false;
    }

    /** The value of a property, or 0. */
    long valueOf(int property) {
      for (Trait trait : same) {
        if (trait.property() == property) {
          return trait.value();
        }
      }
      return 0;
    }
  }

  /**
   * @param property {@link Hashes#ofSignal} of its name
   * @param value {@link Hashes#ofText} of its value
   */
  public record Trait(int property, long value) {}
}
