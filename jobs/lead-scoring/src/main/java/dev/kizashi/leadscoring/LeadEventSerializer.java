package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.runtime.types.CompactType;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadEventCodec;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** How lead events cross the shuffle; never in state. */
public final class LeadEventSerializer extends CompactSerializer<LeadEvent> {
  private static final long serialVersionUID = 1L;

  public static final CompactType<LeadEvent> TYPE =
      new CompactType<>(LeadEvent.class, LeadEventSerializer::new);

  @Override
  protected void write(LeadEvent value, ByteWriter out) {
    LeadEventCodec.write(value, out);
  }

  @Override
  protected LeadEvent read(ByteReader in) {
    return LeadEventCodec.read(in);
  }

  @Override
  public TypeSerializer<LeadEvent> duplicate() {
    return new LeadEventSerializer();
  }

  @Override
  public TypeSerializerSnapshot<LeadEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer, as a savepoint names it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LeadEvent> {
    public Snapshot() {
      super(LeadEventSerializer::new);
    }
  }
}
