package dev.kizashi.cli;

import dev.kizashi.cli.audit.AuditCommand;
import dev.kizashi.cli.campaign.CampaignCommand;
import dev.kizashi.cli.demo.DemoCommand;
import dev.kizashi.cli.demo.ReadTopic;
import dev.kizashi.cli.doctor.DoctorCommand;
import dev.kizashi.cli.local.LocalCommand;
import dev.kizashi.cli.plan.PlanCommand;
import dev.kizashi.local.StackFailure;
import dev.kizashi.registry.RegistryException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code kizashi} command: its subcommands, and how they end. */
@Command(
    name = "kizashi",
    description = "Real-time lead scoring.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    scope = ScopeType.INHERIT)
public final class Kizashi {
  private final Terminal terminal;
  private boolean debug;

  private Kizashi(Terminal terminal) {
    this.terminal = terminal;
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log to standard error, and show where an error comes from.")
  void debug(boolean on) {
    debug = on;
    if (on) {
      Configurator.setRootLevel(Level.INFO);
    }
  }

  public static void main(String[] arguments) {
    int exitCode = run(Terminal.ofProcess(), arguments);
    // Threads of clients may live on.
    System.exit(exitCode);
  }

  /** Runs one command to its end, and says how it ended. */
  static int run(Terminal terminal, String... arguments) {
    try {
      return new Kizashi(terminal).commandLine().execute(arguments);
    } finally {
      terminal.flush();
    }
  }

  /** In the order of the help. */
  private List<CommandLine> subcommands() {
    return List.of(
        group(new DemoCommand(terminal), new ReadTopic(terminal)),
        LocalCommand.create(terminal),
        new CommandLine(new Replay(terminal)),
        group(new ModelCommand(), new ValidateModel(terminal), new PublishModel(terminal)),
        new CommandLine(new Evaluate(terminal)),
        new CommandLine(new GenerateTraffic(terminal)),
        new CommandLine(new RelayCommand(terminal)),
        new CommandLine(new AuditCommand(terminal)),
        new CommandLine(new DeadLettersCommand(terminal)),
        new CommandLine(new CampaignCommand(terminal)),
        new CommandLine(new PlanCommand(terminal)),
        new CommandLine(new DoctorCommand(terminal)));
  }

  private static CommandLine group(Object command, Object... subcommands) {
    CommandLine group = new CommandLine(command);
    for (Object subcommand : subcommands) {
      group.addSubcommand(subcommand);
    }
    return group;
  }

  /** With every subcommand. */
  static CommandLine commandLine(Terminal terminal) {
    return new Kizashi(terminal).commandLine();
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    subcommands().forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(terminal.results());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.isLive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, arguments) -> wrongUsage(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    return line;
  }

  private int wrongUsage(ParameterException e) {
    StringBuilder message = new StringBuilder(sentence(e.getMessage()));
    // The closest comes first; what follows is far-fetched.
    probablyMeant(e).stream()
        .findFirst()
        .ifPresent(meant -> message.append(" Did you mean ").append(meant).append('?'));
    message.append(" See ").append(e.getCommandLine().getCommandSpec().qualifiedName());
    terminal.note(message.append(" --help.").toString());
    trace(e);
    return ExitCode.USAGE;
  }

  /** Also where what is misspelt is first of all missing. */
  private static List<String> probablyMeant(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getSuggestions();
    }
    List<String> unmatched = e.getCommandLine().getUnmatchedArguments();
    return unmatched.isEmpty()
        ? List.of()
        : new UnmatchedArgumentException(e.getCommandLine(), unmatched).getSuggestions();
  }

  private int failed(Exception e) {
    if (e instanceof Failure failure) {
      terminal.note(failure.getMessage());
      trace(e);
      return failure.exitCode();
    }
    terminal.note(
        e instanceof StackFailure || e instanceof RegistryException || e instanceof KafkaException
            ? sentence(e.getMessage())
            : "This should not have happened: %s. Run it with --debug and report it.".formatted(e));
    trace(e);
    return ExitCode.ENVIRONMENT;
  }

  private void trace(Exception e) {
    if (debug) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      terminal.note(trace.toString());
    }
  }

  private static String sentence(String message) {
    return message.matches("(?s).*[.?!]") ? message : message + ".";
  }
}
