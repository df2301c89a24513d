package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.HistoryCodec;
import dev.kizashi.scoring.evaluate.ProfileCodec;

/**
 * A visitor's state as bytes, version 1: version u8, clock, messages, signals version, armed for
 * i64, namings (each time, lead or none), history, answers.
 */
public final class VisitorStateCodec {
  /** The format written. */
  public static final int VERSION = 1;

  private VisitorStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(VisitorState state, ByteWriter out) {
    out.writeByte(VERSION);
    out.writeSigned(state.clock);
    out.writeUnsigned(state.messages);
    out.writeUnsigned(state.signalsVersion);
    out.writeLong(state.armedFor());
    out.writeUnsigned(state.namings.all().size());
    for (Namings.Naming naming : state.namings.all()) {
      out.writeSigned(state.clock - naming.at());
      out.writeText(naming.leadId());
    }
    HistoryCodec.write(state.history, state.clock, out);
    ProfileCodec.write(state.said, state.clock, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a version this class does not know
   */
  public static VisitorState read(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "visitor state of version " + version + "; this job reads version " + VERSION);
    }
    VisitorState state = new VisitorState();
    state.clock = in.readSigned();
    state.messages = in.readUnsigned();
    state.signalsVersion = (int) in.readUnsigned();
    state.armFor(in.readLong());
    for (long left = in.readUnsigned(); left > 0; left--) {
      state.namings.restore(state.clock - in.readSigned(), in.readText());
    }
    HistoryCodec.read(state.history, state.clock, in);
    ProfileCodec.read(state.said, state.clock, in);
    return state;
  }
}
