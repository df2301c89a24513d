package dev.kizashi.cli;

import dev.kizashi.cli.simulation.IdentitySettings;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.signals.InputTopic;
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
      names = "--active-days",
      paramLabel = "N",
      description =
          "In how many of them people do anything; after that only the CRM tells of them. Default:"
              + " all.")
  private Integer activeDays;

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

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "How many browsers come within these days that nobody knows at first. Default: 0, which"
            + " leaves a few strangers who never say who they are.",
        "Those who do say it do so by a form, a login or a click in a mail, on up to three browsers,"
            + " and browse without a name before and after."
      })
  private int visitors;

  @Option(
      names = "--identified",
      paramLabel = "SHARE",
      defaultValue = "0.3333",
      description = "Of the people behind --visitors who say who they are. Default: a third.")
  private double identified;

  @Option(
      names = "--addresses",
      paramLabel = "SHARE",
      description =
          "Of mails that tell the address and not the lead; then the CRM introduces some leads only"
              + " afterwards. Default: 0.8 with --visitors, else 0.")
  private Double addresses;

  @Option(
      names = "--shared",
      paramLabel = "SHARE",
      defaultValue = "" + IdentitySettings.USUAL_SHARED,
      description =
          "Of those who say who they are, on a browser where somebody else has said so before."
              + " Whose such a browser is hangs on what arrives first. Default: ${DEFAULT-VALUE}.")
  private double shared;

  @Option(
      names = "--merges",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Of the CRM's leads that are doubles and get merged, 0 to 0.4: some in chains, a few into"
              + " each other, some said twice, one in ten taken back. Default: ${DEFAULT-VALUE}.")
  private double merges;

  @Option(
      names = "--no-crossing",
      description =
          "No merges into each other, of which the one that arrives first counts. Default: a few.")
  private boolean withoutCrossing;

  @Option(
      names = "--erasures",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Of the CRM's leads that are erased; late events of theirs follow. Default:"
              + " ${DEFAULT-VALUE}.")
  private double erasures;

  @Option(
      names = "--scanners",
      paramLabel = "SHARE",
      defaultValue = "" + TrafficSettings.USUAL_SCANNERS,
      description =
          "Of mail clicks, by mail scanners, 0 to 0.8. They only add lines, whose event ids begin"
              + " with \"scanner-\", and no person's event is suspect because of them. Default:"
              + " ${DEFAULT-VALUE}.")
  private double scanners;

  GenerateTraffic(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (days < 1) {
      throw Failure.usage("--days is at least 1, not %d.".formatted(days));
    }
    if (activeDays != null && activeDays < 1) {
      throw Failure.usage("--active-days is at least 1, not %d.".formatted(activeDays));
    }
    Traffic traffic = new Traffic(settings());
    long end = start + Duration.ofDays(days).toMillis();
    long rest = activeDays == null ? end : start + Duration.ofDays(activeDays).toMillis();
    for (TrafficEvent event = traffic.next();
        event.arrivesAt() < end && !terminal.isClosed();
        event = traffic.next()) {
      if (event.occurredAt() < rest || event.topic() == InputTopic.CRM_UPDATES) {
        terminal.line(JsonLines.write(event.topic().topicName(), event.record()));
      }
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
          visitors > 0 ? 0 : 0.15,
          repeated,
          late,
          new IdentitySettings(
              visitors,
              Duration.ofDays(days),
              identified,
              addresses != null ? addresses : visitors > 0 ? 0.8 : 0,
              merges,
              erasures,
              shared,
              !withoutCrossing),
          scanners);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage() + ".");
    }
  }
}
