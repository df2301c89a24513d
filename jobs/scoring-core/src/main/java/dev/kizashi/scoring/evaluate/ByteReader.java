package dev.kizashi.scoring.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Running past the end is an {@link
 * IndexOutOfBoundsException}: state is never partly read.
 */
public final class ByteReader {
  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int VARINT_BITS = 7;

  private final byte[] bytes;
  private int position;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public byte readByte() {
    return bytes[position++];
  }

  public int readInt() {
    int value = (int) ByteWriter.INTS.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  public long readLong() {
    long value = (long) ByteWriter.LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  public long readUnsigned() {
    byte first = bytes[position++];
    if (first >= 0) {
      return first;
    }
    long value = first & LOW_BITS;
    for (int shift = VARINT_BITS; ; shift += VARINT_BITS) {
      byte next = bytes[position++];
      value |= (long) (next & LOW_BITS) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
  }

  public long readSigned() {
    long value = readUnsigned();
    return value >>> 1 ^ -(value & 1);
  }

  /** A text or null. */
  public String readText() {
    int length = (int) readUnsigned() - 1;
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** Bytes or null. */
  public byte[] readBytes() {
    int length = (int) readUnsigned() - 1;
    if (length < 0) {
      return null;
    }
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }
}
