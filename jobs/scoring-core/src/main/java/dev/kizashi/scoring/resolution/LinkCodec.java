package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.resolution.MergeRegister.Link;
import java.util.ArrayList;
import java.util.List;

/** A link as bytes, version 1: version u8, into or none, parts, recent keys each i64. */
public final class LinkCodec {
  /** The format written. */
  public static final int VERSION = 1;

  private LinkCodec() {}

  /** Appends the link to {@code out}. */
  public static void write(Link link, ByteWriter out) {
    out.writeByte(VERSION);
    out.writeText(link.into());
    out.writeUnsigned(link.parts().size());
    link.parts().forEach(out::writeText);
    out.writeUnsigned(link.recent().size());
    link.recent().forEach(out::writeLong);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException for a version this class does not know
   */
  public static Link read(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "link of version " + version + "; this job reads version " + VERSION);
    }
    String into = in.readText();
    List<String> parts = new ArrayList<>();
    for (long left = in.readUnsigned(); left > 0; left--) {
      parts.add(in.readText());
    }
    List<Long> recent = new ArrayList<>();
    for (long left = in.readUnsigned(); left > 0; left--) {
      recent.add(in.readLong());
    }
    return new Link(into, parts, recent);
  }
}
