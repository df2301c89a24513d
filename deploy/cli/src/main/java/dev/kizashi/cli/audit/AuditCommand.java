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
    Duration silence =
        untilStableSeconds == null ? Duration.ZERO : Duration.ofSeconds(untilStableSeconds);
    AuditReport report = report(connection, terminal, by, shown, silence);
    if (json) {
      terminal.line(report.json().toString());
    } else {
      report.print(terminal);
    }
    if (report.differences() > 0) {
      return ExitCode.NO;
    }
    return report.isForAll() ? ExitCode.FINE : ExitCode.ENVIRONMENT;
  }

  /**
   * Audits what stands on a cluster.
   *
   * @param shown how many differences are kept in detail
   * @param silence how long no topic may have grown before it starts
   * @throws Failure it cannot be read, or there is nothing to judge by
   */
  public static AuditReport report(
      Connection connection, Terminal terminal, JudgedBy by, int shown, Duration silence) {
    connection.awaitBrokers(terminal);
    connection.ask(terminal, SchemaRegistry::subjects);
    Findings findings = new Findings(shown);
    try (SchemaRegistry registry = connection.registry()) {
      Reading reading = new AvroReading(registry);
      KafkaLedger records = ledger(connection, terminal, registry, reading);
      if (!silence.isZero()) {
        records.awaitSilence(silence);
      }
      boolean trailed = audit(records.read(), reading, by, findings, terminal);
      return new AuditReport(findings, by, trailed);
    }
  }

  /** Returns once no topic has grown for so long. */
  public static void awaitSilence(Connection connection, Terminal terminal, Duration silence) {
    try (SchemaRegistry registry = connection.registry()) {
      ledger(connection, terminal, registry, new AvroReading(registry)).awaitSilence(silence);
    }
  }

  private static KafkaLedger ledger(
      Connection connection, Terminal terminal, SchemaRegistry registry, Reading reading) {
    return new KafkaLedger(
        connection.kafka(), connection.topicPrefix(), registry, reading, terminal::progress);
  }

  /** Whether there was a trail. */
  private static boolean audit(
      Ledger ledger, Reading reading, JudgedBy by, Findings findings, Terminal terminal) {
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
