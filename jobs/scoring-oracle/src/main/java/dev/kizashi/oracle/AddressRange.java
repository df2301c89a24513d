package dev.kizashi.oracle;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.util.List;

/** A single address or a CIDR range, v4 or v6; the two families never meet. */
record AddressRange(byte[] address, int prefixBits) {

  static AddressRange of(String written) {
    int slash = written.indexOf('/');
    byte[] address =
        InetAddresses.forString(slash < 0 ? written : written.substring(0, slash)).getAddress();
    int prefixBits =
        slash < 0 ? address.length * 8 : Integer.parseInt(written.substring(slash + 1));
    return new AddressRange(address, prefixBits);
  }

  /** A text that is no address lies in no range. */
  static boolean anyContains(List<AddressRange> ranges, String text) {
    if (!InetAddresses.isInetAddress(text)) {
      return false;
    }
    byte[] candidate = InetAddresses.forString(text).getAddress();
    return ranges.stream().anyMatch(range -> range.contains(candidate));
  }

  private boolean contains(byte[] candidate) {
    int freeBits = address.length * 8 - prefixBits;
    return candidate.length == address.length
        && new BigInteger(1, candidate)
            .shiftRight(freeBits)
            .equals(new BigInteger(1, address).shiftRight(freeBits));
  }
}
