package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.DetachedStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code local down}: ends what {@code local up} started. */
@Command(
    name = "down",
    description =
        "Ends the stack's processes; deletes its state unless it was started with --keep.")
final class Down implements Callable<Integer> {
  private final Terminal terminal;

  Down(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.progress("ending the stack…");
    terminal.line(
        DetachedStack.ofInstallation().down()
            ? "The local stack has ended."
            : "No local stack was running.");
    return ExitCode.FINE;
  }
}
