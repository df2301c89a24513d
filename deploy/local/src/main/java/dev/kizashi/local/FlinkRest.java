package dev.kizashi.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.JobStatus;

/**
 * The part of Flink's REST API that running a job takes. Every call throws {@link StackFailure}
 * when Flink cannot be reached or refuses; the message then ends with the innermost cause that
 * Flink names.
 */
public final class FlinkRest {

  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String CAUSED_BY = "Caused by: ";
  private static final String SERVER_SIDE = "<Exception on server side:";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;

  /**
   * @param url as {@link Stack#flinkUrl}
   */
  public FlinkRest(String url) {
    this.url = url;
  }

  /**
   * How a job is started from an uploaded jar.
   *
   * @param mainClass empty: the one of the jar's manifest
   * @param savepoint the savepoint or checkpoint to start from, all of whose state must find its
   *     operator
   * @param flinkOptions for this job only
   */
  public record Submission(
      Optional<String> mainClass,
      List<String> arguments,
      int parallelism,
      Optional<String> savepoint,
      Map<String, String> flinkOptions) {

    public Submission {
      arguments = List.copyOf(arguments);
      flinkOptions = Map.copyOf(flinkOptions);
    }

    /** From nothing, by the main class of the manifest. */
    public static Submission of(int parallelism, List<String> arguments) {
      return new Submission(Optional.empty(), arguments, parallelism, Optional.empty(), Map.of());
    }

    public Submission from(String savepointPath) {
      return new Submission(
          mainClass, arguments, parallelism, Optional.of(savepointPath), flinkOptions);
    }
  }

  /** One operator chain of a job. */
  public record Vertex(String id, String name, int parallelism, int runningSubtasks) {}

  /**
   * One checkpoint or savepoint.
   *
   * @param status {@code IN_PROGRESS}, {@code COMPLETED} or {@code FAILED}
   * @param path where it lies once completed, as {@link Submission#from} takes it
   */
  public record Checkpoint(
      long id,
      String status,
      boolean savepoint,
      Instant triggeredAt,
      Duration took,
      long stateBytes,
      Optional<String> path) {}

  /** One metric over all subtasks of a vertex. */
  public record Metric(double min, double max, double avg, double sum) {}

  /**
   * Hands a job jar to the cluster.
   *
   * @return the id by which {@link #run} finds it
   */
  public String upload(Path jar) {
    String boundary = UUID.randomUUID().toString();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    BodyPublisher file;
    try {
      file = BodyPublishers.ofFile(jar);
    } catch (FileNotFoundException e) {
      throw new StackFailure("There is no jar " + jar + ": build it first.", e);
    }
    JsonNode answer =
        send(
            "upload of " + jar.getFileName(),
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(
                    BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        file,
                        BodyPublishers.ofString("\r\n--%s--\r\n".formatted(boundary)))));
    String stored = answer.path("filename").asText();
    return stored.substring(stored.lastIndexOf('/') + 1);
  }

  /**
   * Starts a job; it may still be waiting for slots when this returns.
   *
   * @return the id of the new job
   */
  public String run(String jar, Submission submission) {
    ObjectNode body = Json.JSON.createObjectNode();
    submission.mainClass().ifPresent(name -> body.put("entryClass", name));
    ArrayNode arguments = body.putArray("programArgsList");
    submission.arguments().forEach(arguments::add);
    body.put("parallelism", submission.parallelism());
    submission.savepoint().ifPresent(path -> body.put("savepointPath", path));
    body.put("allowNonRestoredState", false);
    ObjectNode options = body.putObject("flinkConfiguration");
    submission.flinkOptions().forEach(options::put);
    return send("submission", json("/jars/" + jar + "/run", body)).path("jobid").asText();
  }

  /** Every job that this cluster remembers, with its status, by id. */
  public Map<String, JobStatus> jobs() {
    Map<String, JobStatus> jobs = new HashMap<>();
    for (JsonNode job : get("/jobs").path("jobs")) {
      jobs.put(job.path("id").asText(), JobStatus.valueOf(job.path("status").asText()));
    }
    return jobs;
  }

  public JobStatus status(String job) {
    return JobStatus.valueOf(get("/jobs/" + job).path("state").asText());
  }

  public List<Vertex> vertices(String job) {
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      vertices.add(
          new Vertex(
              vertex.path("id").asText(),
              vertex.path("name").asText(),
              vertex.path("parallelism").asInt(),
              vertex.path("tasks").path("RUNNING").asInt()));
    }
    return vertices;
  }

  /** Whether every subtask of every vertex is running. */
  public boolean isRunning(String job) {
    return status(job) == JobStatus.RUNNING
        && vertices(job).stream()
            .allMatch(vertex -> vertex.runningSubtasks() == vertex.parallelism());
  }

  /** The innermost cause of the latest failure, even if the job has recovered from it. */
  public Optional<String> latestFailure(String job) {
    for (JsonNode entry :
        get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries")) {
      return Optional.of(rootCause(entry.path("stacktrace").asText()));
    }
    return Optional.empty();
  }

  /**
   * Stops a job with a savepoint and returns once both are done.
   *
   * @param folder for the savepoint; empty: that of the stack
   * @return the savepoint's path, as {@link Submission#from} takes it
   */
  public String stopWithSavepoint(String job, Optional<Path> folder, Duration deadline) {
    ObjectNode body = Json.JSON.createObjectNode();
    folder.ifPresent(path -> body.put("targetDirectory", path.toUri().toString()));
    body.put("drain", false);
    String trigger =
        send("stop with savepoint", json("/jobs/" + job + "/stop", body))
            .path("request-id")
            .asText();
    Instant giveUp = Instant.now().plus(deadline);
    while (Instant.now().isBefore(giveUp)) {
      JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new StackFailure(
              "The savepoint of job %s failed: %s"
                  .formatted(
                      job,
                      rootCause(operation.path("failure-cause").path("stack-trace").asText())));
        }
        return operation.path("location").asText();
      }
      pause();
    }
    throw new StackFailure(
        "Job %s did not stop with a savepoint within %d s.".formatted(job, deadline.toSeconds()));
  }

  /** Asks a job to end without a savepoint; its checkpoints stay. */
  public void cancel(String job) {
    send(
        "cancellation",
        request("/jobs/" + job + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
  }

  /** Whether a job has begun with a checkpoint's or a savepoint's state. */
  public boolean restored(String job) {
    return get("/jobs/" + job + "/checkpoints").path("latest").path("restored").has("id");
  }

  /** The latest few, newest first, savepoints among them. */
  public List<Checkpoint> checkpoints(String job) {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (JsonNode checkpoint : get("/jobs/" + job + "/checkpoints").path("history")) {
      checkpoints.add(
          new Checkpoint(
              checkpoint.path("id").asLong(),
              checkpoint.path("status").asText(),
              checkpoint.path("is_savepoint").asBoolean(),
              Instant.ofEpochMilli(checkpoint.path("trigger_timestamp").asLong()),
              Duration.ofMillis(checkpoint.path("end_to_end_duration").asLong()),
              checkpoint.path("state_size").asLong(),
              Optional.ofNullable(checkpoint.path("external_path").textValue())));
    }
    return checkpoints;
  }

  /**
   * How much state a vertex has in one checkpoint or savepoint, files shared with earlier ones
   * included.
   */
  public long stateBytes(String job, long checkpoint, String vertex) {
    return get("/jobs/%s/checkpoints/details/%d/subtasks/%s".formatted(job, checkpoint, vertex))
        .path("state_size")
        .asLong();
  }

  /**
   * The metrics of a vertex, over its subtasks.
   *
   * @param names as Flink knows them within a subtask, such as {@code numRecordsOut} or {@code
   *     Source__clickstream.numRecordsIn}
   * @return by name; a metric that no subtask has is left out
   */
  public Map<String, Metric> metrics(String job, String vertex, List<String> names) {
    Map<String, Metric> metrics = new HashMap<>();
    for (JsonNode metric :
        get(
            "/jobs/%s/vertices/%s/subtasks/metrics?get=%s"
                .formatted(
                    job,
                    vertex,
                    URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8)))) {
      metrics.put(
          metric.path("id").asText(),
          new Metric(
              metric.path("min").asDouble(),
              metric.path("max").asDouble(),
              metric.path("avg").asDouble(),
              metric.path("sum").asDouble()));
    }
    return metrics;
  }

  /** The names that {@link #metrics} takes; empty until Flink has fetched them once. */
  public List<String> metricNames(String job, String vertex) {
    List<String> names = new ArrayList<>();
    for (JsonNode metric : get("/jobs/%s/vertices/%s/subtasks/metrics".formatted(job, vertex))) {
      names.add(metric.path("id").asText());
    }
    return names;
  }

  private JsonNode get(String path) {
    return send("question " + path, request(path).GET());
  }

  private HttpRequest.Builder json(String path, ObjectNode body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER);
  }

  private JsonNode send(String what, HttpRequest.Builder request) {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new StackFailure("Flink does not answer at %s (%s): %s".formatted(url, what, e), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    JsonNode answer;
    try {
      answer = Json.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new StackFailure(
          "Flink's answer to the %s is no JSON: %s".formatted(what, response.body()), e);
    }
    if (response.statusCode() >= 300) {
      throw new StackFailure("Flink refused the %s: %s".formatted(what, rootCause(answer)));
    }
    return answer;
  }

  private static String rootCause(JsonNode answer) {
    List<String> errors = new ArrayList<>();
    answer.path("errors").forEach(error -> errors.add(error.asText()));
    return rootCause(String.join("\n", errors));
  }

  /** The last "Caused by" of a stack trace; without one, its first line that says something. */
  public static String rootCause(String trace) {
    String found = "";
    for (String line : trace.lines().map(String::strip).toList()) {
      if (line.startsWith(CAUSED_BY)) {
        found = line.substring(CAUSED_BY.length());
      } else if (found.isEmpty() && !line.isEmpty() && !line.equals("Internal server error.")) {
        found = line.replace(SERVER_SIDE, "").strip();
      }
    }
    return found;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StackFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackFailure("Interrupted while asking Flink.", e);
  }
}
