package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> READY = new ArrayList<>();
  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack =
        LocalStack.start(
            StackSettings.builder().checkpointInterval(Duration.ofSeconds(1)).build(),
            new StackListener() {
              @Override
              public void ready(String component, Duration took) {
                READY.add(component);
              }
            });
    Topics.create(stack.bootstrapServers());
  }

  @AfterAll
  static void stopping_leaves_no_process_and_no_file() {
    List<Component> components = stack.components();
    stack.stop();
    assertThat(components).allSatisfy(c -> assertThat(c.health()).isEqualTo(Health.GONE));
    assertThat(stack.stateFolder()).doesNotExist();
  }

  @Test
  void every_component_is_healthy_and_was_reported_as_it_came_up() {
    assertThat(stack.components())
        .extracting(Component::name)
        .containsExactly(
            "zookeeper", "kafka", "registry", "jobmanager", "taskmanager-1", "taskmanager-2")
        .containsExactlyInAnyOrderElementsOf(READY);
    assertThat(stack.components())
        .allSatisfy(
            component -> {
              assertThat(component.health()).isEqualTo(Health.HEALTHY);
              assertThat(component.logFile()).isNotEmptyFile();
            });
  }

  @Test
  void the_cluster_sees_no_class_of_kafka_or_jackson() throws Exception {
    try (var jars =
        Files.list(Installation.locate().home().resolve("deploy/local/target/flink-lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .contains("flink-runtime-2.2.1.jar")
          .noneMatch(name -> name.matches("(kafka|jackson|scala|re2j|guava).*"));
    }
  }

  @Test
  void the_web_page_of_flink_answers() throws Exception {
    assertThat(get(stack.flinkUrl() + "/")).contains("<title>Apache Flink Web Dashboard</title>");
  }

  @Test
  void creating_the_topics_again_changes_nothing() {
    assertThat(Topics.create(stack.bootstrapServers())).isEmpty();
  }

  @Test
  void what_is_written_to_a_topic_outlives_the_broker() throws Exception {
    Exchange.write(stack.bootstrapServers(), "crm-updates", "won", "lost");
    stack.kill("kafka");
    assertThat(component("kafka").health()).isEqualTo(Health.GONE);
    stack.restart("kafka");
    assertThat(Exchange.read(stack.bootstrapServers(), "crm-updates", 2))
        .containsExactlyInAnyOrder("won", "lost");
  }

  @Test
  void the_registry_keeps_its_schemas_and_its_rule_when_it_is_killed() throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(stack.registryUrl() + "/subjects/s-value/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"\\\"string\\\"\"}"))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    stack.kill("registry");
    stack.restart("registry");
    assertThat(get(stack.registryUrl() + "/subjects")).isEqualTo("[\"s-value\"]");
    assertThat(get(stack.registryUrl() + "/config")).contains("FULL_TRANSITIVE");
  }

  @Test
  void a_job_keeps_its_state_through_a_killed_taskmanager_and_a_change_of_parallelism(
      @TempDir Path folder) throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    String jar = flink.upload(JobJar.of(CountingJob.class, folder.resolve("counting.jar")));
    String job = flink.run(jar, FlinkRest.Submission.of(2, List.of()));
    await().atMost(PATIENCE).until(() -> counted(flink, job) > 2 * CountingJob.KEYS);
    Instant everyKeyCounted = Instant.now();
    await().atMost(PATIENCE).until(() -> checkpointed(flink, job, everyKeyCounted));

    assertThat(Checkpoints.latest(stack.stateFolder(), job)).isPresent();

    stack.kill("taskmanager-1");
    stack.restart("taskmanager-1");
    assertThat(component("taskmanager-1").health()).isEqualTo(Health.HEALTHY);
    await().atMost(PATIENCE).until(() -> flink.isRunning(job));

    String savepoint = flink.stopWithSavepoint(job, Optional.empty(), PATIENCE);
    assertThat(Path.of(URI.create(savepoint)).resolve("_metadata")).exists();
    await().atMost(PATIENCE).until(() -> flink.status(job) == JobStatus.FINISHED);

    String resumed = flink.run(jar, FlinkRest.Submission.of(4, List.of("resumed")).from(savepoint));
    await().atMost(PATIENCE).until(() -> counted(flink, resumed) > 2 * CountingJob.KEYS);
    assertThat(flink.vertices(resumed)).allSatisfy(v -> assertThat(v.parallelism()).isEqualTo(4));
    assertThat(flink.latestFailure(resumed)).isEmpty();
    flink.cancel(resumed);
    await().atMost(PATIENCE).until(() -> flink.status(resumed) == JobStatus.CANCELED);
  }

  @Test
  void why_a_job_fails_is_told_in_one_line(@TempDir Path folder) throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    String jar = flink.upload(JobJar.of(CountingJob.class, folder.resolve("failing.jar")));
    String job = flink.run(jar, FlinkRest.Submission.of(1, List.of("resumed")));
    await().atMost(PATIENCE).until(() -> flink.latestFailure(job).isPresent());
    assertThat(flink.latestFailure(job).orElseThrow())
        .isEqualTo("java.lang.IllegalStateException: the count of key 0 is lost");
    flink.cancel(job);

    assertThatThrownBy(
            () -> flink.run(jar, FlinkRest.Submission.of(1, List.of()).from("file:///nowhere")))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("/nowhere");
  }

  @Test
  void a_jobmanager_that_comes_back_finds_its_jobs_and_its_taskmanagers_again(@TempDir Path folder)
      throws Exception {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    String jar = flink.upload(JobJar.of(CountingJob.class, folder.resolve("going-on.jar")));
    String job = flink.run(jar, FlinkRest.Submission.of(2, List.of()));
    await().atMost(PATIENCE).until(() -> counted(flink, job) > 2 * CountingJob.KEYS);
    Instant everyKeyCounted = Instant.now();
    await().atMost(PATIENCE).until(() -> checkpointed(flink, job, everyKeyCounted));

    stack.kill("jobmanager");
    assertThat(component("taskmanager-2").health()).isEqualTo(Health.NOT_ANSWERING);
    stack.kill("zookeeper");
    stack.restart("zookeeper");
    stack.restart("jobmanager");
    stack.awaitHealthy();

    assertThat(stack.components())
        .allSatisfy(component -> assertThat(component.health()).isEqualTo(Health.HEALTHY));
    await().atMost(PATIENCE).until(() -> flink.isRunning(job));
    Instant runsAgain = Instant.now();
    await().atMost(PATIENCE).until(() -> checkpointed(flink, job, runsAgain));
    assertThat(flink.restored(job)).isTrue();
    flink.cancel(job);
    await().atMost(PATIENCE).until(() -> flink.status(job) == JobStatus.CANCELED);
  }

  @Test
  void a_process_that_is_paused_does_not_answer_until_it_goes_on() {
    stack.pause("registry");
    assertThat(component("registry").health()).isEqualTo(Health.NOT_ANSWERING);
    stack.resume("registry");
    assertThat(component("registry").health()).isEqualTo(Health.HEALTHY);
  }

  private static Component component(String name) {
    return stack.components().stream().filter(c -> c.name().equals(name)).findAny().orElseThrow();
  }

  private static double counted(FlinkRest flink, String job) {
    return flink.vertices(job).stream()
        .filter(vertex -> vertex.name().startsWith("count"))
        .map(vertex -> flink.metrics(job, vertex.id(), List.of("numRecordsIn")))
        .filter(metrics -> metrics.containsKey("numRecordsIn"))
        .mapToDouble(metrics -> metrics.get("numRecordsIn").sum())
        .sum();
  }

  private static boolean checkpointed(FlinkRest flink, String job, Instant since) {
    return flink.checkpoints(job).stream()
        .anyMatch(
            checkpoint ->
                checkpoint.status().equals("COMPLETED") && checkpoint.triggeredAt().isAfter(since));
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
