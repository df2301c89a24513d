package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.profile.Profile;
import dev.kizashi.scoring.profile.Profile.Value;
import java.util.Map;
import java.util.TreeMap;

/** Who somebody is, as bytes, a part of others'; times are differences to a clock. */
public final class ProfileCodec {
  private ProfileCodec() {}

  /** Appends it to {@code out}. */
  public static void write(Profile profile, long clock, ByteWriter out) {
    out.writeByte(profile.isKnown() ? 1 : 0);
    writeValues(profile.fields(), clock, out);
    writeValues(profile.attributes(), clock, out);
  }

  /** Reads what {@link #write} wrote. */
  public static void read(Profile profile, long clock, ByteReader in) {
    profile.setKnown(in.readByte() == 1);
    profile.fields().putAll(readValues(clock, in));
    profile.attributes().putAll(readValues(clock, in));
  }

  static void writeValues(Map<String, Value> values, long clock, ByteWriter out) {
    out.writeUnsigned(values.size());
    values.forEach(
        (name, value) -> {
          out.writeText(name);
          out.writeText(value.text());
          out.writeSigned(clock - value.occurredAt());
        });
  }

  static Map<String, Value> readValues(long clock, ByteReader in) {
    Map<String, Value> values = new TreeMap<>();
    for (long left = in.readUnsigned(); left > 0; left--) {
      String name = in.readText();
      values.put(name, new Value(in.readText(), clock - in.readSigned()));
    }
    return values;
  }
}
