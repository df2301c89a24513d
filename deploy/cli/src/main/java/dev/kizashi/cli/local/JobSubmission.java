package dev.kizashi.cli.local;

import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Installation;
import dev.kizashi.local.StackStatus;
import dev.kizashi.runtime.options.JobOptions;
import dev.kizashi.runtime.options.Settings;
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
import picocli.CommandLine.Option;

/** How the lead-scoring job is started on the local stack. */
final class JobSubmission {
  private static final Duration UNTIL_RUNNING = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "The job's parallelism. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "-O",
      paramLabel = "OPTION=VALUE",
      description =
          "An option of the job, such as watermarks.idle-pace=60; see docs/configuration.md.")
  private Map<String, String> options = new LinkedHashMap<>();

  int parallelism() {
    return parallelism;
  }

  /**
   * Submits the job and returns once all of it is running.
   *
   * @param savepoint to start from, if any
   * @return its id
   * @throws Failure it did not come up
   */
  String start(StackStatus stack, Optional<String> savepoint, Terminal terminal) {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    FlinkRest.Submission submission = FlinkRest.Submission.of(parallelism, arguments(stack));
    terminal.progress("uploading the job…");
    String uploaded = flink.upload(jar());
    terminal.progress("submitting the job…");
    String job = flink.run(uploaded, savepoint.map(submission::from).orElse(submission));
    awaitRunning(flink, job, terminal);
    return job;
  }

  /**
   * Looks at the options, before anything is started for them.
   *
   * @throws Failure one is unknown or malformed
   */
  void check() {
    try {
      Settings.of(arguments(options).toArray(String[]::new), Map.of());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("-O is not right: %s.".formatted(e.getMessage()));
    }
  }

  private List<String> arguments(StackStatus stack) {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, JobOptions.KAFKA_BOOTSTRAP_SERVERS, stack.bootstrapServers());
    put(given, JobOptions.REGISTRY_URL, stack.registryUrl());
    put(given, JobOptions.REGISTRY_REGISTER, true);
    put(given, JobOptions.AUDIT_TRAIL, true);
    given.putAll(options);
    return arguments(given);
  }

  private static List<String> arguments(Map<String, String> given) {
    List<String> arguments = new ArrayList<>();
    given.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    return arguments;
  }

  private static <T> void put(Map<String, String> given, ConfigOption<T> option, T value) {
    given.put(option.key(), value.toString());
  }

  private static Path jar() {
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

  private static void awaitRunning(FlinkRest flink, String job, Terminal terminal) {
    Instant giveUp = Instant.now().plus(UNTIL_RUNNING);
    terminal.progress("waiting for the job to run…");
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
