package dev.kizashi.cli.local;

import dev.kizashi.cli.Connection;
import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.ExitCode;
import dev.kizashi.cli.PublishedConfiguration;
import dev.kizashi.cli.Terminal;
import dev.kizashi.cli.TopicSchemas;
import dev.kizashi.local.Checkpoints;
import dev.kizashi.local.DetachedStack;
import dev.kizashi.local.Installation;
import dev.kizashi.local.StackListener;
import dev.kizashi.local.StackSettings;
import dev.kizashi.local.StackStatus;
import dev.kizashi.local.Topics;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code local up}: the stack, its topics, schemas and documents, and the job on it. */
@Command(
    name = "up",
    description = {
      "Starts the stack, and the job on it; both go on when the command has ended.",
      "Ends with `kizashi local down`."
    })
final class Up implements Callable<Integer> {
  private static final Path DEFAULT_DOCUMENTS = Path.of("docs", "models", "b2b-default");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Terminal terminal;

  @Option(
      names = "--keep",
      description =
          "Keep topics and state when the stack ends. The next start with --keep goes on with"
              + " them, the job from its latest checkpoint.")
  private boolean keep;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many, with two slots each. Default: ${DEFAULT-VALUE}.")
  private int taskManagers;

  @Option(
      names = "--prometheus",
      description = {
        "Flink's processes tell their metrics to Prometheus, on ports of this machine's every"
            + " address that the state folder's conf/prometheus-targets.json names.",
        "deploy/monitoring/prometheus.yml finds them."
      })
  private boolean prometheus;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "Flink's own configuration of the cluster, such as"
              + " execution.checkpointing.num-retained=20, which no job can set.")
  private Map<String, String> flinkOptions = new LinkedHashMap<>();

  @Option(names = "--no-job", description = "Start the stack only; submit the job later.")
  private boolean noJob;

  @Option(
      names = "--signals",
      paramLabel = "FILE",
      description = "The catalogue. Default: docs/models/b2b-default/signals.yaml.")
  private Path signals;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model. Default: docs/models/b2b-default/model.yaml.")
  private Path model;

  @Option(names = "--json", description = "Print the status as one JSON object at the end.")
  private boolean json;

  @Mixin private JobSubmission job;

  Up(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    job.check();
    Path defaults = Installation.locate().home().resolve(DEFAULT_DOCUMENTS);
    DocumentFiles documents =
        DocumentFiles.read(
            signals == null ? defaults.resolve("signals.yaml") : signals,
            model == null ? defaults.resolve("model.yaml") : model);
    documents.problems().forEach(problem -> terminal.note(problem.toString()));
    if (!documents.areValid()) {
      return ExitCode.NO;
    }
    StackStatus stack = DetachedStack.ofInstallation().up(settings(), new Checklist());
    furnish(stack, documents);
    if (!noJob) {
      Optional<String> before = Checkpoints.newest(stack.stateFolder());
      String id = job.start(stack, ScoringJob.jar(), before, terminal);
      done(
          "job",
          "%s, parallelism %d%s"
              .formatted(
                  id, job.parallelism(), before.map(path -> ", on from " + path).orElse("")));
    }
    if (json) {
      terminal.line(Status.json(stack).toString());
    } else {
      Status.addresses(stack, terminal);
    }
    return ExitCode.FINE;
  }

  private StackSettings settings() {
    StackSettings.Builder settings =
        StackSettings.builder().keepState(keep).taskManagers(taskManagers, slotsPerTaskManager());
    flinkOptions.forEach(settings::flinkOption);
    return prometheus ? settings.prometheus().build() : settings.build();
  }

  /** Two, or as many as the job needs. */
  private int slotsPerTaskManager() {
    return Math.max(2, (job.parallelism() + taskManagers - 1) / taskManagers);
  }

  private void furnish(StackStatus stack, DocumentFiles documents) {
    List<String> created = Topics.create(stack.bootstrapServers());
    done("topics", created.size() + " created");
    Connection connection = Connection.to(stack.bootstrapServers(), stack.registryUrl(), PATIENCE);
    int registered = connection.ask(terminal, registry -> TopicSchemas.register(registry, ""));
    done("schemas", registered + " registered");
    PublishedConfiguration published = PublishedConfiguration.read(connection, terminal);
    List<ConfigDocument> wanted = documents.toPublish();
    List<String> refusals = published.refusals(wanted);
    if (refusals.isEmpty()) {
      published.publish(wanted, connection, terminal);
      done(
          "documents",
          wanted.stream()
              .map(document -> document.name() + " version " + document.version())
              .collect(Collectors.joining(", ")));
    } else {
      // A kept state can have newer ones; the job goes by those.
      refusals.forEach(terminal::note);
    }
  }

  private void done(String what, String detail) {
    terminal.note("%s %-14s %s".formatted(terminal.greenNote("✓"), what, detail));
  }

  private final class Checklist implements StackListener {
    @Override
    public void starting(String component, String address) {
      terminal.progress("starting %s at %s…".formatted(component, address));
    }

    @Override
    public void ready(String component, Duration took) {
      done(component, "%.1f s".formatted(took.toMillis() / 1000.0));
    }

    @Override
    public void startingAgain(String reason) {
      terminal.note("starting again: " + reason);
    }
  }
}
