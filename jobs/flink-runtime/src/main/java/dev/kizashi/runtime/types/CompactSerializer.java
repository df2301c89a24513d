package dev.kizashi.runtime.types;

import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer that writes a value as one run of bytes with its length before it. Subclasses say
 * how the bytes come about and which snapshot stands for them in a savepoint.
 *
 * <p>Values are immutable unless a subclass overrides {@link #copy(Object)}.
 */
public abstract class CompactSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private transient ByteWriter scratch;

  protected abstract void write(T value, ByteWriter out);

  protected abstract T read(ByteReader in);

  @Override
  public final void serialize(T value, DataOutputView target) throws IOException {
    ByteWriter bytes = scratch();
    write(value, bytes);
    target.writeInt(bytes.size());
    target.write(bytes.array(), 0, bytes.size());
    wrote(bytes.size());
  }

  /** A value of so many bytes was written. */
  protected void wrote(int bytes) {}

  @Override
  public final T deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return read(new ByteReader(bytes));
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public T copy(T from) {
    return from;
  }

  /** A value of its own, by way of its bytes. */
  protected final T deepCopy(T from) {
    ByteWriter bytes = scratch();
    write(from, bytes);
    return read(new ByteReader(bytes.toByteArray()));
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }

  private ByteWriter scratch() {
    if (scratch == null) {
      scratch = new ByteWriter();
    }
    scratch.clear();
    return scratch;
  }
}
