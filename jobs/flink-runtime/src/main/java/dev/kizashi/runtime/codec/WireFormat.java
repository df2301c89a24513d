package dev.kizashi.runtime.codec;

import java.nio.ByteBuffer;

/**
 * How a registry's clients frame a record: a zero byte, the id of the writer's schema as four bytes
 * big-endian, the Avro binary body.
 */
public final class WireFormat {
  static final int HEADER_BYTES = 1 + Integer.BYTES;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  public static byte[] frame(int schemaId, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .put(MAGIC)
        .putInt(schemaId)
        .put(body)
        .array();
  }

  /** The writer's schema id of a framed value. */
  static int schemaId(byte[] value) {
    if (value.length == 0) {
      throw UnusableException.undecodable("the value is empty");
    }
    if (value[0] != MAGIC) {
      throw UnusableException.undecodable("the first byte is not 0: no registry's wire format");
    }
    if (value.length < HEADER_BYTES) {
      throw UnusableException.undecodable("the value ends inside the schema id");
    }
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }
}
