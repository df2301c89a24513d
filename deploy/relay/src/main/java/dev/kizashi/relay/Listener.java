package dev.kizashi.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the relay is asked and told: {@link Acknowledgements}, {@link Health} and {@link
 * RelayMetrics}. Plain HTTP; TLS is whatever stands before it's.
 */
final class Listener implements AutoCloseable {
  private static final int THREADS = 8;

  static {
    // The JDK's server gives a request for ever to arrive: eight slow ones would be all.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private Listener(HttpServer server) {
    this.server = server;
  }

  /**
   * @param handlers by path
   * @throws RelayFailure the address cannot be listened at
   */
  static Listener start(InetSocketAddress address, Map<String, HttpHandler> handlers) {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new RelayFailure(
          "Nobody can listen at %s:%d: %s."
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
    Listener listener = new Listener(server);
    handlers.forEach(server::createContext);
    server.setExecutor(listener.threads);
    server.start();
    return listener;
  }

  static void answer(HttpExchange exchange, int status, String sentence) throws IOException {
    answer(exchange, status, "text/plain; charset=UTF-8", sentence + "\n");
  }

  static void answerJson(HttpExchange exchange, int status, String json) throws IOException {
    answer(exchange, status, "application/json", json);
  }

  static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
