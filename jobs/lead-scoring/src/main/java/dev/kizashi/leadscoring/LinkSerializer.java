package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.StateSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.resolution.LinkCodec;
import dev.kizashi.scoring.resolution.MergeRegister;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Who is merged into whom, a value a lead, in the format of {@link LinkCodec}. */
public final class LinkSerializer extends StateSerializer<MergeRegister.Link> {
  private static final long serialVersionUID = 1L;

  @Override
  protected void write(MergeRegister.Link value, ByteWriter out) {
    LinkCodec.write(value, out);
  }

  @Override
  protected MergeRegister.Link read(ByteReader in) {
    return LinkCodec.read(in);
  }

  @Override
  protected StateSerializer<MergeRegister.Link> another() {
    return new LinkSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format, as a savepoint names it. */
  public static final class Snapshot extends StateSerializer.Snapshot<MergeRegister.Link> {
    public Snapshot() {
      super(LinkCodec.VERSION, LinkCodec.VERSION);
    }

    @Override
    public TypeSerializer<MergeRegister.Link> restoreSerializer() {
      return new LinkSerializer();
    }
  }
}
