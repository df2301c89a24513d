package dev.kizashi.scoring.signals;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Addresses and CIDR ranges, v4 and v6 in one space: a v4 address is the IPv4-mapped v6 address,
 * however it was written. Only ranges inside the mapped ones hold it: {@code ::/0} is all of v6. A
 * look-up costs one hash for each prefix length in use.
 */
public final class AddressRanges {
  private static final int BITS = 128;
  private static final int V4_PREFIX_BITS = 96;
  private static final long V4_PREFIX = 0xffffL << 32;

  private record Bits(long high, long low) {
    Bits first(int bits) {
      return new Bits(bits >= 64 ? high : cut(high, bits), bits >= 64 ? cut(low, bits - 64) : 0);
    }

    boolean isV4() {
      return high == 0 && low >>> Integer.SIZE == 0xffff;
    }

    private static long cut(long half, int bits) {
      return bits == 0 ? 0 : half & -1L << (64 - bits);
    }
  }

  /** The ranges of one prefix length. */
  private record Ranges(int prefixBits, Set<Bits> bases) {}

  private final List<Ranges> byPrefix = new ArrayList<>();

  private AddressRanges() {}

  /**
   * @param written such as {@code 10.0.0.0/8}, {@code 192.0.2.7}, {@code 2001:db8::/32}; bits
   *     beyond the prefix are ignored
   * @throws IllegalArgumentException when one is no address or range
   */
  public static AddressRanges of(Collection<String> written) {
    AddressRanges ranges = new AddressRanges();
    written.forEach(ranges::add);
    return ranges;
  }

  /** Whether the text is an address in one of the ranges; a text that is no address is in none. */
  public boolean contains(String address) {
    if (byPrefix.isEmpty() || !isPlainAddress(address)) {
      return false;
    }
    Bits bits = bits(InetAddresses.forString(address));
    for (Ranges ranges : byPrefix) {
      boolean sameFamily = !bits.isV4() || ranges.prefixBits() >= V4_PREFIX_BITS;
      if (sameFamily && ranges.bases().contains(bits.first(ranges.prefixBits()))) {
        return true;
      }
    }
    return false;
  }

  private void add(String written) {
    int slash = written.indexOf('/');
    String address = slash < 0 ? written : written.substring(0, slash);
    if (!isPlainAddress(address)) {
      throw notOne(written);
    }
    int offset = address.indexOf(':') < 0 ? V4_PREFIX_BITS : 0;
    int prefixBits = BITS;
    if (slash >= 0) {
      String length = written.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || offset + Integer.parseInt(length) > BITS) {
        throw notOne(written);
      }
      prefixBits = offset + Integer.parseInt(length);
    }
    Bits base = bits(InetAddresses.forString(address)).first(prefixBits);
    for (Ranges ranges : byPrefix) {
      if (ranges.prefixBits() == prefixBits) {
        ranges.bases().add(base);
        return;
      }
    }
    byPrefix.add(new Ranges(prefixBits, new HashSet<>(Set.of(base))));
  }

  private static IllegalArgumentException notOne(String written) {
    return new IllegalArgumentException(
        "\"" + written + "\" is no address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32");
  }

  /** Without a zone, which would be looked up among this machine's interfaces. */
  private static boolean isPlainAddress(String text) {
    return text.indexOf('%') < 0 && InetAddresses.isInetAddress(text);
  }

  private static Bits bits(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? new Bits(0, V4_PREFIX | Integer.toUnsignedLong(bytes.getInt()))
        : new Bits(bytes.getLong(), bytes.getLong());
  }
}
