package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** A lead's state as one value, in the format of {@link LeadStateCodec}. */
public final class LeadStateSerializer extends StateSerializer<LeadState> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(LeadState value, ByteWriter out) {
    LeadStateCodec.write(value, out);
  }

  @Override
  protected LeadState read(ByteReader in) {
    return LeadStateCodec.read(in);
  }

  @Override
  protected StateSerializer<LeadState> another() {
    return new LeadStateSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format, as a savepoint names it. */
  public static final class Snapshot extends StateSerializer.Snapshot<LeadState> {
    public Snapshot() {
      super(LeadStateCodec.VERSION, LeadStateCodec.VERSION);
    }

    @Override
    public TypeSerializer<LeadState> restoreSerializer() {
      return new LeadStateSerializer();
    }
  }
}
