package dev.kizashi.cli.campaign;

import dev.kizashi.runtime.codec.WireFormat;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that no record is read from. */
final class Poison {
  private static final int NO_SCHEMA = 1_000_000_000;
  private static final int LONGEST = 200;

  private final SplittableRandom random;

  Poison(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * @return nothing at all, noise, a frame of no schema, or what a good record begins or goes on
   *     with
   */
  byte[] of(byte[] good) {
    return switch (random.nextInt(5)) {
      case 0 -> new byte[0];
      case 1 -> noise(1 + random.nextInt(LONGEST));
      case 2 -> WireFormat.frame(NO_SCHEMA + random.nextInt(3), noise(random.nextInt(LONGEST)));
      case 3 -> Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
      default -> Arrays.copyOf(good, good.length + 1 + random.nextInt(7));
    };
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
