package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.profile.Profile;

/**
 * A lead's state as bytes, version 3.
 *
 * <p>Times are differences to the clock, counts and ids are variable length. Nothing depends on an
 * enum's order or on a dictionary elsewhere. A version that this class does not know is refused,
 * never guessed.
 *
 * <pre>
 * version + identity? u8 | rank &lt;&lt; 3 + stage u8, flags + deadlines raised u8
 * clock, sequence, since | recycled? baseline? | model i32, modelVersion, signalsVersion
 * wakeAt, armedFor | rest i32
 * history | facts not reported, each (place, count) | profile? | alerts
 * identity: moved to, addresses, refuses until i64, erased by, held messages
 * </pre>
 */
public final class LeadStateCodec {
  /** The format written. */
  public static final int VERSION = 3;

  /** Set beside the version where the lead has an identity part. */
  private static final int IDENTITY = 0x80;

  private static final int STAGE_BITS = 3;
  private static final int DEADLINES = 7;
  private static final int RECYCLED = 8;
  private static final int BASELINE = 16;
  private static final int SCORE_KNOWN = 32;
  private static final int PROFILE = 64;
  private static final int BURST_RULES_CHANGED = 128;

  private LeadStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(LeadState state, ByteWriter out) {
    boolean identity = state.identity().isKnown();
    out.writeByte(identity ? VERSION | IDENTITY : VERSION);
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
    out.writeInt(state.emittedRest);
    HistoryCodec.write(state.history, state.clock, out);
    writeUnreported(state.facts, out);
    if ((flags & PROFILE) != 0) {
      ProfileCodec.write(state.profile, state.clock, out);
    }
    AlertHistoryCodec.write(state.alerts, state.clock, out);
    if (identity) {
      state.identity().write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a version this class does not know
   */
  public static LeadState read(ByteReader in) {
    int format = in.readByte() & 0xff;
    int version = format & ~IDENTITY;
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
    state.scoreKnown = (flags & SCORE_KNOWN) != 0;
    state.emittedRest = in.readInt();
    HistoryCodec.read(state.history, state.clock, in);
    for (long left = in.readUnsigned(); left > 0; left--) {
      state.facts.restoreUnreported((int) in.readUnsigned(), (int) in.readUnsigned());
    }
    if ((flags & PROFILE) != 0) {
      ProfileCodec.read(state.profile, state.clock, in);
    }
    AlertHistoryCodec.read(state.alerts, state.clock, in);
    if ((format & IDENTITY) != 0) {
      state.identity().read(in);
    }
    return state;
  }

  private static void writeUnreported(Facts facts, ByteWriter out) {
    out.writeUnsigned(facts.unreportedFacts());
    if (facts.unreportedFacts() > 0) {
      for (int i = 0; i < facts.size(); i++) {
        if (facts.unreported(i) > 0) {
          out.writeUnsigned(i);
          out.writeUnsigned(facts.unreported(i));
        }
      }
    }
  }

  private static int flags(LeadState state) {
    Profile profile = state.profile;
    boolean hasProfile =
        profile.isKnown() || !profile.fields().isEmpty() || !profile.attributes().isEmpty();
    return state.deadlinesRaised
        | (state.recycledAt == LeadState.NEVER_RECYCLED ? 0 : RECYCLED)
        | (state.baseline == LeadState.NO_BASELINE ? 0 : BASELINE)
        | (hasProfile ? PROFILE : 0)
        | (state.scoreKnown ? SCORE_KNOWN : 0)
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
}
