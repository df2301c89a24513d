package dev.kizashi.cli.local;

import dev.kizashi.cli.Failure;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.runtime.options.JobOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** The lead-scoring job as it was built here, and how a local stack runs it. */
public final class ScoringJob {
  private static final Duration UNTIL_RUNNING = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);

  private ScoringJob() {}

  /**
   * The jar that a cluster runs.
   *
   * @throws Failure it is not built
   */
  public static Path jar() {
    Path folder = Installation.locate().home().resolve("jobs/lead-scoring/target");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(folder, "lead-scoring-*-job.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw Failure.environment("%s cannot be read: %s.".formatted(folder, e.getMessage()), e);
      }
    }
    throw Failure.environment(
        "The job's jar is not built: build it with `mvn -pl jobs/lead-scoring -am package`.");
  }

  /**
   * The job's arguments on a local stack: it registers its schemas and keeps the audit trail.
   *
   * @param options of the job, which go before
   */
  public static List<String> arguments(
      String bootstrapServers, String registryUrl, Map<String, String> options) {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, JobOptions.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers);
    put(given, JobOptions.REGISTRY_URL, registryUrl);
    put(given, JobOptions.REGISTRY_REGISTER, true);
    put(given, JobOptions.AUDIT_TRAIL, true);
    given.putAll(options);
    return arguments(given);
  }

  static List<String> arguments(Map<String, String> given) {
    List<String> arguments = new ArrayList<>();
    given.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    return arguments;
  }

  private static <T> void put(Map<String, String> given, ConfigOption<T> option, T value) {
    given.put(option.key(), value.toString());
  }

  /**
   * Returns once all of a job that was just submitted is running.
   *
   * @throws Failure it failed, or has no slots
   */
  public static void awaitRunning(FlinkRest flink, String job) {
    Instant giveUp = Instant.now().plus(UNTIL_RUNNING);
    while (!flink.isRunning(job)) {
      Optional<String> failed = flink.latestFailure(job);
      if (failed.isPresent()) {
        throw Failure.environment("The job failed: %s".formatted(failed.get()));
      }
      if (Instant.now().isAfter(giveUp)) {
        throw Failure.environment(
            "The job is not running after %d s: see whether there are as many free slots as its parallelism."
                .formatted(UNTIL_RUNNING.toSeconds()));
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.environment("Interrupted while waiting for the job.", e);
      }
    }
  }
}
