package dev.kizashi.cli.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Connection;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Json;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.audit.AuditCommand;
import dev.kizashi.local.Component;
import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.Health;
import dev.kizashi.local.StackStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code local status}: what is up, and how it is. */
@Command(
    name = "status",
    description = {
      "Shows the stack's parts, its jobs, and where it answers.",
      "Exit code 1: no stack is up, or a part of it is not well."
    })
final class Status implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Terminal terminal;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--until-stable",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "Tell it when no topic has grown for so long; longer than a checkpoint takes, and what was"
              + " sent has been judged.")
  private int untilStableSeconds;

  Status(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<StackStatus> found = DetachedStack.ofInstallation().status();
    if (found.isEmpty()) {
      terminal.line(
          json ? Json.object().put("up", false).toString() : "No local stack is running.");
      return ExitCode.NO;
    }
    StackStatus stack = found.get();
    if (untilStableSeconds > 0) {
      AuditCommand.awaitSilence(
          Connection.to(stack.bootstrapServers(), stack.registryUrl(), PATIENCE),
          terminal,
          Duration.ofSeconds(untilStableSeconds));
    }
    if (json) {
      terminal.line(json(stack).toString());
    } else {
      List<List<String>> rows = new ArrayList<>();
      for (Component component : stack.components()) {
        rows.add(
            List.of(
                component.name(),
                coloured(component.health()),
                "pid " + component.pid(),
                component.address()));
      }
      jobs(stack).forEach((id, status) -> rows.add(List.of("job", status.toString(), id)));
      terminal.table(rows);
      addresses(stack, terminal);
    }
    return stack.healthy() ? ExitCode.FINE : ExitCode.NO;
  }

  private String coloured(Health health) {
    String text = words(health);
    return health == Health.HEALTHY ? terminal.green(text) : terminal.red(text);
  }

  private static String words(Health health) {
    return health.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Where a person or a program turns to. */
  static void addresses(StackStatus stack, Terminal terminal) {
    terminal.table(
        List.of(
            List.of("Kafka", terminal.bold(stack.bootstrapServers())),
            List.of("Registry", terminal.bold(stack.registryUrl())),
            List.of("Flink", terminal.bold(stack.flinkUrl())),
            List.of("State, logs", stack.stateFolder().toString())));
  }

  static ObjectNode json(StackStatus stack) {
    ObjectNode object =
        Json.object()
            .put("up", true)
            .put("healthy", stack.healthy())
            .put("bootstrap_servers", stack.bootstrapServers())
            .put("registry_url", stack.registryUrl())
            .put("flink_url", stack.flinkUrl())
            .put("state_folder", stack.stateFolder().toString());
    ArrayNode components = object.putArray("components");
    for (Component component : stack.components()) {
      components
          .addObject()
          .put("name", component.name())
          .put("health", component.health().name())
          .put("pid", component.pid())
          .put("address", component.address())
          .put("log", component.logFile().toString());
    }
    ArrayNode jobs = object.putArray("jobs");
    jobs(stack)
        .forEach((id, status) -> jobs.addObject().put("id", id).put("status", status.name()));
    return object;
  }

  /** None when Flink cannot be asked. */
  private static Map<String, JobStatus> jobs(StackStatus stack) {
    boolean answers =
        stack.components().stream()
            .filter(component -> component.name().equals("jobmanager"))
            .anyMatch(component -> component.health() == Health.HEALTHY);
    return answers ? new FlinkRest(stack.flinkUrl()).jobs() : Map.of();
  }
}
