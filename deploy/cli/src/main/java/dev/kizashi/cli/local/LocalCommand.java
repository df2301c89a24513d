package dev.kizashi.cli.local;

import dev.kizashi.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The stack on this machine, which lives on between commands. */
@Command(
    name = "local",
    description = "A broker, a schema registry and a Flink cluster on this machine, with the job.",
    synopsisSubcommandLabel = "COMMAND")
public final class LocalCommand {
  private LocalCommand() {}

  /** The command with its subcommands. */
  public static CommandLine create(Terminal terminal) {
    return new CommandLine(new LocalCommand())
        .addSubcommand(new Up(terminal))
        .addSubcommand(new Status(terminal))
        .addSubcommand(new Env(terminal))
        .addSubcommand(new Submit(terminal))
        .addSubcommand(new Savepoint(terminal))
        .addSubcommand(new Kill(terminal))
        .addSubcommand(new Restart(terminal))
        .addSubcommand(new Down(terminal));
  }
}
