package dev.kizashi.cli.demo;

import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Stop;
import dev.kizashi.cli.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: everything on this machine. */
@Command(
    name = "demo",
    description = {
      "Shows leads warming and cooling on this machine, and explains an alert line by line.",
      "Starts a Kafka broker, a schema registry and Flink with RocksDB, runs the job on"
          + " simulated traffic that begins months ago and hurries towards today, and reads what"
          + " the job commits. Everything ends with the demo, and nothing stays behind."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final double LEAST_SPEED = 60;
  private static final double MOST_SPEED = 200_000;

  private final Terminal terminal;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "The same seed, the same traffic. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "43200",
      description =
          "Simulated seconds a second, 60 to 200000. Default: ${DEFAULT-VALUE}, half a day.")
  private double speed;

  @Option(
      names = "--duration",
      paramLabel = "S",
      description =
          "End after so many seconds of traffic. Default: on a terminal at ctrl-C, else half a"
              + " minute after the first alert was explained, when a visitor has been recognised too.")
  private Integer durationSeconds;

  @Option(
      names = "--leads",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many leads there are. Default: ${DEFAULT-VALUE}.")
  private int leads;

  @Option(names = "--json", description = "JSON Lines, for machines.")
  private boolean json;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(speed >= LEAST_SPEED && speed <= MOST_SPEED)) {
      throw Failure.usage("--speed is between 60 and 200000, not %s.".formatted(speed));
    }
    if (leads < 1) {
      throw Failure.usage("--leads is at least 1, not %d.".formatted(leads));
    }
    if (durationSeconds != null && durationSeconds < 1) {
      throw Failure.usage("--duration is at least 1 second, not %d.".formatted(durationSeconds));
    }
    boolean untilStopped = terminal.isLive() && !json;
    try (Show show = show()) {
      new Demo(
              new Demo.Settings(
                  seed,
                  leads,
                  speed,
                  Optional.ofNullable(durationSeconds).map(Duration::ofSeconds),
                  untilStopped),
              show)
          .run(Stop.onSignals());
    }
    return ExitCode.FINE;
  }

  private Show show() {
    if (json) {
      return new JsonShow(terminal);
    }
    return terminal.isLive() ? new LiveShow(terminal) : new PlainShow(terminal);
  }
}
