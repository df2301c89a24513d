package dev.kizashi.cli.audit;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.registry.SchemaRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: whether a cluster's outputs are what its inputs come to. */
@Command(
    name = "audit",
    description = {
      "Judges everything again and prints what differs: slowly and with other code, or, with --by"
          + " core, with the code that the jobs run and nothing of the jobs around it. So the core"
          + " of a new version tells before an upgrade whether it would say the same.",
      "Reads the input topics, the audit trail and the outputs; writes nothing. Exit code 0: no"
          + " difference; 1: there are some; 3: something could not be judged again.",
      "While the job still works on what was sent, what it has not done yet counts as missing: wait"
          + " with --until-stable, longer than a checkpoint takes."
    })
public final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Connection connection;

  @Option(
      names = "--until-stable",
      paramLabel = "SECONDS",
      description = "Start when no topic has grown for so long.")
  private Integer untilStableSeconds;

  @Option(
      names = "--by",
      paramLabel = "JUDGE",
      description =
          "Who judges leads again: oracle, the second, naive implementation; core, the scoring core"
              + " as evaluate runs it, for leads without other names (visitors, aliases, merges);"
              + " both. All but oracle go by the audit trail. Default: oracle.")
  private JudgedBy by = JudgedBy.ORACLE;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many differences to print in detail. Default: ${DEFAULT-VALUE}.")
  private int shown;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (shown < 0 || (untilStableSeconds != null && untilStableSeconds < 0)) {
      throw Failure.usage("--show and --until-stable are not negative.");
    }
    connection.awaitBrokers(terminal);
    connection.ask(terminal, SchemaRegistry::subjects);
    Findings findings = new Findings(shown);
    try (SchemaRegistry registry = connection.registry()) {
      Reading reading = new AvroReading(registry);
      boolean trailed = audit(read(registry, reading), reading, findings);
      AuditReport report = new AuditReport(findings, by, trailed);
      if (json) {
        terminal.line(report.json().toString());
      } else {
        report.print(terminal);
      }
    }
    if (findings.differences() > 0) {
      return ExitCode.NO;
    }
    return findings.unproven().isEmpty() ? ExitCode.FINE : ExitCode.ENVIRONMENT;
  }

  private Ledger read(SchemaRegistry registry, Reading reading) {
    KafkaLedger ledger =
        new KafkaLedger(
            connection.kafka(), connection.topicPrefix(), registry, reading, terminal::progress);
    if (untilStableSeconds != null) {
      ledger.awaitSilence(Duration.ofSeconds(untilStableSeconds));
    }
    return ledger.read();
  }

  /** Whether there was a trail. */
  private boolean audit(Ledger ledger, Reading reading, Findings findings) {
    Versions versions = Versions.of(ledger.documents());
    if (versions.isEmpty()) {
      throw Failure.environment(
          "There is no model with its catalogue on scoring-config: nothing can have been judged.");
    }
    boolean trailed = !ledger.trail().isEmpty();
    if (!trailed && by != JudgedBy.ORACLE) {
      throw Failure.environment(
          "There is no audit trail, so the order in which leads were judged is not known and the"
              + " core cannot judge in it. Run the job with audit.trail on, or audit --by oracle.");
    }
    if (trailed) {
      new Audit(ledger, reading, versions, by, findings, terminal::progress).run();
    } else {
      new FinalScores(ledger, reading, versions, findings, terminal::progress).run();
    }
    return trailed;
  }
}
