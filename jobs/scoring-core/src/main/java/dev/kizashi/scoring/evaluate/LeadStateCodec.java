package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertHistory;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.profile.Profile;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

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
 * signals, each i32; from here on named by place
 * facts: runs, each (signal, facts, each (header, asset i64?, source?, mark?, count?))
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

  private static final int SEEN_SOURCE = 1;
  private static final int SEEN_SUSPECT = 2;
  private static final int SEEN_FLAG_BITS = 2;

  private LeadStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(LeadState state, ByteWriter out) {
    out.writeByte(VERSION);
    out.writeSigned(state.clock);
    out.writeUnsigned(state.sequence);
    out.writeUnsigned(state.rank);
    out.writeByte(state.stage.code());
    writeBaseline(state.baseline, out);
    out.writeInt(state.model);
    out.writeUnsigned(state.modelVersion);
    out.writeUnsigned(state.signalsVersion);
    writeInstant(state.wakeAt, state, out);
    writeInstant(state.armedFor(), state, out);
    out.writeLong(Double.doubleToLongBits(state.emittedEngagement));
    out.writeInt(state.emittedRest);
    int[] signals = signals(state);
    writeSignals(signals, out);
    writeFacts(state, signals, out);
    writeSightings(state, signals, out);
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
    state.baseline = readBaseline(in);
    state.model = in.readInt();
    state.modelVersion = (int) in.readUnsigned();
    state.signalsVersion = (int) in.readUnsigned();
    state.wakeAt = readInstant(state, in);
    state.armFor(readInstant(state, in));
    state.emittedEngagement = Double.longBitsToDouble(in.readLong());
    state.emittedRest = in.readInt();
    int[] signals = readSignals(in);
    readFacts(state, signals, in);
    readSightings(state, signals, in);
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

  /** One byte while there is none. */
  private static void writeBaseline(int baseline, ByteWriter out) {
    boolean none = baseline == LeadState.NO_BASELINE;
    out.writeByte(none ? 0 : 1);
    if (!none) {
      out.writeSigned(baseline);
    }
  }

  private static int readBaseline(ByteReader in) {
    return in.readByte() == 0 ? LeadState.NO_BASELINE : (int) in.readSigned();
  }

  /**
   * Every signal that facts or sightings speak of, ascending: written once, then named by place.
   */
  private static int[] signals(LeadState state) {
    IntStream ofFacts = IntStream.range(0, state.facts.size()).map(state.facts::signal);
    IntStream ofSightings =
        state.sightings.lastSeen().stream().mapToInt(Sightings.LastSeen::signal);
    return IntStream.concat(ofFacts, ofSightings).distinct().sorted().toArray();
  }

  private static void writeSignals(int[] signals, ByteWriter out) {
    out.writeUnsigned(signals.length);
    for (int signal : signals) {
      out.writeInt(signal);
    }
  }

  private static int[] readSignals(ByteReader in) {
    int[] signals = new int[(int) in.readUnsigned()];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = in.readInt();
    }
    return signals;
  }

  private static void writeFacts(LeadState state, int[] signals, ByteWriter out) {
    Facts facts = state.facts;
    out.writeUnsigned(facts.size());
    int end;
    for (int start = 0; start < facts.size(); start = end) {
      end = facts.endOfSignal(start);
      out.writeUnsigned(Arrays.binarySearch(signals, facts.signal(start)));
      out.writeUnsigned(end - start);
      int hour = facts.hour(start);
      out.writeSigned(Hour.of(state.clock) - hour);
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

  private static void readFacts(LeadState state, int[] signals, ByteReader in) {
    int size = (int) in.readUnsigned();
    while (state.facts.size() < size) {
      int signal = signals[(int) in.readUnsigned()];
      int run = (int) in.readUnsigned();
      int hour = Hour.of(state.clock) - (int) in.readSigned();
      for (int i = 0; i < run; i++) {
        long header = in.readUnsigned();
        hour += (int) (header >>> FLAG_BITS);
        state.facts.append(
            signal,
            hour,
            (header & HAS_ASSET) == 0 ? 0 : in.readLong(),
            (header & HAS_SOURCE) == 0 ? 0 : (int) in.readUnsigned(),
            (header & HAS_MARK) == 0 ? 0 : (int) in.readUnsigned(),
            (header & HAS_COUNT) == 0 ? 1 : (int) in.readUnsigned());
      }
    }
  }

  /** No event is later than the clock; a moment's time is its signal's. */
  private static void writeSightings(LeadState state, int[] signals, ByteWriter out) {
    Sightings sightings = state.sightings;
    out.writeUnsigned(sightings.lastSeen().size());
    for (Sightings.LastSeen seen : sightings.lastSeen()) {
      int flags = (seen.source() == 0 ? 0 : SEEN_SOURCE) | (seen.suspect() ? SEEN_SUSPECT : 0);
      int place = Arrays.binarySearch(signals, seen.signal());
      out.writeUnsigned((long) place << SEEN_FLAG_BITS | flags);
      if (seen.source() != 0) {
        out.writeUnsigned(seen.source());
      }
      out.writeUnsigned(state.clock - seen.occurredAt());
    }
    out.writeUnsigned(sightings.moments().size());
    for (Sightings.Moment moment : sightings.moments()) {
      out.writeUnsigned(Arrays.binarySearch(signals, moment.signal()));
      out.writeText(moment.asset());
      out.writeText(moment.campaign());
    }
    out.writeText(sightings.campaign());
    if (sightings.campaign() != null) {
      out.writeUnsigned(state.clock - sightings.campaignAt());
    }
  }

  private static void readSightings(LeadState state, int[] signals, ByteReader in) {
    Sightings sightings = state.sightings;
    int seen = (int) in.readUnsigned();
    for (int i = 0; i < seen; i++) {
      long header = in.readUnsigned();
      int source = (header & SEEN_SOURCE) == 0 ? 0 : (int) in.readUnsigned();
      sightings.seen(
          new Sightings.LastSeen(
              signals[(int) (header >>> SEEN_FLAG_BITS)],
              source,
              (header & SEEN_SUSPECT) != 0,
              state.clock - in.readUnsigned()));
    }
    int moments = (int) in.readUnsigned();
    for (int i = 0; i < moments; i++) {
      int signal = signals[(int) in.readUnsigned()];
      sightings.seen(
          new Sightings.Moment(signal, sightings.lastAt(signal), in.readText(), in.readText()));
    }
    String campaign = in.readText();
    if (campaign != null) {
      sightings.campaignSeen(campaign, state.clock - in.readUnsigned());
    }
  }

  /** Each with how many arrivals after the one before it were not kept, which is mostly none. */
  private static void writeRecent(LeadState state, ByteWriter out) {
    RecentEvents recent = state.recent;
    out.writeUnsigned(recent.size());
    long age = recent.size() == 0 ? 0 : recent.age(0) + 1;
    for (int i = 0; i < recent.size(); i++) {
      out.writeLong(recent.key(i));
      out.writeUnsigned(state.clock - recent.occurredAt(i));
      out.writeUnsigned(age - 1 - recent.age(i));
      age = recent.age(i);
    }
    out.writeUnsigned(age);
  }

  private static void readRecent(LeadState state, ByteReader in) {
    int size = (int) in.readUnsigned();
    for (int i = 0; i < size; i++) {
      long key = in.readLong();
      long occurredAt = state.clock - in.readUnsigned();
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
