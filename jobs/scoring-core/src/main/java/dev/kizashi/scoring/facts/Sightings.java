package dev.kizashi.scoring.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What hours cannot tell and a salesperson asks: when exactly a signal was last seen, and what the
 * last interesting moments were. Of suspect behaviour only the time is kept. The latest {@code
 * occurred_at} wins, so order of arrival does not matter.
 */
public final class Sightings {
  /** As many moments as an alert shows. */
  public static final int MOMENTS = 5;

  /** Texts beyond this are of no use to a reader and are cut. */
  private static final int LONGEST_TEXT = 200;

  private static final Comparator<Moment> LATEST_FIRST =
      Comparator.comparingLong(Moment::occurredAt).reversed().thenComparingInt(Moment::signal);

  private static final Comparator<Moment> LATER =
      Comparator.comparingLong(Moment::occurredAt)
          .thenComparing(Moment::asset, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Moment::campaign, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final List<LastSeen> lastSeen = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>(MOMENTS + 1);
  private String campaign;
  private long campaignAt;

  /** When a signal was last seen from a source, by a person or by what is suspect. */
  public record LastSeen(int signal, int source, boolean suspect, long occurredAt) {
    private boolean isOfTheSame(LastSeen other) {
      return signal == other.signal && source == other.source && suspect == other.suspect;
    }
  }

  /** The latest event of a signal; asset and campaign may be null. */
  public record Moment(int signal, long occurredAt, String asset, String campaign) {}

  /** These, and what the events of a list show that has not settled yet. */
  public Sightings with(RecentEvents recent, int source) {
    Sightings all = null;
    for (int i = 0; i < recent.size(); i++) {
      WatchedEvent event = recent.watched(i);
      if (event != null && !event.seen().isEmpty()) {
        all = all == null ? copy() : all;
        all.seen(event, source, recent.occurredAt(i));
      }
    }
    return all == null ? this : all;
  }

  private Sightings copy() {
    Sightings copy = new Sightings();
    copy.lastSeen.addAll(lastSeen);
    copy.moments.addAll(moments);
    copy.campaign = campaign;
    copy.campaignAt = campaignAt;
    return copy;
  }

  /** Takes what an event showed, by a person or not. */
  public void seen(WatchedEvent event, int source, long occurredAt) {
    for (Hit seen : event.seen()) {
      if (event.mark() == Marks.CLEAN) {
        seen(seen.signal(), source, occurredAt, seen.asset(), event.campaign());
      } else {
        seen(new LastSeen(seen.signal(), source, true, occurredAt));
      }
    }
  }

  /** Takes clean behaviour. */
  public void seen(int signal, int source, long occurredAt, String asset, String campaign) {
    seen(new LastSeen(signal, source, false, occurredAt));
    seen(new Moment(signal, occurredAt, cut(asset), cut(campaign)));
    if (campaign != null) {
      campaignSeen(cut(campaign), occurredAt);
    }
  }

  /** Keeps the latest of its kind. */
  public void seen(LastSeen seen) {
    for (int i = 0; i < lastSeen.size(); i++) {
      LastSeen known = lastSeen.get(i);
      if (known.isOfTheSame(seen)) {
        if (seen.occurredAt() > known.occurredAt()) {
          lastSeen.set(i, seen);
        }
        return;
      }
    }
    lastSeen.add(seen);
  }

  /** Keeps the latest of each signal, and of those the latest few. */
  public void seen(Moment moment) {
    for (int i = 0; i < moments.size(); i++) {
      if (moments.get(i).signal() == moment.signal()) {
        if (LATER.compare(moment, moments.get(i)) > 0) {
          moments.set(i, moment);
          moments.sort(LATEST_FIRST);
        }
        return;
      }
    }
    moments.add(moment);
    moments.sort(LATEST_FIRST);
    if (moments.size() > MOMENTS) {
      moments.remove(MOMENTS);
    }
  }

  /** Of equally late campaigns the greater text stands, so that arrival does not matter. */
  public void campaignSeen(String text, long occurredAt) {
    if (campaign == null
        || occurredAt > campaignAt
        || (occurredAt == campaignAt && text.compareTo(campaign) > 0)) {
      campaign = text;
      campaignAt = occurredAt;
    }
  }

  /**
   * When the signal was last seen from any source; by what is suspect only where no person was
   * seen. Null when it never was.
   */
  public Long lastAt(int signal) {
    LastSeen latest = null;
    for (LastSeen seen : lastSeen) {
      if (seen.signal() == signal && (latest == null || isBetter(seen, latest))) {
        latest = seen;
      }
    }
    return latest == null ? null : (Long) latest.occurredAt();
  }

  private static boolean isBetter(LastSeen one, LastSeen other) {
    return one.suspect() == other.suspect()
        ? one.occurredAt() > other.occurredAt()
        : other.suspect();
  }

  /** When anything was last seen of a person; {@link Long#MIN_VALUE} before that. */
  public long latestActivity() {
    long latest = Long.MIN_VALUE;
    for (LastSeen seen : lastSeen) {
      if (!seen.suspect() && seen.occurredAt() > latest) {
        latest = seen.occurredAt();
      }
    }
    return latest;
  }

  public List<LastSeen> lastSeen() {
    return lastSeen;
  }

  /** Latest first, one a signal. */
  public List<Moment> moments() {
    return moments;
  }

  /** The campaign of the latest behaviour that carried one, or null. */
  public String campaign() {
    return campaign;
  }

  public long campaignAt() {
    return campaignAt;
  }

  private static String cut(String text) {
    return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
