package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code local submit}: the job as it is built now, from nothing or from a savepoint. */
@Command(name = "submit", description = "Starts the job on the stack; prints its id.")
final class Submit implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      description = "A savepoint or checkpoint to go on from.")
  private String savepoint;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job's jar. Default: the one that is built here.")
  private Path jar;

  @Mixin private JobSubmission job;

  Submit(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    job.check();
    if (jar != null && !Files.isRegularFile(jar)) {
      throw Failure.usage("There is no jar %s.".formatted(jar));
    }
    terminal.line(
        job.start(
            RunningStack.require(),
            jar == null ? ScoringJob.jar() : jar,
            Optional.ofNullable(savepoint),
            terminal));
    return ExitCode.FINE;
  }
}
