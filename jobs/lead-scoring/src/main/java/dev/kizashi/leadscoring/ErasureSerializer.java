package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** An erased id that is remembered, in the format of {@link RememberedErasure}. */
public final class ErasureSerializer extends StateSerializer<RememberedErasure> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(RememberedErasure value, ByteWriter out) {
    value.write(out);
  }

  @Override
  protected RememberedErasure read(ByteReader in) {
    return RememberedErasure.read(in);
  }

  @Override
  protected StateSerializer<RememberedErasure> another() {
    return new ErasureSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format, as a savepoint names it. */
  public static final class Snapshot extends StateSerializer.Snapshot<RememberedErasure> {
    public Snapshot() {
      super(RememberedErasure.VERSION, RememberedErasure.VERSION);
    }

    @Override
    public TypeSerializer<RememberedErasure> restoreSerializer() {
      return new ErasureSerializer();
    }
  }
}
