package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.Problems.nearMiss;
import static dev.kizashi.scoring.documents.Problems.quoted;

import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.ScoringRule;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code signals.yaml} and {@code model.yaml}.
 *
 * <p>A document is YAML 1.2, core schema, read from the tree of its nodes, so that every problem
 * has its line and column. All problems are reported, not only the first; a document with an error
 * has no value. The JSON Schemas beside this class describe the same structure to editors; the
 * tests hold them against this reader.
 */
public final class Documents {
  private Documents() {}

  /**
   * @param file the name by which problems speak of the document
   */
  public static Parsed<SignalCatalogue> catalogue(String file, String yaml) {
    return read(file, yaml, "signals.yaml", new CatalogueReader()::read);
  }

  /**
   * The model by itself; what it asks of a catalogue is checked by the other form, or by {@link
   * #crossCheck}.
   *
   * @param file the name by which problems speak of the document
   */
  public static Parsed<ScoringModel> model(String file, String yaml) {
    return read(file, yaml, "model.yaml", new ModelReader()::read);
  }

  /** The model against its catalogue: a signal or version that does not fit is located too. */
  public static Parsed<ScoringModel> model(String file, String yaml, SignalCatalogue catalogue) {
    return read(
        file,
        yaml,
        "model.yaml",
        root -> {
          ModelReader reader = new ModelReader();
          ScoringModel model = reader.read(root);
          Set<String> known = names(catalogue);
          reader
              .signals()
              .forEach(named -> unknownSignal(named.text(), known).ifPresent(named::wrong));
          reader
              .signalsVersion()
              .ifPresent(
                  stated ->
                      otherVersion(model.signalsVersion(), catalogue).ifPresent(stated::wrong));
          return model;
        });
  }

  /**
   * What a model asks of a catalogue that this one lacks. Their texts are not at hand, so every
   * problem stands at 1:1 of the model's name.
   */
  public static List<Problem> crossCheck(ScoringModel model, SignalCatalogue catalogue) {
    Set<String> known = names(catalogue);
    Stream<String> named =
        Stream.of(
                model.scoring().stream().map(ScoringRule::signal),
                model.lifecycle().qualify().stream().flatMap(clause -> clause.signals().stream()),
                model.alerts().stream()
                    .filter(alert -> alert.on().kind() == Trigger.Kind.SIGNAL)
                    .flatMap(alert -> alert.on().names().stream()))
            .flatMap(Function.identity())
            .distinct();
    return Stream.concat(
            otherVersion(model.signalsVersion(), catalogue).stream(),
            named.flatMap(name -> unknownSignal(name, known).stream()))
        .map(message -> new Problem(Problem.Severity.ERROR, model.name(), 1, 1, message))
        .toList();
  }

  private static Set<String> names(SignalCatalogue catalogue) {
    return catalogue.signals().stream()
        .map(SignalDefinition::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Optional<String> unknownSignal(String name, Set<String> known) {
    return known.contains(name)
        ? Optional.empty()
        : Optional.of("the catalogue has no signal " + quoted(name) + nearMiss(name, known));
  }

  private static Optional<String> otherVersion(int stated, SignalCatalogue catalogue) {
    return stated == catalogue.version()
        ? Optional.empty()
        : Optional.of(
            "signals_version is " + stated + ", the catalogue's version " + catalogue.version());
  }

  /**
   * Any other document with this reader's bounds and ways of speaking.
   *
   * @param file the name by which problems speak of the document
   * @param name by which they speak of the whole
   */
  public static <T> Parsed<T> read(
      String file, String yaml, String name, Function<Value, T> reader) {
    Problems problems = new Problems(file);
    Optional<T> value =
        YamlTree.read(yaml, problems).map(root -> reader.apply(new Value(name, root, problems)));
    return new Parsed<>(problems.hasErrors() ? Optional.empty() : value, problems.found());
  }
}
