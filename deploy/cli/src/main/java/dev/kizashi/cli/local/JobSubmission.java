package dev.kizashi.cli.local;

import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.StackStatus;
import dev.kizashi.runtime.options.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the lead-scoring job is started on the local stack. */
final class JobSubmission {
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
   * @param jar of the job
   * @param savepoint to start from, if any
   * @return its id
   * @throws Failure it did not come up
   */
  String start(StackStatus stack, Path jar, Optional<String> savepoint, Terminal terminal) {
    FlinkRest flink = new FlinkRest(stack.flinkUrl());
    FlinkRest.Submission submission =
        FlinkRest.Submission.of(
            parallelism,
            ScoringJob.arguments(stack.bootstrapServers(), stack.registryUrl(), options));
    terminal.progress("uploading the job…");
    String uploaded = flink.upload(jar);
    terminal.progress("submitting the job…");
    String job = flink.run(uploaded, savepoint.map(submission::from).orElse(submission));
    terminal.progress("waiting for the job to run…");
    ScoringJob.awaitRunning(flink, job);
    return job;
  }

  /**
   * Looks at the options, before anything is started for them.
   *
   * @throws Failure one is unknown or malformed
   */
  void check() {
    try {
      Settings.of(ScoringJob.arguments(options).toArray(String[]::new), Map.of());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("-O is not right: %s.".formatted(e.getMessage()));
    }
  }
}
