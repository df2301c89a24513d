package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertHistory;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.profile.Profile;
import java.util.Map;

/**
 * A lead's state as bytes, version 1.
 *
 * <p>Times are differences to the clock and hours to the hour before, counts and ids are variable
 * length, so a fact that happened once takes two or three bytes. Nothing depends on an enum's order
 * or on a dictionary elsewhere. A version that this class does not know is refused, never guessed.
 *
 * <pre>
 * version u8 | clock, sequence, rank, stage, baseline, model i32, modelVersion, signalsVersion
 * wakeAt, armedFor | emitted f64, rest i32
 * facts: signals, each (id i32, facts, each (header, asset i64?, source?, mark?, count?))
 *        header = hour difference &lt;&lt; 4 | count≠1 | mark | source | asset
 * last seen | moments | campaign | recent events | profile | alerts
 * </pre>
 */
public final class LeadStateCodec {
  /** The format written. */
  public static final int VERSION = 1;

  private static final int HAS_ASSET = 1;
  private static final int HAS_SOURCE = 2;
  private static final int HAS_MARK = 4;
  private static final int HAS_COUNT = 8;
  private static final int FLAG_BITS = 4;

  private LeadStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(LeadState state, ByteWriter out) {
    out.writeByte(VERSION);
    out.writeSigned(state.clock);
    out.writeUnsigned(state.sequence);
    out.writeUnsigned(state.rank);
    out.writeByte(state.stage.code());
    out.writeSigned(state.baseline);
    out.writeInt(state.model);
    out.writeUnsigned(state.modelVersion);
    out.writeUnsigned(state.signalsVersion);
    writeInstant(state.wakeAt, state, out);
    writeInstant(state.armedFor(), state, out);
    out.writeLong(Double.doubleToLongBits(state.emittedEngagement));
    out.writeInt(state.emittedRest);
    writeFacts(state.facts, out);
    writeSightings(state, out);
    writeRecent(state, out);
    writeProfile(state, out);
    out.writeUnsigned(state.alerts.suppressed());
    out.writeUnsigned(state.alerts.entries().size());
    for (AlertHistory.Entry entry : state.alerts.entries()) {
      out.writeInt(entry.definition());
      out.writeUnsigned(entry.ordinal());
      out.writeSigned(state.clock - entry.raisedAt());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a version this class does not know
   */
  public static LeadState read(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "lead state of version " + version + "; this job reads version " + VERSION);
    }
    LeadState state = new LeadState();
    state.clock = in.readSigned();
    state.sequence = in.readUnsigned();
    state.rank = (int) in.readUnsigned();
    state.stage = Stage.ofCode(in.readByte());
    state.baseline = (int) in.readSigned();
    state.model = in.readInt();
    state.modelVersion = (int) in.readUnsigned();
    state.signalsVersion = (int) in.readUnsigned();
    state.wakeAt = readInstant(state, in);
    state.armFor(readInstant(state, in));
    state.emittedEngagement = Double.longBitsToDouble(in.readLong());
    state.emittedRest = in.readInt();
    readFacts(state.facts, in);
    readSightings(state, in);
    readRecent(state, in);
    readProfile(state, in);
    state.alerts.suppressed(in.readUnsigned());
    int alerts = (int) in.readUnsigned();
    for (int i = 0; i < alerts; i++) {
      int definition = in.readInt();
      long ordinal = in.readUnsigned();
      state.alerts.record(
          new AlertHistory.Entry(definition, ordinal, state.clock - in.readSigned()));
    }
    return state;
  }

  /** One byte for never; a timer armed early may lie before the clock. */
  private static void writeInstant(long instant, LeadState state, ByteWriter out) {
    boolean never = instant == Curve.NEVER;
    out.writeByte(never ? 0 : 1);
    if (!never) {
      out.writeSigned(instant - state.clock);
    }
  }

  private static long readInstant(LeadState state, ByteReader in) {
    return in.readByte() == 0 ? Curve.NEVER : state.clock + in.readSigned();
  }

  private static void writeFacts(Facts facts, ByteWriter out) {
    out.writeUnsigned(facts.size());
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      out.writeInt(facts.signal(start));
      out.writeUnsigned(end - start);
      out.writeSigned(facts.hour(start));
      int hour = facts.hour(start);
      for (int i = start; i < end; i++) {
        int flags =
            (facts.asset(i) == 0 ? 0 : HAS_ASSET)
                | (facts.source(i) == 0 ? 0 : HAS_SOURCE)
                | (facts.mark(i) == 0 ? 0 : HAS_MARK)
                | (facts.count(i) == 1 ? 0 : HAS_COUNT);
        out.writeUnsigned((long) (facts.hour(i) - hour) << FLAG_BITS | flags);
        hour = facts.hour(i);
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
      }
    }
  }

  private static void readFacts(Facts facts, ByteReader in) {
    int size = (int) in.readUnsigned();
    while (facts.size() < size) {
      int signal = in.readInt();
      int run = (int) in.readUnsigned();
      int hour = (int) in.readSigned();
      for (int i = 0; i < run; i++) {
        long header = in.readUnsigned();
        hour += (int) (header >>> FLAG_BITS);
        facts.append(
            signal,
            hour,
            (header & HAS_ASSET) == 0 ? 0 : in.readLong(),
            (header & HAS_SOURCE) == 0 ? 0 : (int) in.readUnsigned(),
            (header & HAS_MARK) == 0 ? 0 : (int) in.readUnsigned(),
            (header & HAS_COUNT) == 0 ? 1 : (int) in.readUnsigned());
      }
    }
  }

  private static void writeSightings(LeadState state, ByteWriter out) {
    Sightings sightings = state.sightings;
    out.writeUnsigned(sightings.lastSeen().size());
    for (Sightings.LastSeen seen : sightings.lastSeen()) {
      out.writeInt(seen.signal());
      out.writeUnsigned((long) seen.source() << 1 | (seen.suspect() ? 1 : 0));
      out.writeSigned(state.clock - seen.occurredAt());
    }
    out.writeUnsigned(sightings.moments().size());
    for (Sightings.Moment moment : sightings.moments()) {
      out.writeInt(moment.signal());
      out.writeSigned(state.clock - moment.occurredAt());
      out.writeText(moment.asset());
      out.writeText(moment.campaign());
    }
    out.writeText(sightings.campaign());
    if (sightings.campaign() != null) {
      out.writeSigned(state.clock - sightings.campaignAt());
    }
  }

  private static void readSightings(LeadState state, ByteReader in) {
    Sightings sightings = state.sightings;
    int seen = (int) in.readUnsigned();
    for (int i = 0; i < seen; i++) {
      int signal = in.readInt();
      long source = in.readUnsigned();
      sightings.seen(
          new Sightings.LastSeen(
              signal, (int) (source >>> 1), (source & 1) == 1, state.clock - in.readSigned()));
    }
    int moments = (int) in.readUnsigned();
    for (int i = 0; i < moments; i++) {
      int signal = in.readInt();
      long occurredAt = state.clock - in.readSigned();
      sightings.seen(new Sightings.Moment(signal, occurredAt, in.readText(), in.readText()));
    }
    String campaign = in.readText();
    if (campaign != null) {
      sightings.campaignSeen(campaign, state.clock - in.readSigned());
    }
  }

  /** Each with how many arrivals after the one before it were not kept, which is mostly none. */
  private static void writeRecent(LeadState state, ByteWriter out) {
    RecentEvents recent = state.recent;
    out.writeUnsigned(recent.size());
    long age = recent.size() == 0 ? 0 : recent.age(0) + 1;
    for (int i = 0; i < recent.size(); i++) {
      out.writeLong(recent.key(i));
      out.writeSigned(state.clock - recent.occurredAt(i));
      out.writeUnsigned(age - 1 - recent.age(i));
      age = recent.age(i);
    }
    out.writeUnsigned(age);
  }

  private static void readRecent(LeadState state, ByteReader in) {
    int size = (int) in.readUnsigned();
    for (int i = 0; i < size; i++) {
      long key = in.readLong();
      long occurredAt = state.clock - in.readSigned();
      state.recent.restore(key, occurredAt, in.readUnsigned());
    }
    state.recent.skipped(in.readUnsigned());
  }

  private static void writeProfile(LeadState state, ByteWriter out) {
    out.writeByte(state.profile.isKnown() ? 1 : 0);
    writeValues(state.profile.fields(), state, out);
    writeValues(state.profile.attributes(), state, out);
  }

  private static void readProfile(LeadState state, ByteReader in) {
    state.profile.setKnown(in.readByte() == 1);
    readValues(state.profile.fields(), state, in);
    readValues(state.profile.attributes(), state, in);
  }

  private static void writeValues(
      Map<String, Profile.Value> values, LeadState state, ByteWriter out) {
    out.writeUnsigned(values.size());
    values.forEach(
        (name, value) -> {
          out.writeText(name);
          out.writeText(value.text());
          out.writeSigned(state.clock - value.occurredAt());
        });
  }

  private static void readValues(
      Map<String, Profile.Value> values, LeadState state, ByteReader in) {
    int size = (int) in.readUnsigned();
    for (int i = 0; i < size; i++) {
      String name = in.readText();
      String text = in.readText();
      values.put(name, new Profile.Value(text, state.clock - in.readSigned()));
    }
  }
}
