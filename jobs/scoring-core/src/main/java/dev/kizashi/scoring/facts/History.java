package dev.kizashi.scoring.facts;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * What somebody did, from whatever source: counts by hour, when each signal was last seen, and the
 * last events by arrival. A lead has one, a visitor without a name has one, and one travels when
 * they become the same person. Histories join by addition and part again by source.
 */
public final class History {
  private static final long SOURCE_BYTES = 100;

  private final Sources sources = new Sources();
  private final Facts facts = new Facts();
  private final Sightings sightings = new Sightings();
  private final RecentEvents recent = new RecentEvents();

  public Sources sources() {
    return sources;
  }

  public Facts facts() {
    return facts;
  }

  public Sightings sightings() {
    return sightings;
  }

  public RecentEvents recent() {
    return recent;
  }

  /** About how many bytes of heap all of it takes. */
  public long heapBytes() {
    return facts.heapBytes()
        + recent.heapBytes()
        + sightings.heapBytes()
        + sources.paths().size() * SOURCE_BYTES;
  }

  /** What was seen when, also in events that may still turn out to be a machine's. */
  public Sightings seen() {
    return sightings.with(recent);
  }

  /** When a person was last seen to do anything, as far as is known now; else Long.MIN_VALUE. */
  public long latestActivity() {
    return Math.max(sightings.latestActivity(), recent.latestActivity());
  }

  /**
   * An event: its hits become facts. What a watched event shows is kept in the list until no burst
   * can mark it any more; of others it is settled.
   *
   * @param event as it shows; without traits nothing watches it
   */
  public void add(long eventKey, long occurredAt, String source, WatchedEvent event) {
    int from = sources.of(source);
    int hour = Hour.of(occurredAt);
    for (Hit hit : event.seen()) {
      facts.add(hit.signal(), hour, hit.assetKey(), from, event.mark(), 1);
    }
    boolean watched = event.traits() != null;
    if (!watched) {
      sightings.seen(event, from, occurredAt);
    }
    recent.arrived(eventKey, occurredAt, from, watched ? event : null);
  }

  /** Everything of another history, its list behind this one's, with its sources under a path. */
  public void join(History other, String path) {
    IntUnaryOperator renamed =
        source -> sources.of(Sources.under(path, other.sources.path(source)));
    other.facts.takeOut(source -> true, facts, renamed);
    other.sightings.takeOut(source -> true, sightings, renamed);
    other.recent.takeOut(
        source -> true,
        (key, occurredAt, source, event) ->
            recent.arrived(key, occurredAt, renamed.applyAsInt(source), event));
  }

  /** Forgets what was done in the oldest hours, until at most so many facts are left. */
  public void keepLatest(int most) {
    while (facts.size() > most) {
      int kept = facts.oldestHour() + 1;
      facts.dropBefore(kept);
      sightings.dropBefore(Hour.startOf(kept));
      recent.hideBefore(Hour.startOf(kept));
    }
  }

  /** Parts with what lies under a path, which it leaves out of the sources. */
  public History takeUnder(String path) {
    History taken = new History();
    IntPredicate leaves = source -> sources.isUnder(source, path);
    IntUnaryOperator renamed = source -> taken.sources.of(sources.below(source, path));
    facts.takeOut(leaves, taken.facts, renamed);
    sightings.takeOut(leaves, taken.sightings, renamed);
    recent.takeOut(
        leaves,
        (key, occurredAt, source, event) ->
            taken.recent.arrived(key, occurredAt, renamed.applyAsInt(source), event));
    sources.forgetUnder(path);
    return taken;
  }

  /**
   * Whether an event of that id is in the list.
   *
   * @param horizon epoch millis; only later events stay
   */
  public boolean holds(long eventKey, long horizon) {
    recent.dropUntil(horizon, sightings);
    return recent.contains(eventKey);
  }

  /** Where the list stands, to tell what joins from now on. */
  public long arrivals() {
    return recent.arrivals();
  }

  /**
   * Lets go of events that are too old for the list, then marks what the list shows to be a
   * machine's.
   *
   * @param arrivals before what has just joined
   * @param horizon epoch millis; only later events stay
   * @param all to look at every event, since the rules are others than before
   * @return whether facts of earlier events were marked
   */
  public boolean markBursts(Bursts bursts, long arrivals, long horizon, boolean all) {
    recent.dropUntil(horizon, sightings);
    return bursts.mark(recent, facts, recent.firstAfter(arrivals), all);
  }

  /** The mark of the event that arrived last; {@code otherwise} where it is not in the list. */
  public int markOfLatest(int otherwise) {
    int latest = recent.size() - 1;
    boolean listed = latest >= 0 && recent.age(latest) == 0 && recent.watched(latest) != null;
    return listed ? recent.watched(latest).mark() : otherwise;
  }
}
