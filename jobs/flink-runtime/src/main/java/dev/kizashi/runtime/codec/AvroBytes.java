package dev.kizashi.runtime.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding read straight from an array: as the fields of one of our records, and, for
 * what other writers' schemas wrote, as the decoder under Avro's own resolution.
 *
 * <p>It believes no length. A text, a block or a count that claims more than the bytes left is
 * refused before anything is allocated or looped over, so that time and memory are bounded by the
 * size of the value. (Avro's own decoder allocates what a length claims, up to 2 GB.) The price: an
 * array of items that take no bytes is refused when it has more of them than the value has bytes.
 */
final class AvroBytes extends Decoder implements OrderedFields {
  private static final int LOW_BITS = 0x7f;
  private static final int VARINT_BITS = 7;
  private static final int BYTE = 0xff;
  private static final int MAX_INITIAL_ENTRIES = 64;

  private byte[] bytes;
  private int position;
  private long itemsLeft;

  /** Starts over; the array is not changed, nor kept longer than until the next call. */
  void open(byte[] value, int from) {
    bytes = value;
    position = from;
    itemsLeft = value.length;
  }

  void requireEnd() {
    if (position != bytes.length) {
      throw UnusableException.undecodable(
          (bytes.length - position) + " bytes follow the end of the record");
    }
  }

  // The fields of our own records.

  @Override
  public String text() {
    return readString();
  }

  @Override
  public String optionalText() {
    return isPresent() ? readString() : null;
  }

  @Override
  public Long optionalNumber() {
    return isPresent() ? (Long) readLong() : null;
  }

  @Override
  public int count() {
    return readInt();
  }

  @Override
  public long time() {
    return readLong();
  }

  @Override
  public boolean flag() {
    return readBoolean();
  }

  @Override
  public String symbol(List<String> symbols) {
    int index = readInt();
    if (index < 0 || index >= symbols.size()) {
      throw UnusableException.undecodable("an enum has no such symbol");
    }
    return symbols.get(index);
  }

  @Override
  public BigDecimal optionalDecimal(int scale) {
    if (!isPresent()) {
      return null;
    }
    int length = readLength();
    BigDecimal decimal = decimal(bytes, position, length, scale);
    position += length;
    return decimal;
  }

  static BigDecimal decimal(byte[] bytes, int from, int length, int scale) {
    if (length == 0) {
      throw UnusableException.undecodable("a decimal has no digits");
    }
    return new BigDecimal(new BigInteger(bytes, from, length), scale);
  }

  @Override
  public Map<String, String> texts() {
    long count = readMapStart();
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>(2 * (int) Math.min(count, MAX_INITIAL_ENTRIES));
    while (count > 0) {
      for (long entry = 0; entry < count; entry++) {
        String key = readString();
        texts.put(key, readString());
      }
      count = mapNext();
    }
    return texts;
  }

  @Override
  public OrderedFields optionalRecord() {
    return isPresent() ? this : null;
  }

  /** Every optional field of our schemas is a union of null, first, and its type. */
  private boolean isPresent() {
    long branch = readLong();
    if (branch < 0 || branch > 1) {
      throw UnusableException.undecodable("a union has no such branch");
    }
    return branch == 1;
  }

  // Avro's terms.

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() {
    byte value = readByte();
    if (value < 0 || value > 1) {
      throw UnusableException.undecodable("a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  @Override
  public int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw UnusableException.undecodable("an int does not fit 32 bits");
    }
    return (int) value;
  }

  @Override
  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      byte next = readByte();
      value |= (long) (next & LOW_BITS) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw UnusableException.undecodable("a number does not fit 64 bits");
  }

  @Override
  public float readFloat() {
    return Float.intBitsToFloat((int) readLittleEndian(Float.BYTES));
  }

  @Override
  public double readDouble() {
    return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
  }

  @Override
  public Utf8 readString(Utf8 old) {
    return new Utf8(readString());
  }

  @Override
  public String readString() {
    int length = readLength();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  @Override
  public void skipString() {
    skip(readLong());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) {
    byte[] read = new byte[readLength()];
    readFixed(read, 0, read.length);
    return ByteBuffer.wrap(read);
  }

  @Override
  public void skipBytes() {
    skip(readLong());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) {
    int from = position;
    skip(length);
    System.arraycopy(bytes, from, target, start, length);
  }

  @Override
  public void skipFixed(int length) {
    skip(length);
  }

  @Override
  public int readEnum() {
    return readInt();
  }

  @Override
  public long readArrayStart() {
    return readItemCount();
  }

  @Override
  public long arrayNext() {
    return readItemCount();
  }

  @Override
  public long skipArray() {
    return skipBlocks();
  }

  @Override
  public long readMapStart() {
    return readItemCount();
  }

  @Override
  public long mapNext() {
    return readItemCount();
  }

  @Override
  public long skipMap() {
    return skipBlocks();
  }

  @Override
  public int readIndex() {
    return readInt();
  }

  private byte readByte() {
    if (position == bytes.length) {
      throw endedEarly();
    }
    return bytes[position++];
  }

  private long readLittleEndian(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (long) (readByte() & BYTE) << (i * Byte.SIZE);
    }
    return value;
  }

  private int readLength() {
    return bounded(readLong());
  }

  private void skip(long length) {
    position += bounded(length);
  }

  private int bounded(long length) {
    if (length < 0 || length > bytes.length - position) {
      throw endedEarly();
    }
    return (int) length;
  }

  private static UnusableException endedEarly() {
    return UnusableException.undecodable("the record ends early, or a length is wrong");
  }

  /** The items of the next block; a negative count is followed by the block's size in bytes. */
  private long readItemCount() {
    long count = readLong();
    if (count < 0) {
      count = -count;
      bounded(readLong());
    }
    return charged(count);
  }

  /** Skips blocks that say their size; the items of the first that does not are left to skip. */
  private long skipBlocks() {
    long count = readLong();
    while (count < 0) {
      skip(readLong());
      count = readLong();
    }
    return charged(count);
  }

  /** What all blocks of a value claim together cannot be more than it has bytes. */
  private long charged(long count) {
    if (count < 0 || count > itemsLeft) {
      throw endedEarly();
    }
    itemsLeft -= count;
    return count;
  }
}
