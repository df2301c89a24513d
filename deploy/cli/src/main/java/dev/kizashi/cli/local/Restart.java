package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.StackListener;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code local restart}: a part of the stack in a new process. */
@Command(
    name = "restart",
    description =
        "Starts one part of the stack again at its old address; ends it first if it lives.")
final class Restart implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PART",
      description = "zookeeper, kafka, registry, jobmanager, taskmanager-1, taskmanager-2, …")
  private String part;

  Restart(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.progress("restarting %s…".formatted(part));
    try {
      DetachedStack.ofInstallation().restart(part, StackListener.SILENT);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
    terminal.line("%s is healthy again.".formatted(part));
    return ExitCode.FINE;
  }
}
