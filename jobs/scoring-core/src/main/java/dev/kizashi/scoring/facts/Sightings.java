package dev.kizashi.scoring.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

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

  private static final long SEEN_BYTES = 40;
  private static final long MOMENT_BYTES = 120;

  private static final Comparator<Moment> LATEST_FIRST =
      Comparator.comparingLong(Moment::occurredAt).reversed().thenComparingInt(Moment::signal);

  private static final Comparator<Moment> LATER =
      Comparator.comparingLong(Moment::occurredAt)
          .thenComparing(Moment::asset, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Moment::campaign, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final List<LastSeen> lastSeen = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>(MOMENTS + 1);
  private final List<Campaign> campaigns = new ArrayList<>(1);

  /** When a signal was last seen from a source, by a person or by what is suspect. */
  public record LastSeen(int signal, int source, boolean suspect, long occurredAt) {
    private boolean isOfTheSame(LastSeen other) {
      return signal == other.signal && source == other.source && suspect == other.suspect;
    }
  }

  /** The latest event of a signal from a source; asset and campaign may be null. */
  public record Moment(int signal, int source, long occurredAt, String asset, String campaign) {}

  /** The campaign of the latest behaviour from a source that carried one. */
  public record Campaign(int source, String text, long occurredAt) {
    /** Of equally late campaigns the greater text stands, so that arrival does not matter. */
    boolean isBefore(Campaign other) {
      return occurredAt < other.occurredAt
          || (occurredAt == other.occurredAt && text.compareTo(other.text) < 0);
    }
  }

  long heapBytes() {
    long bytes = lastSeen.size() * SEEN_BYTES;
    for (Moment moment : moments) {
      bytes += MOMENT_BYTES + heapBytes(moment.asset()) + heapBytes(moment.campaign());
    }
    for (Campaign campaign : campaigns) {
      bytes += MOMENT_BYTES + heapBytes(campaign.text());
    }
    return bytes;
  }

  /** Of a text's characters, which may be shared with nobody. */
  static long heapBytes(String text) {
    return text == null ? 0 : (long) text.length() * Character.BYTES;
  }

  /** These, and what the events of a list show that has not settled yet. */
  public Sightings with(RecentEvents recent) {
    Sightings all = null;
    for (int i = 0; i < recent.size(); i++) {
      WatchedEvent event = recent.watched(i);
      if (event != null && !event.seen().isEmpty()) {
        all = all == null ? copy() : all;
        all.seen(event, recent.source(i), recent.occurredAt(i));
      }
    }
    return all == null ? this : all;
  }

  private Sightings copy() {
    Sightings copy = new Sightings();
    copy.lastSeen.addAll(lastSeen);
    copy.moments.addAll(moments);
    copy.campaigns.addAll(campaigns);
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
    seen(new Moment(signal, source, occurredAt, cut(asset), cut(campaign)));
    if (campaign != null) {
      seen(new Campaign(source, cut(campaign), occurredAt));
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

  /** Keeps the latest of each signal from each source, and of each source the latest few. */
  public void seen(Moment moment) {
    int ofSource = 0;
    int oldest = -1;
    for (int i = 0; i < moments.size(); i++) {
      Moment known = moments.get(i);
      if (known.source() != moment.source()) {
        continue;
      }
      if (known.signal() == moment.signal()) {
        if (LATER.compare(moment, known) > 0) {
          moments.set(i, moment);
        }
        return;
      }
      ofSource++;
      if (oldest < 0 || LATEST_FIRST.compare(known, moments.get(oldest)) > 0) {
        oldest = i;
      }
    }
    if (ofSource < MOMENTS) {
      moments.add(moment);
    } else if (LATEST_FIRST.compare(moment, moments.get(oldest)) < 0) {
      moments.set(oldest, moment);
    }
  }

  /** Keeps the latest of its source. */
  public void seen(Campaign campaign) {
    for (int i = 0; i < campaigns.size(); i++) {
      Campaign known = campaigns.get(i);
      if (known.source() == campaign.source()) {
        if (known.isBefore(campaign)) {
          campaigns.set(i, campaign);
        }
        return;
      }
    }
    campaigns.add(campaign);
  }

  /** Forgets what was seen before an instant. */
  void dropBefore(long instant) {
    lastSeen.removeIf(seen -> seen.occurredAt() < instant);
    moments.removeIf(moment -> moment.occurredAt() < instant);
    campaigns.removeIf(campaign -> campaign.occurredAt() < instant);
  }

  /** Takes out what came from the sources that {@code leaves} names. */
  void takeOut(IntPredicate leaves, Sightings taker, IntUnaryOperator renamed) {
    lastSeen.removeIf(
        seen -> {
          if (leaves.test(seen.source())) {
            int source = renamed.applyAsInt(seen.source());
            taker.seen(new LastSeen(seen.signal(), source, seen.suspect(), seen.occurredAt()));
          }
          return leaves.test(seen.source());
        });
    moments.removeIf(
        moment -> {
          if (leaves.test(moment.source())) {
            int source = renamed.applyAsInt(moment.source());
            taker.seen(
                new Moment(
                    moment.signal(),
                    source,
                    moment.occurredAt(),
                    moment.asset(),
                    moment.campaign()));
          }
          return leaves.test(moment.source());
        });
    campaigns.removeIf(
        campaign -> {
          if (leaves.test(campaign.source())) {
            int source = renamed.applyAsInt(campaign.source());
            taker.seen(new Campaign(source, campaign.text(), campaign.occurredAt()));
          }
          return leaves.test(campaign.source());
        });
  }

  /** When the signal was last seen of a person from the source. */
  public long lastAt(int signal, int source) {
    for (LastSeen seen : lastSeen) {
      if (seen.signal() == signal && seen.source() == source && !seen.suspect()) {
        return seen.occurredAt();
      }
    }
    throw new IllegalArgumentException("the signal was never seen from that source");
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

  /** Of every source the latest few, in no order. */
  public List<Moment> moments() {
    return moments;
  }

  /** The latest of each signal from whatever source, and of those the latest few, latest first. */
  public List<Moment> latestMoments() {
    List<Moment> latest = new ArrayList<>(moments.size());
    for (Moment moment : moments) {
      int known = 0;
      while (known < latest.size() && latest.get(known).signal() != moment.signal()) {
        known++;
      }
      if (known == latest.size()) {
        latest.add(moment);
      } else if (LATER.compare(moment, latest.get(known)) > 0) {
        latest.set(known, moment);
      }
    }
    latest.sort(LATEST_FIRST);
    return latest.subList(0, Math.min(MOMENTS, latest.size()));
  }

  /** One a source, in no order. */
  public List<Campaign> campaigns() {
    return campaigns;
  }

  /** The campaign of the latest behaviour that carried one, or null. */
  public String campaign() {
    Campaign latest = null;
    for (Campaign campaign : campaigns) {
      latest = latest == null || latest.isBefore(campaign) ? campaign : latest;
    }
    return latest == null ? null : latest.text();
  }

  private static String cut(String text) {
    return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
