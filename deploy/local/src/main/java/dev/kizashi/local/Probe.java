package dev.kizashi.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a component the cheapest question that only a working one can answer. */
final class Probe {

  private static final int PATIENCE_MILLIS = 3_000;

  /** ZooKeeper's word for it. */
  static final String ARE_YOU_OK = "ruok";

  private static final String I_AM_OK = "imok";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(PATIENCE_MILLIS))
          .build();

  private Probe() {}

  static boolean answers(Component component) {
    return switch (component.role()) {
      case COORDINATOR -> coordinatorAnswers(component.address());
      case BROKER -> brokerAnswers(component.address());
      case REGISTRY -> get(component.address() + "/subjects").isPresent();
      case JOB_MANAGER -> get(component.address() + "/overview").isPresent();
      case TASK_MANAGER -> taskManagerReports(component);
    };
  }

  private static boolean coordinatorAnswers(String address) {
    URI at = URI.create("tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(ARE_YOU_OK.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).equals(I_AM_OK);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean brokerAnswers(String bootstrapServers) {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS))) {
      return !admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * The JobManager has heard from this very process: one that was killed stays registered under the
   * same name until its heartbeat times out.
   *
   * <p>Asks for the list, as Flink logs an error each time it is asked for one that is not in it.
   */
  private static boolean taskManagerReports(Component component) {
    String list = component.address().substring(0, component.address().lastIndexOf('/'));
    for (JsonNode listed :
        get(list).map(answer -> answer.path("taskmanagers")).orElse(MissingNode.getInstance())) {
      if (listed.path("id").asText().equals(component.name())) {
        return listed.path("timeSinceLastHeartbeat").asLong() >= component.startedAtMillis();
      }
    }
    return false;
  }

  private static Optional<JsonNode> get(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMillis(PATIENCE_MILLIS)).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(Json.JSON.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StackFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackFailure("Interrupted while asking a component for its health.", e);
  }
}
