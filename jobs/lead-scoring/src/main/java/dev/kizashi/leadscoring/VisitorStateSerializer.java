package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.resolution.VisitorState;
import dev.kizashi.scoring.resolution.VisitorStateCodec;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** A visitor's state as one value, in the format of {@link VisitorStateCodec}. */
public final class VisitorStateSerializer extends StateSerializer<VisitorState> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(VisitorState value, ByteWriter out) {
    VisitorStateCodec.write(value, out);
  }

  @Override
  protected VisitorState read(ByteReader in) {
    return VisitorStateCodec.read(in);
  }

  @Override
  protected StateSerializer<VisitorState> another() {
    return new VisitorStateSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format, as a savepoint names it. */
  public static final class Snapshot extends StateSerializer.Snapshot<VisitorState> {
    public Snapshot() {
      super(VisitorStateCodec.VERSION, VisitorStateCodec.VERSION);
    }

    @Override
    public TypeSerializer<VisitorState> restoreSerializer() {
      return new VisitorStateSerializer();
    }
  }
}
