package dev.kizashi.cli.campaign;

import dev.kizashi.cli.Failure;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.FlinkRest.Checkpoint;
import dev.kizashi.local.FlinkRest.Submission;
import dev.kizashi.local.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;

/** The job of a campaign, which goes on under another id each time that it is stopped. */
final class RunningJob {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String COMPLETED = "COMPLETED";
  private static final String IN_PROGRESS = "IN_PROGRESS";

  private final FlinkRest flink;
  private final List<String> arguments;
  private Path jar;
  private int parallelism;
  private String id;

  RunningJob(FlinkRest flink, List<String> arguments, Path jar, int parallelism) {
    this.flink = flink;
    this.arguments = List.copyOf(arguments);
    this.jar = jar;
    this.parallelism = parallelism;
  }

  int parallelism() {
    return parallelism;
  }

  void start() {
    submit(Optional.empty());
  }

  private void submit(Optional<String> from) {
    Submission submission = Submission.of(parallelism, arguments);
    id = flink.run(flink.upload(jar), from.map(submission::from).orElse(submission));
    // The first attempt may still know of a TaskManager that has just been killed; the job goes on
    // by itself.
    await(() -> flink.isRunning(id) || hasEnded(), "all of it running");
    if (hasEnded()) {
      throw new StackFailure("The job has ended while it was starting: " + failure());
    }
  }

  private boolean hasEnded() {
    return flink.status(id).isGloballyTerminalState();
  }

  /** What went wrong since it was submitted last, although it runs; else nothing. */
  String startTroubles() {
    return flink.latestFailure(id).map(cause -> ", started after: " + cause).orElse("");
  }

  /** Stops with a savepoint; nothing is open after it. */
  String stop() {
    return flink.stopWithSavepoint(id, Optional.empty(), PATIENCE);
  }

  /** Goes on from where it was stopped, elsewhere or as another version. */
  void goOn(String savepoint, Path withJar, int withParallelism) {
    jar = withJar;
    parallelism = withParallelism;
    submit(Optional.of(savepoint));
  }

  Path jar() {
    return jar;
  }

  /**
   * Ends without a savepoint and goes on from an older checkpoint than the latest: what no one
   * should do.
   */
  void goBack() {
    await(() -> completed().size() >= 3, "three checkpoints");
    flink.cancel(id);
    await(() -> flink.status(id) == JobStatus.CANCELED, "the end of the job");
    List<Checkpoint> completed = completed();
    String older = completed.get(Math.min(2, completed.size() - 1)).path().orElseThrow();
    submit(Optional.of(older));
  }

  /** The newest first. */
  private List<Checkpoint> completed() {
    return flink.checkpoints(id).stream()
        .filter(checkpoint -> checkpoint.status().equals(COMPLETED))
        .filter(checkpoint -> !checkpoint.savepoint() && checkpoint.path().isPresent())
        .sorted(Comparator.comparingLong(Checkpoint::id).reversed())
        .toList();
  }

  /** Returns while a checkpoint is being made. */
  void awaitCheckpointUnderWay() {
    await(
        () ->
            flink.checkpoints(id).stream()
                .anyMatch(checkpoint -> checkpoint.status().equals(IN_PROGRESS)),
        "a checkpoint under way");
  }

  /** Returns when all of it is running and a checkpoint, begun after that instant, is complete. */
  void awaitRecovery(Instant since) {
    await(
        () ->
            flink.isRunning(id)
                && completed().stream()
                    .anyMatch(checkpoint -> checkpoint.triggeredAt().isAfter(since)),
        "a checkpoint after the fault");
  }

  private void await(BooleanSupplier condition, String what) {
    Instant giveUp = Instant.now().plus(PATIENCE);
    while (!isTrue(condition)) {
      if (Instant.now().isAfter(giveUp)) {
        throw new StackFailure(
            "The job did not come to %s within %d s; its last failure: %s"
                .formatted(what, PATIENCE.toSeconds(), failure()));
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.environment("Interrupted while waiting for the job.", e);
      }
    }
  }

  private String failure() {
    try {
      return flink.latestFailure(id).orElse("none");
    } catch (StackFailure e) {
      return e.getMessage();
    }
  }

  /** A JobManager that is away, or not yet back with its jobs, has no answer. */
  private static boolean isTrue(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (StackFailure e) {
      return false;
    }
  }
}
