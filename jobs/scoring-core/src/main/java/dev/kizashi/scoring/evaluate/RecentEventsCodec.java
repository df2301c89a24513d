package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.facts.WatchedEvent;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The recent list as bytes, a part of {@link LeadStateCodec}'s. An event is out of the ordinary
 * when arrivals before it were not kept, burst rules watch it, or it came from elsewhere.
 *
 * <pre>
 * events, each (key i64, age in ms &lt;&lt; 1 | odd,
 *     (missing &lt;&lt; 2 | elsewhere | watched, source?, watched event?)?)
 * missing at the end
 * watched event = traits | signals, each (place, asset) | campaign | mark
 * </pre>
 */
final class RecentEventsCodec {
  private static final int ODD = 1;
  private static final int WATCHED = 1;
  private static final int ELSEWHERE = 2;
  private static final int ODD_BITS = 2;

  private RecentEventsCodec() {}

  /**
   * @param signals all that the lead's state speaks of, ascending
   */
  static void write(RecentEvents recent, long clock, int[] signals, ByteWriter out) {
    out.writeUnsigned(recent.size());
    long age = recent.size() == 0 ? 0 : recent.age(0) + 1;
    for (int i = 0; i < recent.size(); i++) {
      WatchedEvent watched = recent.watched(i);
      long missing = age - 1 - recent.age(i);
      out.writeLong(recent.key(i));
      int source = recent.source(i);
      boolean odd = missing != 0 || watched != null || source != 0;
      out.writeUnsigned(clock - recent.occurredAt(i) << 1 | (odd ? ODD : 0));
      if (odd) {
        out.writeUnsigned(
            missing << ODD_BITS | (watched == null ? 0 : WATCHED) | (source == 0 ? 0 : ELSEWHERE));
      }
      if (source != 0) {
        out.writeUnsigned(source);
      }
      if (watched != null) {
        write(watched, signals, out);
      }
      age = recent.age(i);
    }
    out.writeUnsigned(age);
  }

  private static void write(WatchedEvent event, int[] signals, ByteWriter out) {
    TraitsCodec.write(event.traits(), out);
    out.writeUnsigned(event.seen().size());
    for (Hit hit : event.seen()) {
      out.writeUnsigned(Arrays.binarySearch(signals, hit.signal()));
      out.writeText(hit.asset());
    }
    out.writeText(event.campaign());
    out.writeUnsigned(event.mark());
  }

  static void read(RecentEvents recent, long clock, int[] signals, ByteReader in) {
    int size = (int) in.readUnsigned();
    for (int i = 0; i < size; i++) {
      long key = in.readLong();
      long age = in.readUnsigned();
      long occurredAt = clock - (age >>> 1);
      long header = (age & ODD) == 0 ? 0 : in.readUnsigned();
      int source = (header & ELSEWHERE) == 0 ? 0 : (int) in.readUnsigned();
      WatchedEvent watched = (header & WATCHED) == 0 ? null : readWatched(signals, in);
      recent.restore(key, occurredAt, source, header >>> ODD_BITS, watched);
    }
    recent.skipped(in.readUnsigned());
  }

  private static WatchedEvent readWatched(int[] signals, ByteReader in) {
    Traits traits = TraitsCodec.read(in);
    int size = (int) in.readUnsigned();
    List<Hit> seen = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      seen.add(new Hit(signals[(int) in.readUnsigned()], in.readText()));
    }
    return new WatchedEvent(traits, seen, in.readText(), (int) in.readUnsigned());
  }
}
