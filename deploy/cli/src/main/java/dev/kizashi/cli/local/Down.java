package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.DetachedStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code local down}: ends what {@code local up} started. */
@Command(
    name = "down",
    description =
        "Ends the stack's processes; deletes its state unless it was started with --keep.")
final class Down implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--delete", description = "Delete a kept state too.")
  private boolean delete;

  Down(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.progress("ending the stack…");
    terminal.line(
        DetachedStack.ofInstallation().down(delete)
            ? "The local stack has ended."
            : "No local stack was running.");
    return ExitCode.FINE;
  }
}
