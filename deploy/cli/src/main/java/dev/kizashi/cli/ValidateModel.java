package dev.kizashi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.scoring.documents.Problem;
import dev.kizashi.scoring.model.ScoringModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code model validate}: whether documents are right, and where they are not. */
@Command(
    name = "validate",
    description = {
      "Checks a signal catalogue, a model, or a model against its catalogue.",
      "Problems are printed as file:line:column: message. Exit code 1: there is an error; warnings"
          + " do not fail."
    })
final class ValidateModel implements Callable<Integer> {
  private final Terminal terminal;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Named named;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private static final class Named {
    @Option(names = "--signals", paramLabel = "FILE", description = "The catalogue, signals.yaml.")
    private Path signals;

    @Option(names = "--model", paramLabel = "FILE", description = "The model, model.yaml.")
    private Path model;
  }

  ValidateModel(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DocumentFiles documents = DocumentFiles.read(named.signals, named.model);
    if (json) {
      terminal.line(asJson(documents).toString());
    } else {
      documents.problems().forEach(problem -> terminal.line(coloured(problem)));
      if (documents.areValid()) {
        terminal.line(terminal.green("valid") + ": " + summary(documents));
      }
    }
    return documents.areValid() ? ExitCode.FINE : ExitCode.NO;
  }

  private String coloured(Problem problem) {
    String line = problem.toString();
    return problem.severity() == Problem.Severity.ERROR
        ? terminal.red(line)
        : terminal.yellow(line);
  }

  private static String summary(DocumentFiles documents) {
    String signals =
        documents.signals().isEmpty()
            ? ""
            : "catalogue version %d with %d signals"
                .formatted(documents.catalogue().version(), documents.catalogue().signals().size());
    if (documents.model().isEmpty()) {
      return signals;
    }
    ScoringModel model = documents.scoringModel();
    return (signals.isEmpty() ? "" : signals + "; ")
        + "model %s version %d with %d rules, temperatures %s, %d alerts"
            .formatted(
                model.name(),
                model.version(),
                model.scoring().size(),
                temperatures(model).collect(Collectors.joining(" < ")),
                model.alerts().size());
  }

  private static Stream<String> temperatures(ScoringModel model) {
    return model.temperatures().stream().map(ScoringModel.Temperature::name);
  }

  private static ObjectNode asJson(DocumentFiles documents) {
    ObjectNode json = Json.object().put("valid", documents.areValid());
    json.set("problems", problems(documents.problems()));
    if (documents.areValid()) {
      documents
          .signals()
          .ifPresent(
              read ->
                  json.putObject("signals")
                      .put("version", documents.catalogue().version())
                      .put("signals", documents.catalogue().signals().size()));
      documents
          .model()
          .ifPresent(
              read -> {
                ScoringModel model = documents.scoringModel();
                ObjectNode described =
                    json.putObject("model")
                        .put("name", model.name())
                        .put("version", model.version())
                        .put("rules", model.scoring().size())
                        .put("alerts", model.alerts().size());
                ArrayNode temperatures = described.putArray("temperatures");
                temperatures(model).forEach(temperatures::add);
              });
    }
    return json;
  }

  private static ArrayNode problems(List<Problem> problems) {
    ArrayNode array = Json.array();
    for (Problem problem : problems) {
      array
          .addObject()
          .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("message", problem.message());
    }
    return array;
  }
}
