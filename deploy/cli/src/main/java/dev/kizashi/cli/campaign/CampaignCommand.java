package dev.kizashi.cli.campaign;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.campaign.Campaign.Outcome;
import dev.kizashi.cli.campaign.Campaign.Plan;
import dev.kizashi.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code campaign}: whether anything is lost or comes twice while a cluster is being broken. */
@Command(
    name = "campaign",
    description = {
      "Starts a cluster of processes, sends events through it, breaks one part after the other,"
          + " and judges everything that came out: every record accounted for, every lead judged"
          + " again by other code, two readers of the outputs compared.",
      "Says what it does to whom as it goes. Exit code 0: flawless; 1: not; 3: the environment"
          + " failed."
    })
public final class CampaignCommand implements Callable<Integer> {
  private static final Pattern PAUSES = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  private final Terminal terminal;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the events and the faults. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "How many. Each kind comes once before any comes again; there are 12."
              + " Default: ${DEFAULT-VALUE}.")
  private int faults;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Sent at an even pace while faults come. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      defaultValue = "20-60",
      description = "From one fault to the next, or from the least to the most. Default: 20-60.")
  private String pause;

  @Option(
      names = "--control",
      paramLabel = "NAME",
      defaultValue = "NONE",
      description = {
        "Break something on purpose, to see that it is found: ${COMPLETION-CANDIDATES}."
            + " Default: ${DEFAULT-VALUE}."
      })
  private Control control;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write what came of it as a page, too.")
  private Path report;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public CampaignCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Plan plan = plan();
    if (report != null && !Files.isDirectory(report.toAbsolutePath().getParent())) {
      throw Failure.usage("There is no folder for %s.".formatted(report));
    }
    Path model = Installation.locate().home().resolve(Path.of("docs", "models", "b2b-default"));
    DocumentFiles documents =
        DocumentFiles.read(model.resolve("signals.yaml"), model.resolve("model.yaml"));
    Outcome outcome = new Campaign(plan, documents, terminal).run();
    CampaignReport page = new CampaignReport(outcome);
    if (report != null) {
      write(page.markdown(command()));
    }
    if (json) {
      terminal.line(page.json().toString());
    } else {
      page.print(terminal);
    }
    return outcome.isFlawless() ? ExitCode.FINE : ExitCode.NO;
  }

  private Plan plan() {
    if (faults < 1 || events < 1) {
      throw Failure.usage("--faults and --events are at least 1.");
    }
    Matcher pauses = PAUSES.matcher(pause);
    if (!pauses.matches()) {
      throw Failure.usage("--pause is a number of seconds or two, such as 20-60: " + pause);
    }
    Duration shortest = Duration.ofSeconds(Long.parseLong(pauses.group(1)));
    Duration longest =
        pauses.group(2) == null ? shortest : Duration.ofSeconds(Long.parseLong(pauses.group(2)));
    if (longest.compareTo(shortest) < 0) {
      throw Failure.usage("--pause goes from the least to the most: " + pause);
    }
    return new Plan(seed, faults, events, shortest, longest, control);
  }

  private String command() {
    return "./kizashi campaign --seed %d --faults %d --events %d --pause %s%s"
        .formatted(
            seed, faults, events, pause, control == Control.NONE ? "" : " --control " + control);
  }

  private void write(String page) {
    try {
      Files.writeString(report, page);
    } catch (IOException e) {
      throw Failure.environment("%s cannot be written: %s.".formatted(report, e.getMessage()), e);
    }
  }
}
