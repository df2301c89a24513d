package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.StackStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;

/** {@code local env}: where the stack answers, for a shell. */
@Command(
    name = "env",
    description = {
      "Prints where the stack answers, for a shell: eval \"$(kizashi local env)\" sets KAFKA,"
          + " REGISTRY, FLINK, STATE (the folder of state and logs), JOB (the id of the one that is"
          + " running, empty when that is none or several) and METRICS (what --prometheus serves,"
          + " for curl; empty without it).",
      "Again after each submission: the job has another id then."
    })
final class Env implements Callable<Integer> {
  private final Terminal terminal;

  Env(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StackStatus stack = RunningStack.require();
    export("KAFKA", stack.bootstrapServers());
    export("REGISTRY", stack.registryUrl());
    export("FLINK", stack.flinkUrl());
    export("STATE", stack.stateFolder().toString());
    export("JOB", job(stack));
    export("METRICS", String.join(" ", stack.metricsUrls()));
    return ExitCode.FINE;
  }

  private static String job(StackStatus stack) {
    List<String> live =
        new FlinkRest(stack.flinkUrl())
            .jobs().entrySet().stream()
                .filter(job -> !job.getValue().isGloballyTerminalState())
                .map(Map.Entry<String, JobStatus>::getKey)
                .toList();
    return live.size() == 1 ? live.get(0) : "";
  }

  private void export(String name, String value) {
    terminal.line("export %s='%s'".formatted(name, value.replace("'", "'\\''")));
  }
}
