package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertHistory;
import dev.kizashi.scoring.alerts.AlertHistory.Entry;
import dev.kizashi.scoring.alerts.OpenAlert;
import dev.kizashi.scoring.alerts.OpenAlert.Ground;
import dev.kizashi.scoring.facts.Hour;
import java.util.List;

/**
 * Alerts as bytes, a part of {@link LeadStateCodec}'s; times are differences to the clock.
 *
 * <pre>
 * entries, each (definition i32, ordinal &lt;&lt; 2 | quiet | closed, closed?, quiet?)
 * open, in the order raised, each (entry &lt;&lt; 3 | ground &lt;&lt; 1 | older, ordinals older?, raised,
 *     rank?, grade?, hour?)
 * </pre>
 */
final class AlertHistoryCodec {
  private static final int CLOSED = 1;
  private static final int QUIET = 2;
  private static final int ENTRY_FLAG_BITS = 2;

  private static final int OLDER = 1;
  private static final int GROUND_SHIFT = 1;
  private static final int GROUND_MASK = 3;
  private static final int OPEN_FLAG_BITS = 3;

  private AlertHistoryCodec() {}

  static void write(AlertHistory history, long clock, ByteWriter out) {
    List<Entry> entries = history.entries();
    out.writeUnsigned(entries.size());
    for (Entry entry : entries) {
      boolean closed = entry.closedAt() != AlertHistory.NEVER;
      boolean quiet = entry.quietSince() != AlertHistory.NEVER;
      out.writeInt(entry.definition());
      out.writeUnsigned(
          entry.ordinal() << ENTRY_FLAG_BITS | (closed ? CLOSED : 0) | (quiet ? QUIET : 0));
      if (closed) {
        out.writeUnsigned(clock - entry.closedAt());
      }
      if (quiet) {
        out.writeUnsigned(clock - entry.quietSince());
      }
    }
    out.writeUnsigned(history.open().size());
    for (OpenAlert alert : history.open()) {
      write(alert, entries, clock, out);
    }
  }

  private static void write(OpenAlert alert, List<Entry> entries, long clock, ByteWriter out) {
    int place = 0;
    while (entries.get(place).definition() != alert.definition()) {
      place++;
    }
    long older = entries.get(place).ordinal() - alert.ordinal();
    out.writeUnsigned(
        (long) place << OPEN_FLAG_BITS
            | alert.ground().code() << GROUND_SHIFT
            | (older == 0 ? 0 : OLDER));
    if (older != 0) {
      out.writeUnsigned(older);
    }
    out.writeUnsigned(clock - alert.raisedAt());
    switch (alert.ground()) {
      case FIRM -> {}
      case TEMPERATURE -> out.writeUnsigned(alert.rankBefore());
      case QUALIFIED -> {
        out.writeUnsigned(alert.rankBefore());
        out.writeText(alert.grade());
      }
      case SIGNAL -> out.writeSigned((long) Hour.of(clock) - alert.hour());
    }
  }

  static void read(AlertHistory history, long clock, ByteReader in) {
    int entries = (int) in.readUnsigned();
    for (int i = 0; i < entries; i++) {
      int definition = in.readInt();
      long header = in.readUnsigned();
      history.record(
          new Entry(
              definition,
              header >>> ENTRY_FLAG_BITS,
              (header & CLOSED) == 0 ? AlertHistory.NEVER : clock - in.readUnsigned(),
              (header & QUIET) == 0 ? AlertHistory.NEVER : clock - in.readUnsigned()));
    }
    int open = (int) in.readUnsigned();
    for (int i = 0; i < open; i++) {
      history.restore(readOpen(history.entries(), clock, in));
    }
  }

  private static OpenAlert readOpen(List<Entry> entries, long clock, ByteReader in) {
    long header = in.readUnsigned();
    Entry entry = entries.get((int) (header >>> OPEN_FLAG_BITS));
    long older = (header & OLDER) == 0 ? 0 : in.readUnsigned();
    Ground ground = Ground.ofCode((int) header >>> GROUND_SHIFT & GROUND_MASK);
    long raisedAt = clock - in.readUnsigned();
    boolean onRank = ground == Ground.TEMPERATURE || ground == Ground.QUALIFIED;
    return new OpenAlert(
        entry.definition(),
        entry.ordinal() - older,
        raisedAt,
        ground,
        onRank ? (int) in.readUnsigned() : 0,
        ground == Ground.QUALIFIED ? in.readText() : null,
        ground == Ground.SIGNAL ? Hour.of(clock) - (int) in.readSigned() : 0);
  }
}
