package dev.kizashi.cli.local;

import dev.kizashi.cli.Failure;
import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.FlinkRest;
import dev.kizashi.local.StackStatus;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;

/** The stack that is up, as most subcommands need it. */
final class RunningStack {
  private RunningStack() {}

  /**
   * What {@code local up} left running.
   *
   * @throws Failure there is none
   */
  static StackStatus require() {
    return DetachedStack.ofInstallation()
        .status()
        .orElseThrow(
            () ->
                Failure.environment(
                    "No local stack is running: start one with `kizashi local up`."));
  }

  /**
   * The id of the job that has not ended.
   *
   * @throws Failure there is none, or more than one
   */
  static String job(FlinkRest flink) {
    var live =
        flink.jobs().entrySet().stream()
            .filter(job -> !job.getValue().isGloballyTerminalState())
            .map(Map.Entry<String, JobStatus>::getKey)
            .toList();
    if (live.size() != 1) {
      throw Failure.environment(
          live.isEmpty()
              ? "No job is running: submit one with `kizashi local submit`."
              : "Several jobs are running: name one of %s.".formatted(String.join(", ", live)));
    }
    return live.get(0);
  }
}
