package dev.kizashi.benchmarks.peers;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A sum as 24 bytes: points, instant, and what was told. */
final class DecayedSumSerde {
  private static final int SIZE = 2 * Double.BYTES + Long.BYTES;

  private DecayedSumSerde() {}

  static Serde<DecayedSum> serde() {
    return Serdes.serdeFrom((topic, sum) -> write(sum), (topic, bytes) -> read(bytes));
  }

  private static byte[] write(DecayedSum sum) {
    return sum == null
        ? null
        : ByteBuffer.allocate(SIZE)
            .putDouble(sum.points)
            .putLong(sum.at)
            .putDouble(sum.told)
            .array();
  }

  private static DecayedSum read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new DecayedSum(in.getDouble(), in.getLong(), in.getDouble());
  }
}
