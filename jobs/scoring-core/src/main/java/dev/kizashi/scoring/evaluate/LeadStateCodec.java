package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.profile.Profile;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A lead's state as bytes, version 2.
 *
 * <p>Times are differences to the clock and hours to the hour before, counts and ids are variable
 * length, so a fact that happened once takes two or three bytes. Nothing depends on an enum's order
 * or on a dictionary elsewhere. A version that this class does not know is refused, never guessed.
 *
 * <pre>
 * version u8 | rank &lt;&lt; 3 + stage u8, flags + deadlines raised u8
 * clock, sequence, since | recycled? baseline? | model i32, modelVersion, signalsVersion
 * wakeAt, armedFor | emitted f64, rest i32
 * signals, each i32; from here on named by place
 * facts: runs, each (signal, facts, each (header, asset i64?, source?, mark?, count?))
 *        header = hour difference &lt;&lt; 4 | count≠1 | mark | source | asset
 * last seen | moments | campaign? | recent events | profile? | alerts
 * </pre>
 */
public final class LeadStateCodec {
  /** The format written. */
  public static final int VERSION = 2;

  private static final int HAS_ASSET = 1;
  private static final int HAS_SOURCE = 2;
  private static final int HAS_MARK = 4;
  private static final int HAS_COUNT = 8;
  private static final int FLAG_BITS = 4;

  private static final int STAGE_BITS = 3;
  private static final int DEADLINES = 7;
  private static final int RECYCLED = 8;
  private static final int BASELINE = 16;
  private static final int CAMPAIGN = 32;
  private static final int PROFILE = 64;
  private static final int BURST_RULES_CHANGED = 128;

  private static final int SEEN_SOURCE = 1;
  private static final int SEEN_SUSPECT = 2;
  private static final int SEEN_FLAG_BITS = 2;

  private static final int MOMENT_ASSET = 1;
  private static final int MOMENT_CAMPAIGN = 2;
  private static final int MOMENT_FLAG_BITS = 2;

  private LeadStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(LeadState state, ByteWriter out) {
    out.writeByte(VERSION);
    int flags = flags(state);
    out.writeByte(state.rank << STAGE_BITS | state.stage.code());
    out.writeByte(flags);
    out.writeSigned(state.clock);
    out.writeUnsigned(state.sequence);
    out.writeUnsigned(state.clock - state.stageSince);
    if ((flags & RECYCLED) != 0) {
      out.writeUnsigned(state.clock - state.recycledAt);
    }
    if ((flags & BASELINE) != 0) {
      out.writeSigned((long) Hour.of(state.clock) - state.baseline);
    }
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
    RecentEventsCodec.write(state.recent, state.clock, signals, out);
    if ((flags & PROFILE) != 0) {
      writeProfile(state, out);
    }
    AlertHistoryCodec.write(state.alerts, state.clock, out);
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
    int standing = in.readByte();
    int flags = in.readByte();
    state.rank = standing >>> STAGE_BITS;
    state.stage = Stage.ofCode((byte) (standing & ((1 << STAGE_BITS) - 1)));
    state.deadlinesRaised = flags & DEADLINES;
    state.burstRulesChanged = (flags & BURST_RULES_CHANGED) != 0;
    state.clock = in.readSigned();
    state.sequence = in.readUnsigned();
    state.stageSince = state.clock - in.readUnsigned();
    if ((flags & RECYCLED) != 0) {
      state.recycledAt = state.clock - in.readUnsigned();
    }
    if ((flags & BASELINE) != 0) {
      state.baseline = Hour.of(state.clock) - (int) in.readSigned();
    }
    state.model = in.readInt();
    state.modelVersion = (int) in.readUnsigned();
    state.signalsVersion = (int) in.readUnsigned();
    state.wakeAt = readInstant(state, in);
    state.armFor(readInstant(state, in));
    state.emittedEngagement = Double.longBitsToDouble(in.readLong());
    state.emittedRest = in.readInt();
    int[] signals = readSignals(in);
    readFacts(state, signals, in);
    readSightings(state, signals, (flags & CAMPAIGN) != 0, in);
    RecentEventsCodec.read(state.recent, state.clock, signals, in);
    if ((flags & PROFILE) != 0) {
      readProfile(state, in);
    }
    AlertHistoryCodec.read(state.alerts, state.clock, in);
    return state;
  }

  private static int flags(LeadState state) {
    Profile profile = state.profile;
    boolean hasProfile =
        profile.isKnown() || !profile.fields().isEmpty() || !profile.attributes().isEmpty();
    return state.deadlinesRaised
        | (state.recycledAt == LeadState.NEVER_RECYCLED ? 0 : RECYCLED)
        | (state.baseline == LeadState.NO_BASELINE ? 0 : BASELINE)
        | (state.sightings.campaign() == null ? 0 : CAMPAIGN)
        | (hasProfile ? PROFILE : 0)
        | (state.burstRulesChanged ? BURST_RULES_CHANGED : 0);
  }

  /** 0 for never; a timer armed early may lie before the clock. */
  private static void writeInstant(long instant, LeadState state, ByteWriter out) {
    long after = instant - state.clock;
    out.writeUnsigned(instant == Curve.NEVER ? 0 : (after << 1 ^ after >> (Long.SIZE - 1)) + 1);
  }

  private static long readInstant(LeadState state, ByteReader in) {
    long written = in.readUnsigned();
    long zigzag = written - 1;
    return written == 0 ? Curve.NEVER : state.clock + (zigzag >>> 1 ^ -(zigzag & 1));
  }

  /**
   * Every signal that facts, sightings or recent events speak of, ascending: written once, then
   * named by place.
   */
  private static int[] signals(LeadState state) {
    IntStream ofFacts = IntStream.range(0, state.facts.size()).map(state.facts::signal);
    IntStream ofSightings =
        state.sightings.lastSeen().stream().mapToInt(Sightings.LastSeen::signal);
    IntStream ofRecent =
        IntStream.range(0, state.recent.size())
            .mapToObj(state.recent::watched)
            .filter(Objects::nonNull)
            .flatMapToInt(event -> event.seen().stream().mapToInt(Hit::signal));
    return IntStream.concat(IntStream.concat(ofFacts, ofSightings), ofRecent)
        .distinct()
        .sorted()
        .toArray();
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
      // No fact is later than the clock: the first counts back from it, the others on from there.
      long hours = (long) Hour.of(state.clock) - facts.hour(start);
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

  private static void readFacts(LeadState state, int[] signals, ByteReader in) {
    int size = (int) in.readUnsigned();
    while (state.facts.size() < size) {
      int signal = signals[(int) in.readUnsigned()];
      int run = (int) in.readUnsigned();
      int hour = Hour.of(state.clock);
      for (int i = 0; i < run; i++) {
        long header = in.readUnsigned();
        int hours = (int) (header >>> FLAG_BITS);
        hour += i == 0 ? -hours : hours;
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
      int flags =
          (moment.asset() == null ? 0 : MOMENT_ASSET)
              | (moment.campaign() == null ? 0 : MOMENT_CAMPAIGN);
      int place = Arrays.binarySearch(signals, moment.signal());
      out.writeUnsigned((long) place << MOMENT_FLAG_BITS | flags);
      if (moment.asset() != null) {
        out.writeText(moment.asset());
      }
      if (moment.campaign() != null) {
        out.writeText(moment.campaign());
      }
    }
    if (sightings.campaign() != null) {
      out.writeText(sightings.campaign());
      out.writeUnsigned(state.clock - sightings.campaignAt());
    }
  }

  private static void readSightings(
      LeadState state, int[] signals, boolean hasCampaign, ByteReader in) {
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
      long header = in.readUnsigned();
      int signal = signals[(int) (header >>> MOMENT_FLAG_BITS)];
      sightings.seen(
          new Sightings.Moment(
              signal,
              sightings.lastAt(signal),
              (header & MOMENT_ASSET) == 0 ? null : in.readText(),
              (header & MOMENT_CAMPAIGN) == 0 ? null : in.readText()));
    }
    if (hasCampaign) {
      sightings.campaignSeen(in.readText(), state.clock - in.readUnsigned());
    }
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
