package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.DetachedStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code local kill}: what happens when a process dies. */
@Command(
    name = "kill",
    description = "Ends one part of the stack with SIGKILL, to see what follows.")
final class Kill implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PART",
      description = "zookeeper, kafka, registry, jobmanager, taskmanager-1, taskmanager-2, …")
  private String part;

  Kill(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean lived;
    try {
      lived = DetachedStack.ofInstallation().kill(part);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
    terminal.line(lived ? "%s is gone.".formatted(part) : "%s was gone already.".formatted(part));
    return ExitCode.FINE;
  }
}
