package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.WatchedEvent.Trait;
import dev.kizashi.scoring.facts.WatchedEvent.Traits;
import java.util.ArrayList;
import java.util.List;

/** By what burst rules find an event, as bytes: one byte where none watches it. */
final class TraitsCodec {
  private TraitsCodec() {}

  static void write(Traits traits, ByteWriter out) {
    if (traits == null) {
      out.writeByte(0);
      return;
    }
    out.writeUnsigned(traits.same().size() + 1L);
    out.writeInt(traits.type());
    for (Trait trait : traits.same()) {
      out.writeInt(trait.property());
      out.writeLong(trait.value());
    }
  }

  /** Null where none watches it. */
  static Traits read(ByteReader in) {
    int written = (int) in.readUnsigned();
    if (written == 0) {
      return null;
    }
    int type = in.readInt();
    List<Trait> same = new ArrayList<>(written - 1);
    for (int i = 1; i < written; i++) {
      same.add(new Trait(in.readInt(), in.readLong()));
    }
    return new Traits(type, same);
  }
}
