package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.FlinkRest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code local savepoint}: stops the job so that it can go on where it was. */
@Command(
    name = "savepoint",
    description = {
      "Stops the job with a savepoint; prints its path.",
      "`kizashi local submit --from-savepoint PATH` goes on from there."
    })
final class Savepoint implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "JOB", description = "Default: the one that is running.")
  private String job;

  Savepoint(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FlinkRest flink = new FlinkRest(RunningStack.require().flinkUrl());
    terminal.progress("writing a savepoint…");
    terminal.line(
        flink.stopWithSavepoint(
            job == null ? RunningStack.job(flink) : job, Optional.empty(), DEADLINE));
    return ExitCode.FINE;
  }
}
