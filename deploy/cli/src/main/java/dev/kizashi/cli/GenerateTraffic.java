package dev.kizashi.cli;

import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.runtime.codec.JsonLines;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code traffic}: simulated leads and a simulated CRM, as a file to replay or evaluate. */
@Command(
    name = "traffic",
    description = {
      "Prints what simulated leads, visitors and salespeople do, as JSON Lines, in the order in"
          + " which it is delivered: late and repeated events come where they arrive.",
      "Equal options give equal lines, to the byte."
    })
final class GenerateTraffic implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--leads",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many known people there are. Default: ${DEFAULT-VALUE}.")
  private int leads;

  @Option(
      names = "--start",
      required = true,
      paramLabel = "TIME",
      converter = InstantOption.class,
      description = "The first instant (ISO-8601 or epoch millis).")
  private Long start;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many days are delivered. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--sessions",
      paramLabel = "X",
      defaultValue = "0.25",
      description =
          "A lead and day on average, of about five events each. Default: ${DEFAULT-VALUE}.")
  private double sessions;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Of events, by a minute to two days. Default: ${DEFAULT-VALUE}.")
  private double late;

  @Option(
      names = "--repeated",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description = "Of events, delivered twice. Default: ${DEFAULT-VALUE}.")
  private double repeated;

  GenerateTraffic(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (days < 1) {
      throw Failure.usage("--days is at least 1, not %d.".formatted(days));
    }
    Traffic traffic = new Traffic(settings());
    long end = start + Duration.ofDays(days).toMillis();
    for (TrafficEvent event = traffic.next();
        event.arrivesAt() < end && !terminal.isClosed();
        event = traffic.next()) {
      terminal.line(JsonLines.write(event.topic().topicName(), event.record()));
    }
    return ExitCode.FINE;
  }

  private TrafficSettings settings() {
    try {
      return new TrafficSettings(
          seed,
          leads,
          Instant.ofEpochMilli(start),
          ZoneOffset.UTC,
          sessions,
          0.5,
          0.15,
          repeated,
          late);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage() + ".");
    }
  }
}
