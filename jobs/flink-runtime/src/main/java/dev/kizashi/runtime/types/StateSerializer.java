package dev.kizashi.runtime.types;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** State that is changed in place, as one value in a format of ours. */
public abstract class StateSerializer<T> extends CompactSerializer<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public T copy(T from) {
    return deepCopy(from);
  }

  /**
   * The format as a savepoint remembers it. A savepoint of a format that the codec does not read is
   * refused here, before a key is touched.
   */
  public abstract static class Snapshot<T> implements TypeSerializerSnapshot<T> {
    private final int oldest;
    private final int newest;
    private int format;

    /**
     * @param oldest format that the codec reads
     * @param newest the one that it writes
     */
    protected Snapshot(int oldest, int newest) {
      this.oldest = oldest;
      this.newest = newest;
      this.format = newest;
    }

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
    public abstract TypeSerializer<T> restoreSerializer();

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> oldSnapshot) {
      int written =
          oldSnapshot instanceof Snapshot<?> old && old.getClass() == getClass() ? old.format : -1;
      boolean known = written >= oldest && written <= newest;
      return known
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
