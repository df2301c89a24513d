package dev.kizashi.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address of this machine: host:port. */
final class AddressOption implements ITypeConverter<InetSocketAddress> {
  private static final int MOST = 65_535;

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
      int port = Integer.parseInt(text.substring(colon + 1));
      InetSocketAddress address =
          port <= MOST ? new InetSocketAddress(text.substring(0, colon), port) : null;
      if (address != null && !address.isUnresolved()) {
        return address;
      }
    }
    throw new TypeConversionException(
        "'%s' is no address to listen at: write 127.0.0.1:8099".formatted(text));
  }
}
