package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void runs_a_job_beside_a_broker_and_a_registry_and_leaves_nothing(@TempDir Path folder)
      throws Exception {
    String registryUrl;
    String flinkUrl;
    Path state;
    try (Stack stack = EmbeddedStack.start(StackSettings.defaults(), StackListener.SILENT)) {
      registryUrl = stack.registryUrl();
      flinkUrl = stack.flinkUrl();
      state = stack.stateFolder();

      Topics.create(stack.bootstrapServers());
      Exchange.write(stack.bootstrapServers(), "clickstream", "view");
      assertThat(Exchange.read(stack.bootstrapServers(), "clickstream", 1)).containsExactly("view");
      assertThat(get(registryUrl + "/config")).contains("FULL_TRANSITIVE");
      assertThat(get(flinkUrl + "/")).contains("<title>Apache Flink Web Dashboard</title>");

      FlinkRest flink = new FlinkRest(flinkUrl);
      String jar = flink.upload(JobJar.of(CountingJob.class, folder.resolve("counting.jar")));
      String job = flink.run(jar, FlinkRest.Submission.of(2, List.of()));
      await().atMost(PATIENCE).until(() -> flink.isRunning(job));
      String savepoint = flink.stopWithSavepoint(job, Optional.empty(), PATIENCE);
      assertThat(Path.of(URI.create(savepoint))).exists();
      assertThat(state.resolve("logs/embedded.log")).content().contains("counting");
    }
    assertThatThrownBy(() -> get(registryUrl)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(flinkUrl)).isInstanceOf(IOException.class);
    assertThat(state).doesNotExist();
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
