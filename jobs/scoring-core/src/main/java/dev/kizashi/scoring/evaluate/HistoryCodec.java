package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.facts.Sightings;
import java.util.Arrays;

/**
 * A history as bytes, a part of whatever has one. Times are differences to a clock that is not
 * before any of them, hours to the hour before, counts and ids are variable length: a fact that
 * happened once takes two or three bytes.
 *
 * <pre>
 * signals &lt;&lt; 1 | sources?, each i32; from here on named by place
 * (sources, each a path or none)?
 * facts: runs, each (signal, facts, each (header, asset i64?, source?, mark?, count?))
 *        header = hour difference &lt;&lt; 4 | count≠1 | mark | source | asset
 * last seen | moments | campaigns | recent events
 * </pre>
 */
public final class HistoryCodec {
  private static final int HAS_SOURCES = 1;

  private static final int HAS_ASSET = 1;
  private static final int HAS_SOURCE = 2;
  private static final int HAS_MARK = 4;
  private static final int HAS_COUNT = 8;
  private static final int FLAG_BITS = 4;

  private static final int SEEN_SOURCE = 1;
  private static final int SEEN_SUSPECT = 2;
  private static final int SEEN_FLAG_BITS = 2;

  private static final int HAS_CAMPAIGNS = 1;
  private static final int MOMENT_ASSET = 1;
  private static final int MOMENT_CAMPAIGN = 2;
  private static final int MOMENT_SOURCE = 4;
  private static final int MOMENT_FLAG_BITS = 3;

  private HistoryCodec() {}

  /** Appends it to {@code out}. */
  public static void write(History history, long clock, ByteWriter out) {
    int[] signals = signals(history);
    boolean sources = !history.sources().paths().isEmpty();
    out.writeUnsigned((long) signals.length << 1 | (sources ? HAS_SOURCES : 0));
    for (int signal : signals) {
      out.writeInt(signal);
    }
    if (sources) {
      out.writeUnsigned(history.sources().paths().size());
      history.sources().paths().forEach(out::writeText);
    }
    writeFacts(history, clock, signals, out);
    writeSightings(history, clock, signals, out);
    RecentEventsCodec.write(history.recent(), clock, signals, out);
  }

  /** Reads what {@link #write} wrote. */
  public static void read(History history, long clock, ByteReader in) {
    long header = in.readUnsigned();
    int[] signals = new int[(int) (header >>> 1)];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = in.readInt();
    }
    if ((header & HAS_SOURCES) != 0) {
      for (long left = in.readUnsigned(); left > 0; left--) {
        history.sources().restore(in.readText());
      }
    }
    readFacts(history, clock, signals, in);
    readSightings(history, clock, signals, in);
    RecentEventsCodec.read(history.recent(), clock, signals, in);
  }

  /**
   * Every signal that facts, sightings or recent events speak of, ascending: written once, then
   * named by place.
   */
  private static int[] signals(History history) {
    Facts facts = history.facts();
    RecentEvents recent = history.recent();
    int[] all = new int[facts.size() + history.sightings().lastSeen().size() + recent.size()];
    int size = 0;
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      all[size++] = facts.signal(start);
    }
    for (Sightings.LastSeen seen : history.sightings().lastSeen()) {
      all[size++] = seen.signal();
    }
    for (int i = 0; i < recent.size(); i++) {
      if (recent.watched(i) != null) {
        for (Hit hit : recent.watched(i).seen()) {
          all = size == all.length ? Arrays.copyOf(all, 2 * size) : all;
          all[size++] = hit.signal();
        }
      }
    }
    Arrays.sort(all, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Arrays.copyOf(all, distinct);
  }

  private static void writeFacts(History history, long clock, int[] signals, ByteWriter out) {
    Facts facts = history.facts();
    out.writeUnsigned(facts.size());
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      out.writeUnsigned(Arrays.binarySearch(signals, facts.signal(start)));
      out.writeUnsigned(end - start);
      // No fact is later than the clock: the first counts back from it, the others on from there.
      long hours = (long) Hour.of(clock) - facts.hour(start);
      for (int i = start; i < end; i++) {
        int flags =
            (facts.asset(i) == 0 ? 0 : HAS_ASSET)
                | (facts.source(i) == 0 ? 0 : HAS_SOURCE)
                | (facts.mark(i) == 0 ? 0 : HAS_MARK)
                | (facts.count(i) == 1 ? 0 : HAS_COUNT);
        out.writeUnsigned(hours << FLAG_BITS | flags);
        if (facts.asset(i) != 0) {
          out.writeLong(facts.asset(i));
        }
        if (facts.source(i) != 0) {
          out.writeUnsigned(facts.source(i));
        }
        if (facts.mark(i) != 0) {
          out.writeUnsigned(facts.mark(i));
        }
        if (facts.count(i) != 1) {
          out.writeUnsigned(facts.count(i));
        }
        hours = i + 1 < end ? facts.hour(i + 1) - facts.hour(i) : 0;
      }
    }
  }

  private static void readFacts(History history, long clock, int[] signals, ByteReader in) {
    int size = (int) in.readUnsigned();
    while (history.facts().size() < size) {
      int signal = signals[(int) in.readUnsigned()];
      int run = (int) in.readUnsigned();
      int hour = Hour.of(clock);
      for (int i = 0; i < run; i++) {
        long header = in.readUnsigned();
        int hours = (int) (header >>> FLAG_BITS);
        hour += i == 0 ? -hours : hours;
        history
            .facts()
            .append(
                signal,
                hour,
                (header & HAS_ASSET) == 0 ? 0 : in.readLong(),
                (header & HAS_SOURCE) == 0 ? 0 : (int) in.readUnsigned(),
                (header & HAS_MARK) == 0 ? 0 : (int) in.readUnsigned(),
                (header & HAS_COUNT) == 0 ? 1 : (int) in.readUnsigned());
      }
    }
  }

  /** No event is later than the clock; a moment's time is its signal's from that source. */
  private static void writeSightings(History history, long clock, int[] signals, ByteWriter out) {
    Sightings sightings = history.sightings();
    out.writeUnsigned(sightings.lastSeen().size());
    for (Sightings.LastSeen seen : sightings.lastSeen()) {
      int flags = (seen.source() == 0 ? 0 : SEEN_SOURCE) | (seen.suspect() ? SEEN_SUSPECT : 0);
      int place = Arrays.binarySearch(signals, seen.signal());
      out.writeUnsigned((long) place << SEEN_FLAG_BITS | flags);
      if (seen.source() != 0) {
        out.writeUnsigned(seen.source());
      }
      out.writeUnsigned(clock - seen.occurredAt());
    }
    boolean campaigns = !sightings.campaigns().isEmpty();
    out.writeUnsigned((long) sightings.moments().size() << 1 | (campaigns ? HAS_CAMPAIGNS : 0));
    for (Sightings.Moment moment : sightings.moments()) {
      int flags =
          (moment.asset() == null ? 0 : MOMENT_ASSET)
              | (moment.campaign() == null ? 0 : MOMENT_CAMPAIGN)
              | (moment.source() == 0 ? 0 : MOMENT_SOURCE);
      int place = Arrays.binarySearch(signals, moment.signal());
      out.writeUnsigned((long) place << MOMENT_FLAG_BITS | flags);
      if (moment.source() != 0) {
        out.writeUnsigned(moment.source());
      }
      if (moment.asset() != null) {
        out.writeText(moment.asset());
      }
      if (moment.campaign() != null) {
        out.writeText(moment.campaign());
      }
    }
    if (campaigns) {
      out.writeUnsigned(sightings.campaigns().size());
      for (Sightings.Campaign campaign : sightings.campaigns()) {
        out.writeUnsigned(campaign.source());
        out.writeText(campaign.text());
        out.writeUnsigned(clock - campaign.occurredAt());
      }
    }
  }

  private static void readSightings(History history, long clock, int[] signals, ByteReader in) {
    Sightings sightings = history.sightings();
    int seen = (int) in.readUnsigned();
    for (int i = 0; i < seen; i++) {
      long header = in.readUnsigned();
      int source = (header & SEEN_SOURCE) == 0 ? 0 : (int) in.readUnsigned();
      sightings.seen(
          new Sightings.LastSeen(
              signals[(int) (header >>> SEEN_FLAG_BITS)],
              source,
              (header & SEEN_SUSPECT) != 0,
              clock - in.readUnsigned()));
    }
    long written = in.readUnsigned();
    for (long left = written >>> 1; left > 0; left--) {
      long header = in.readUnsigned();
      int signal = signals[(int) (header >>> MOMENT_FLAG_BITS)];
      int source = (header & MOMENT_SOURCE) == 0 ? 0 : (int) in.readUnsigned();
      sightings.seen(
          new Sightings.Moment(
              signal,
              source,
              sightings.lastAt(signal, source),
              (header & MOMENT_ASSET) == 0 ? null : in.readText(),
              (header & MOMENT_CAMPAIGN) == 0 ? null : in.readText()));
    }
    if ((written & HAS_CAMPAIGNS) != 0) {
      for (long left = in.readUnsigned(); left > 0; left--) {
        int source = (int) in.readUnsigned();
        sightings.seen(new Sightings.Campaign(source, in.readText(), clock - in.readUnsigned()));
      }
    }
  }
}
