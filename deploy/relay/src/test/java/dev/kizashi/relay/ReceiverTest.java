package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.svix.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AlertMessage MESSAGE = new AlertMessage("a-1", "{\"title\":\"部長\"}");

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void end() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void whatIsTakenWasSignedAndWhole() {
    List<Throwable> problems = new CopyOnWriteArrayList<>();
    serve(
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + body);
          try {
            new Webhook(SECRET).verify(body, exchange.getRequestHeaders());
          } catch (Exception e) {
            problems.add(e);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    assertThat(post().verdict()).isEqualTo(Answer.Verdict.DELIVERED);
    assertThat(problems).isEmpty();
    assertThat(requests)
        .containsExactly("POST application/cloudevents+json; charset=UTF-8 {\"title\":\"部長\"}");
  }

  @Test
  void everyAlertHasAConnectionOfItsOwn() {
    serve(
        exchange -> {
          requests.add(
              exchange.getRemoteAddress().getPort()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Connection"));
          answer(exchange, 200);
        });
    try (Receiver receiver = receiver(endpoint(), Optional.empty(), PATIENCE)) {
      for (int i = 0; i < 3; i++) {
        assertThat(receiver.post(MESSAGE).verdict()).isEqualTo(Answer.Verdict.DELIVERED);
      }
    }
    assertThat(requests).hasSize(3).doesNotHaveDuplicates().allMatch(it -> it.endsWith(" close"));
  }

  @Test
  void aRedirectIsNotFollowed() {
    serve(
        exchange -> {
          requests.add(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    assertThat(post()).isEqualTo(Answer.later("status 307"));
    assertThat(requests).containsExactly("/alerts");
  }

  @Test
  void aWishToWaitIsHeard() {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          exchange.sendResponseHeaders(429, -1);
          exchange.close();
        });
    assertThat(post().asked()).contains(Duration.ofSeconds(7));
  }

  @Test
  void anAnswerThatBreaksOffIsNone() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.close();
        });
    assertThat(post()).isEqualTo(Answer.later("the connection broke off"));
  }

  @Test
  void anAnswerThatDoesNotComeIsWaitedForSoLongAndNoLonger() {
    serve(exchange -> untilTheEnd());
    assertThat(post(Duration.ofMillis(300))).isEqualTo(Answer.later("no answer within 300 ms"));
  }

  @Test
  void norMayABodyTakeForEver() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          untilTheEnd();
        });
    assertThat(post(Duration.ofMillis(300))).isEqualTo(Answer.later("no answer within 300 ms"));
  }

  @Test
  void aBodyWithoutEndIsLeftAndItsStatusCounts() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            while (end.getCount() > 0) {
              exchange.getResponseBody().write(new byte[8_192]);
            }
          } catch (IOException e) {
            // Nobody reads any more.
          }
        });
    assertThat(post().verdict()).isEqualTo(Answer.Verdict.DELIVERED);
  }

  @Test
  void nobodyThereIsNoConnection() {
    server.stop(0);
    assertThat(post()).isEqualTo(Answer.later("no connection"));
  }

  @Test
  void onlyWhomWeBelieveGetsAlerts(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    Path pem = folder.resolve("server.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "crm",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "crm",
        "-file",
        pem.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    HttpsServer https = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
    https.setExecutor(threads);
    https.setHttpsConfigurator(new HttpsConfigurator(identity(store)));
    https.createContext("/", exchange -> answer(exchange, 200));
    https.start();
    try {
      URI uri = URI.create("https://localhost:" + https.getAddress().getPort() + "/");
      assertThat(post(uri, Optional.empty(), PATIENCE))
          .isEqualTo(Answer.later("no trusted connection"));
      assertThat(
              post(uri, Optional.of(TrustedCertificates.in(pem, Optional.empty())), PATIENCE)
                  .verdict())
          .isEqualTo(Answer.Verdict.DELIVERED);
      // The right certificate by the wrong name.
      URI other = URI.create("https://127.0.0.1:" + https.getAddress().getPort() + "/");
      assertThat(post(other, Optional.of(TrustedCertificates.in(pem, Optional.empty())), PATIENCE))
          .isEqualTo(Answer.later("no trusted connection"));
    } finally {
      https.stop(0);
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedCertificates.in(file, Optional.empty()))
        .withMessageContaining("empty.pem can be read neither");
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static SSLContext identity(Path store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(
        KeyStore.getInstance(store.toFile(), "changeit".toCharArray()), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void untilTheEnd() throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void serve(HttpHandler handler) {
    server.createContext("/alerts", handler);
  }

  private Answer post() {
    return post(PATIENCE);
  }

  private Answer post(Duration patience) {
    return post(endpoint(), Optional.empty(), patience);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
  }

  private static Answer post(URI endpoint, Optional<SSLContext> trust, Duration patience) {
    try (Receiver receiver = receiver(endpoint, trust, patience)) {
      return receiver.post(MESSAGE);
    }
  }

  private static Receiver receiver(URI endpoint, Optional<SSLContext> trust, Duration patience) {
    return new Receiver(
        endpoint, Signatures.with(List.of(SECRET)), trust, patience, 2, Clock.systemUTC());
  }
}
