package dev.kizashi.runtime.types;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** State that is changed in place, as one value in a format of ours. */
public abstract class StateSerializer<T> extends CompactSerializer<T> {
  private static final long serialVersionUID = 1L;

  private transient IntConsumer sizes;

  /** Another one of the class, as its constructor makes it. */
  protected abstract StateSerializer<T> another();

  /**
   * One that tells how many bytes each value takes that it, or a duplicate of it, writes.
   *
   * @param sizes for the thread that writes
   */
  public final StateSerializer<T> telling(IntConsumer sizes) {
    StateSerializer<T> telling = another();
    telling.sizes = sizes;
    return telling;
  }

  @Override
  public final StateSerializer<T> duplicate() {
    return telling(sizes);
  }

  @Override
  protected final void wrote(int bytes) {
    if (sizes != null) {
      sizes.accept(bytes);
    }
  }

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
