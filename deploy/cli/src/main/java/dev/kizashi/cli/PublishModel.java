package dev.kizashi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code model publish}: documents for the job to judge by. */
@Command(
    name = "publish",
    description = {
      "Checks documents and publishes them to scoring-config, the catalogue before the model.",
      "What is published already is left alone. Exit code 1: a document is wrong, or its version"
          + " is not newer than what is published."
    })
final class PublishModel implements Callable<Integer> {
  private final Terminal terminal;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Named named;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private Connection connection;

  private static final class Named {
    @Option(names = "--signals", paramLabel = "FILE", description = "The catalogue, signals.yaml.")
    private Path signals;

    @Option(names = "--model", paramLabel = "FILE", description = "The model, model.yaml.")
    private Path model;
  }

  PublishModel(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DocumentFiles documents = DocumentFiles.read(named.signals, named.model);
    documents.problems().forEach(problem -> terminal.note(problem.toString()));
    if (!documents.areValid()) {
      return ExitCode.NO;
    }
    connection.awaitBrokers(terminal);
    PublishedConfiguration published = PublishedConfiguration.read(connection, terminal);
    List<String> refusals = published.refusals(documents.toPublish());
    refusals.forEach(terminal::note);
    if (!refusals.isEmpty()) {
      return ExitCode.NO;
    }
    List<ConfigDocument> added = published.publish(documents.toPublish(), connection, terminal);
    report(documents.toPublish(), added);
    return ExitCode.FINE;
  }

  private void report(List<ConfigDocument> documents, List<ConfigDocument> added) {
    ArrayNode lines = Json.array();
    for (ConfigDocument document : documents) {
      boolean isNew = added.contains(document);
      if (json) {
        lines
            .addObject()
            .put("key", PublishedConfiguration.key(document))
            .put("version", document.version())
            .put("published", isNew);
      } else {
        terminal.line(
            "%s version %d %s"
                .formatted(
                    PublishedConfiguration.key(document),
                    document.version(),
                    isNew ? "published" : "is published already"));
      }
    }
    if (json) {
      ObjectNode object = Json.object();
      object.set("documents", lines);
      terminal.line(object.toString());
    }
  }
}
