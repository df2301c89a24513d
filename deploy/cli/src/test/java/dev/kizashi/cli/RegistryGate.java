package dev.kizashi.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * TLS and a password before a registry that has neither. The registry could do TLS itself, but
 * knows passwords only through an identity provider beside it; so, as in most deployments, both are
 * a proxy's.
 */
final class RegistryGate implements AutoCloseable {
  private static final String API = "application/vnd.schemaregistry.v1+json";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpsServer server;
  private final URI registry;
  private final String admitted;

  private RegistryGate(HttpsServer server, URI registry, String userInfo) {
    this.server = server;
    this.registry = registry;
    this.admitted =
        "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * @param identity what it shows of itself
   * @param userInfo user and password, with a colon between
   */
  static RegistryGate before(String registryUrl, SSLContext identity, String userInfo)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return new RegistryGate(server, URI.create(registryUrl), userInfo);
  }

  /** Of the registry's API, by way of this. */
  String url() {
    return "https://localhost:%d%s".formatted(port(), registry.getPath());
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!admitted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(
            exchange,
            401,
            "{\"error_code\":401,\"message\":\"Unauthorized\"}".getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpResponse<byte[]> answer =
          http.send(forwarded(exchange), HttpResponse.BodyHandlers.ofByteArray());
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest forwarded(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return HttpRequest.newBuilder(registry.resolve(asked.getRawPath() + query))
        .header("Content-Type", API)
        .method(
            exchange.getRequestMethod(),
            HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
        .build();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", API);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
