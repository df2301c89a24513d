package dev.kizashi.cli.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kizashi relay} as whoever runs it has it: a process, ended by signals. */
final class RelayProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("Listening at 127\\.0\\.0\\.1:(\\d+)\\.");

  private static final Pattern METRICS =
      Pattern.compile("Metrics for Prometheus on port (\\d+)\\.");

  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  private RelayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param secret for its environment
   */
  static RelayProcess start(Path folder, String secret, List<String> arguments) throws IOException {
    Path log = Files.createTempFile(folder, "relay", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.kizashi.cli.Kizashi",
                "relay"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KIZASHI_RELAY_SECRET", secret);
    return new RelayProcess(builder.start(), log);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void awaitLog(String words) {
    await(words).atMost(PATIENCE).until(() -> log().contains(words));
  }

  /** It is listening, and has its partitions or is about to. */
  void awaitListening() {
    awaitLog("Listening at ");
  }

  /** Where it tells its metrics, once it listens; it was started with {@code --metrics-port}. */
  String metricsAddress() {
    Matcher matcher = METRICS.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("tells no metrics:\n" + log());
    }
    return "127.0.0.1:" + matcher.group(1);
  }

  JsonNode health() throws IOException, InterruptedException {
    return new JsonMapper().readTree(send(request("/health").build()).body());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    Matcher matcher = LISTENING.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("not listening:\n" + log());
    }
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + matcher.group(1) + path));
  }

  /** As a machine that loses its power. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * As whoever runs it ends it.
   *
   * @return its exit code
   */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end:\n" + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
