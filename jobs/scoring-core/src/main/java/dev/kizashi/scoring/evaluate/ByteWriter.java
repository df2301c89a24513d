package dev.kizashi.scoring.evaluate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes, reused from one state to the next. */
public final class ByteWriter {
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int INITIAL = 256;
  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int VARINT_BITS = 7;

  private byte[] bytes = new byte[INITIAL];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /**
   * The array written to; only the first {@link #size} bytes mean anything, until the next write.
   */
  public byte[] array() {
    return bytes;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void writeInt(int value) {
    ensure(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  public void writeLong(long value) {
    ensure(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** Seven bits a byte, low ones first; negative values take ten. */
  public void writeUnsigned(long value) {
    ensure(Long.BYTES + 2);
    long rest = value;
    while ((rest & ~LOW_BITS) != 0) {
      bytes[size++] = (byte) (rest & LOW_BITS | MORE);
      rest >>>= VARINT_BITS;
    }
    bytes[size++] = (byte) rest;
  }

  /** Zigzag: short for small values of either sign. */
  public void writeSigned(long value) {
    writeUnsigned(value << 1 ^ value >> (Long.SIZE - 1));
  }

  /** A text or null. */
  public void writeText(String text) {
    writeBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes with their length before them, or null. */
  public void writeBytes(byte[] value) {
    if (value == null) {
      writeUnsigned(0);
      return;
    }
    writeUnsigned(value.length + 1L);
    append(value);
  }

  /** The bytes alone. */
  public void append(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
