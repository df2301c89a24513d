package dev.kizashi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real registry, empty, in a process of its own. */
final class RegistryProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  private RegistryProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a registry that answers when this returns. */
  static RegistryProcess start(Path log) throws IOException {
    return start(freePort(), log);
  }

  static RegistryProcess start(int port, Path log) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                System.getProperty("registry.server"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    RegistryProcess registry = new RegistryProcess(process, port);
    try {
      await("a registry, see " + log)
          .atMost(Duration.ofSeconds(90))
          .failFast("the registry ended, see " + log, () -> !process.isAlive())
          .ignoreExceptions()
          .until(registry::answers);
      return registry;
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  String url() {
    return "http://127.0.0.1:%d/apis/ccompat/v7".formatted(port);
  }

  int port() {
    return port;
  }

  /** Ends the process and waits until it is gone. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    assertThat(process.isAlive()).isFalse();
  }

  private boolean answers() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url() + "/subjects").toURL().openConnection();
    return connection.getResponseCode() == 200;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
