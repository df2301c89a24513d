package dev.kizashi.cli.local;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.local.Component;
import dev.kizashi.local.Health;
import dev.kizashi.local.StackStatus;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code local kill}: what happens when a process dies. */
@Command(
    name = "kill",
    description = "Ends one part of the stack with SIGKILL, to see what follows.")
final class Kill implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PART",
      description = "kafka, registry, jobmanager, taskmanager-1, taskmanager-2, …")
  private String part;

  Kill(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Component component = component(RunningStack.require(), part);
    if (component.health() == Health.GONE) {
      throw Failure.environment("%s is gone already.".formatted(part));
    }
    ProcessHandle.of(component.pid())
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    terminal.line("%s is gone.".formatted(part));
    return ExitCode.FINE;
  }

  private static Component component(StackStatus stack, String name) {
    return stack.components().stream()
        .filter(component -> component.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                Failure.usage(
                    "The stack has no part %s; it has %s."
                        .formatted(
                            name,
                            stack.components().stream()
                                .map(Component::name)
                                .collect(Collectors.joining(", ")))));
  }
}
