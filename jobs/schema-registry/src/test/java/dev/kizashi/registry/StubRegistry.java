package dev.kizashi.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A server in a registry's place that gives one answer to everything and keeps what it was sent.
 */
final class StubRegistry implements AutoCloseable {

  private static final String API = "application/vnd.schemaregistry.v1+json";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String scheme;
  private volatile String authorization;

  private StubRegistry(HttpServer server, String scheme, Answer answer) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            answer.to(exchange);
          }
        });
    server.start();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Lets everyone in and has no subjects. */
  static StubRegistry open() throws IOException {
    return answering(200, "[]");
  }

  static StubRegistry answering(int status, String body) throws IOException {
    return new StubRegistry(
        HttpServer.create(anyPort(), 0), "http", exchange -> send(exchange, status, body));
  }

  /** Takes a request and says nothing until it is closed. */
  static StubRegistry silent() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    return new StubRegistry(HttpServer.create(anyPort(), 0), "http", exchange -> await(never));
  }

  /** Like {@link #open}, by TLS, to those who show a certificate that it trusts. */
  static StubRegistry secured(SSLContext identity, boolean clientCertificateNeeded)
      throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(identity) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = identity.getDefaultSSLParameters();
            tls.setNeedClientAuth(clientCertificateNeeded);
            parameters.setSSLParameters(tls);
          }
        });
    return new StubRegistry(server, "https", exchange -> send(exchange, 200, "[]"));
  }

  String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** The Authorization header of the last request; null without one. */
  String authorization() {
    return authorization;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", API);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
