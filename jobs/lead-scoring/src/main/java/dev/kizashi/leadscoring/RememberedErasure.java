package dev.kizashi.leadscoring;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.resolution.Erasures.Erasure;
import java.util.Map;
import java.util.TreeMap;

/**
 * An erased id as it stands in state: by its keyed hash, with the key group that the id was in, so
 * that after a rescaling the task that would get its late events remembers it.
 */
record RememberedErasure(String hash, int keyGroup, Erasure erasure) {
  static final int VERSION = 1;

  void write(ByteWriter out) {
    out.writeByte(VERSION);
    out.writeText(hash);
    out.writeUnsigned(keyGroup);
    out.writeSigned(erasure.occurredAt());
    out.writeUnsigned(erasure.order());
    out.writeUnsigned(erasure.ordinals().size());
    erasure
        .ordinals()
        .forEach(
            (definition, ordinal) -> {
              out.writeInt(definition);
              out.writeUnsigned(ordinal);
            });
  }

  static RememberedErasure read(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "erasure of version " + version + "; this job reads version " + VERSION);
    }
    String hash = in.readText();
    int keyGroup = (int) in.readUnsigned();
    long occurredAt = in.readSigned();
    long order = in.readUnsigned();
    Map<Integer, Long> ordinals = new TreeMap<>();
    for (long left = in.readUnsigned(); left > 0; left--) {
      ordinals.put(in.readInt(), in.readUnsigned());
    }
    return new RememberedErasure(hash, keyGroup, new Erasure(occurredAt, order, ordinals));
  }
}
