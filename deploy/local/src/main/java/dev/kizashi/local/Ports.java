package dev.kizashi.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * The ports that a stack listens on, all on the loopback address.
 *
 * <p>They lie below the range that operating systems hand to outgoing connections. Inside that
 * range a client that keeps reconnecting to a broker that was killed can be given the broker's own
 * port, connect to itself, and keep the broker from coming back.
 */
record Ports(
    int coordinator, int broker, int controller, int registry, int jobManagerRpc, int flinkRest) {

  static final String HOST = "127.0.0.1";

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int FIND_ATTEMPTS = 1_000;
  private static final int START_ATTEMPTS = 3;

  /** Free at this moment; another process may still be quicker. */
  static Ports free() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < 6) {
        held.add(hold());
      }
      return new Ports(
          held.get(0).getLocalPort(),
          held.get(1).getLocalPort(),
          held.get(2).getLocalPort(),
          held.get(3).getLocalPort(),
          held.get(4).getLocalPort(),
          held.get(5).getLocalPort());
    } finally {
      for (ServerSocket socket : held) {
        close(socket);
      }
    }
  }

  /** One more, free at this moment and none of these. */
  int another(Collection<Integer> given) {
    while (true) {
      ServerSocket socket = hold();
      int port = socket.getLocalPort();
      close(socket);
      if (!given.contains(port)
          && !List.of(broker, controller, registry, jobManagerRpc, flinkRest).contains(port)) {
        return port;
      }
    }
  }

  /**
   * Tries anew on other ports when one was taken between being found free and being used.
   *
   * @throws StackFailure whatever {@code start} failed with at last
   */
  static <T> T onFreePorts(StackListener listener, Function<Ports, T> start) {
    for (int attempt = 1; attempt < START_ATTEMPTS; attempt++) {
      try {
        return start.apply(free());
      } catch (StackFailure.PortTaken e) {
        listener.startingAgain(e.getMessage());
      }
    }
    return start.apply(free());
  }

  private static ServerSocket hold() {
    for (int attempt = 0; attempt < FIND_ATTEMPTS; attempt++) {
      try {
        ServerSocket socket = new ServerSocket();
        socket.bind(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST)));
        return socket;
      } catch (IOException e) {
        // Taken: the next one may be free.
      }
    }
    throw new StackFailure(
        "No free port between %d and %d: end what holds them.".formatted(LOWEST, HIGHEST));
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new StackFailure("Port " + socket.getLocalPort() + " could not be let go.", e);
    }
  }
}
