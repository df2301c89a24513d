package dev.kizashi.leadscoring;

import dev.kizashi.runtime.types.CompactSerializer;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A lead's state as one value, in the format of {@link LeadStateCodec}. */
public final class LeadStateSerializer extends CompactSerializer<LeadState> {
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
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public LeadState copy(LeadState from) {
    return deepCopy(from);
  }

  @Override
  public TypeSerializer<LeadState> duplicate() {
    return new LeadStateSerializer();
  }

  @Override
  public TypeSerializerSnapshot<LeadState> snapshotConfiguration() {
    return new Snapshot();
  }

  /**
   * The format as a savepoint remembers it. Every value says its own version too, so a newer codec
   * reads older values as they are; an older one refuses newer savepoints here, before it touches a
   * key.
   */
  public static final class Snapshot implements TypeSerializerSnapshot<LeadState> {
    private int format = LeadStateCodec.VERSION;

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeInt(format);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
        throws IOException {
      format = in.readInt();
    }

    @Override
    public TypeSerializer<LeadState> restoreSerializer() {
      return new LeadStateSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<LeadState> resolveSchemaCompatibility(
        TypeSerializerSnapshot<LeadState> oldSnapshot) {
      boolean known = oldSnapshot instanceof Snapshot old && old.format <= LeadStateCodec.VERSION;
      return known
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
