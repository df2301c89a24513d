package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;

/**
 * What is known of an address as bytes, version 1: version u8, owner or none, went by, messages.
 */
public final class AddressStateCodec {
  /** The format written. */
  public static final int VERSION = 1;

  private AddressStateCodec() {}

  /** Appends the state to {@code out}. */
  public static void write(Addresses.State state, ByteWriter out) {
    out.writeByte(VERSION);
    out.writeText(state.owner);
    out.writeByte(state.wentBy ? 1 : 0);
    out.writeUnsigned(state.messages);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a version this class does not know
   */
  public static Addresses.State read(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "address of version " + version + "; this job reads version " + VERSION);
    }
    Addresses.State state = new Addresses.State();
    state.owner = in.readText();
    state.wentBy = in.readByte() == 1;
    state.messages = in.readUnsigned();
    return state;
  }
}
