package dev.kizashi.scoring.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes, reused from one state to the next. */
public final class ByteWriter {
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
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  public void writeLong(long value) {
    writeInt((int) (value >>> Integer.SIZE));
    writeInt((int) value);
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
