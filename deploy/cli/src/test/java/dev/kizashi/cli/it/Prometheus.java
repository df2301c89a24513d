package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kizashi.local.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus under the settings and rules that are shipped, but for its pace: it scrapes and
 * judges every second, and a rule that waits waits for some seconds only.
 */
final class Prometheus implements AutoCloseable {
  /** Continuous integration says so; whoever else has no Prometheus does without these tests. */
  private static final String REQUIRED = "kizashi.prometheus.required";

  private static final Path SHIPPED =
      Installation.locate().home().resolve("deploy").resolve("monitoring");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final String url;
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  private Prometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** One rule's alerts as they are. */
  record Rule(String name, String health, String state) {}

  /** Skips the test, or fails it where Prometheus has to be there. */
  static void require(String program) {
    boolean found =
        List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      String message =
          "There is no %s on the PATH: install Prometheus (Debian: apt-get install prometheus)."
              .formatted(program);
      if (Boolean.getBoolean(REQUIRED)) {
        fail(message);
      }
      abort(message);
    }
  }

  /** A file that is shipped. */
  static Path shipped(String file) {
    return SHIPPED.resolve(file);
  }

  /**
   * Returns once it answers.
   *
   * @param patience in the place of every rule's
   */
  static Prometheus start(Path folder, Path flinkTargets, Path relayTargets, Duration patience)
      throws IOException {
    require("prometheus");
    Files.writeString(
        folder.resolve("alerts.yml"),
        Files.readString(shipped("alerts.yml"))
            .replaceAll("(?m)^( +for: ).*$", "$1" + patience.toSeconds() + "s"));
    Files.writeString(
        folder.resolve("prometheus.yml"),
        Files.readString(shipped("prometheus.yml"))
            .replace("_interval: 15s", "_interval: 1s")
            .replace(
                "../../.kizashi/local/run/conf/prometheus-targets.json", flinkTargets.toString())
            .replace("targets/relay*.json", relayTargets.toString()));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus started = new Prometheus(process, "http://127.0.0.1:" + port);
    await("Prometheus").atMost(PATIENCE).until(started::isReady);
    return started;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Prometheus ended with " + process.exitValue());
    }
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/-/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Every metric that it has ever seen here. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    get("/api/v1/label/__name__/values").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** What an expression comes to now, by the values of a label; without the label by "". */
  Map<String, Double> query(String expression, String label) {
    Map<String, Double> values = new TreeMap<>();
    get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result")
        .forEach(
            sample ->
                values.put(
                    sample.path("metric").path(label).asText(),
                    sample.path("value").path(1).asDouble()));
    return values;
  }

  /** What an expression without labels comes to; NaN for nothing at all. */
  double query(String expression) {
    return query(expression, "").getOrDefault("", Double.NaN);
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group : get("/api/v1/rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            new Rule(
                rule.path("name").asText(),
                rule.path("health").asText(),
                rule.path("state").asText()));
      }
    }
    return rules;
  }

  /** The names of those that fire. */
  Set<String> firing() {
    Set<String> firing = new TreeSet<>();
    rules().stream()
        .filter(rule -> rule.state().equals("firing"))
        .forEach(rule -> firing.add(rule.name()));
    return firing;
  }

  private JsonNode get(String path) {
    try {
      JsonNode answer =
          json.readTree(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(url + path)).build(),
                      BodyHandlers.ofString())
                  .body());
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalStateException(path + ": " + answer);
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
