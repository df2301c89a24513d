package dev.kizashi.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Connection;
import dev.kizashi.cli.DurationOption;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.TopicSchemas;
import dev.kizashi.cli.doctor.Finding.Verdict;
import dev.kizashi.local.Topics;
import dev.kizashi.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: whether everything around the job is as the job needs it. */
@Command(
    name = "doctor",
    description = {
      "Looks at brokers, topics, rights, transaction limits, registry, clock and model with the"
          + " job's own options and login, and says of everything that is wrong which command mends"
          + " it. Changes nothing, unless --create is given.",
      "Exit code 0: nothing is wrong; 1: something is; 3: brokers or registry do not answer."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Connection connection;

  @Option(
      names = "--create",
      description =
          "First create the topics that are missing, and register the schemas that are; needs a"
              + " login that may.")
  private boolean create;

  @Option(
      names = "--planned-outage",
      paramLabel = "TIME",
      defaultValue = "10min",
      converter = DurationOption.class,
      description =
          "The longest time for which the job is going to be down, as for an upgrade. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration plannedOutage;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (create) {
      create();
    }
    List<Finding> findings = findings();
    if (json) {
      terminal.line(json(findings).toString());
    } else {
      findings.forEach(this::print);
    }
    return exitCode(findings);
  }

  private void create() {
    connection.awaitBrokers(terminal);
    List<String> created = Topics.create(connection.kafka(), connection.topicPrefix());
    terminal.note("topics created: " + (created.isEmpty() ? "none" : String.join(", ", created)));
    int schemas = connection.ask(terminal, this::register);
    terminal.note("schemas that are registered now: " + schemas);
  }

  private int register(SchemaRegistry registry) {
    return TopicSchemas.register(registry, connection.topicPrefix());
  }

  private List<Finding> findings() {
    terminal.progress("asking Kafka…");
    List<Finding> findings =
        new ArrayList<>(
            new KafkaExam(connection.settings(), plannedOutage).findings(connection.timeout()));
    terminal.progress("asking the registry…");
    List<Finding> registry = new RegistryExam(connection).findings();
    boolean bothAnswer =
        findings.get(0).verdict() == Verdict.FINE && registry.get(0).verdict() == Verdict.FINE;
    findings.addAll(registry);
    if (registry.get(0).verdict() == Verdict.FINE) {
      findings.add(ClockExam.finding(connection.settings(), connection.timeout()));
    }
    if (bothAnswer) {
      terminal.progress("reading the documents…");
      findings.addAll(new ModelExam(connection).findings(terminal));
    }
    return findings;
  }

  private static int exitCode(List<Finding> findings) {
    if (has(findings, Verdict.UNREACHABLE)) {
      return ExitCode.ENVIRONMENT;
    }
    return has(findings, Verdict.WRONG) ? ExitCode.NO : ExitCode.FINE;
  }

  private static boolean has(List<Finding> findings, Verdict verdict) {
    return findings.stream().anyMatch(finding -> finding.verdict() == verdict);
  }

  private void print(Finding finding) {
    terminal.line(
        "%s %s  %s"
            .formatted(sign(finding.verdict()), "%-12s".formatted(finding.area()), finding.text()));
    finding.commands().forEach(command -> terminal.line("    " + terminal.bold(command)));
  }

  private String sign(Verdict verdict) {
    return switch (verdict) {
      case FINE -> terminal.green("✓");
      case NOTE -> terminal.yellow("?");
      case WRONG, UNREACHABLE -> terminal.red("✗");
    };
  }

  private static ObjectNode json(List<Finding> findings) {
    ObjectNode object = Json.object().put("exit_code", exitCode(findings));
    ArrayNode array = object.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode node =
          array
              .addObject()
              .put("area", finding.area())
              .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
              .put("text", finding.text());
      ArrayNode commands = node.putArray("commands");
      finding.commands().forEach(commands::add);
    }
    return object;
  }
}
