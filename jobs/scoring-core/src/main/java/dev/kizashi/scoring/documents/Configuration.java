package dev.kizashi.scoring.documents;

import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The documents published so far, in order: §9. A version is accepted when it is valid and newer
 * than every one of its name before; what is not changes nothing.
 *
 * <p>A model is judged with the catalogue it names, or, where compaction has taken that, the oldest
 * newer one; until such a catalogue is published the model waits.
 */
public final class Configuration {
  private final TreeMap<Integer, SignalCatalogue> catalogues = new TreeMap<>();
  private final List<ScoringModel> models = new ArrayList<>();
  private final List<ConfigDocument> accepted = new ArrayList<>();

  /**
   * Takes the next document.
   *
   * @return empty when it was accepted, else why not, in one line
   */
  public Optional<String> offer(ConfigDocument document) {
    Optional<String> refusal =
        document.kind() == ConfigDocument.Kind.SIGNALS
            ? offerCatalogue(document)
            : offerModel(document);
    if (refusal.isEmpty()) {
      accepted.add(document);
    }
    return refusal;
  }

  private Optional<String> offerCatalogue(ConfigDocument document) {
    Parsed<SignalCatalogue> parsed =
        Documents.catalogue(document.name() + ".yaml", document.text());
    if (parsed.value().isEmpty()) {
      return Optional.of(errors(parsed));
    }
    SignalCatalogue catalogue = parsed.value().get();
    int newest = catalogues.isEmpty() ? 0 : catalogues.lastKey();
    Optional<String> refusal = refuseVersion(document, catalogue.version(), newest);
    if (refusal.isEmpty()) {
      catalogues.put(catalogue.version(), catalogue);
    }
    return refusal;
  }

  private Optional<String> offerModel(ConfigDocument document) {
    Parsed<ScoringModel> parsed = Documents.model(document.name() + ".yaml", document.text());
    if (parsed.value().isEmpty()) {
      return Optional.of(errors(parsed));
    }
    ScoringModel model = parsed.value().get();
    if (!model.name().equals(document.name())) {
      return Optional.of(
          "the record is for model " + document.name() + ", the document for " + model.name());
    }
    int newest =
        models.stream()
            .filter(known -> known.name().equals(model.name()))
            .mapToInt(ScoringModel::version)
            .max()
            .orElse(0);
    Optional<String> refusal = refuseVersion(document, model.version(), newest);
    if (refusal.isEmpty()) {
      models.add(model);
    }
    return refusal;
  }

  private static Optional<String> refuseVersion(
      ConfigDocument document, int inDocument, int newest) {
    if (inDocument != document.version()) {
      return Optional.of(
          "the record is for version " + document.version() + ", the document says " + inDocument);
    }
    if (inDocument <= newest) {
      return Optional.of(
          "version " + inDocument + " of " + document.name() + " is not newer than " + newest);
    }
    return Optional.empty();
  }

  private static String errors(Parsed<?> parsed) {
    return parsed.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .collect(Collectors.joining("; "));
  }

  /** Every accepted document, in order: offering them to an empty configuration gives this one. */
  public List<ConfigDocument> accepted() {
    return List.copyOf(accepted);
  }

  /** Whether there is a model to judge by. */
  public boolean isReady() {
    return !champions().isEmpty();
  }

  /**
   * The rules by the instant from which they apply, compiled anew: one caller, one task.
   *
   * @throws IllegalStateException before {@link #isReady}
   */
  public Rulebook rulebook() {
    return new Rulebook(timeline(model -> new Rules(model, catalogueOf(model).orElseThrow())));
  }

  /**
   * The catalogues by the instant from which they apply, compiled anew: one caller, one task.
   *
   * @throws IllegalStateException before {@link #isReady}
   */
  public Timeline<SignalMatcher> matchers() {
    return timeline(model -> SignalMatcher.compile(catalogueOf(model).orElseThrow()));
  }

  private <T> Timeline<T> timeline(Function<ScoringModel, T> compile) {
    if (!isReady()) {
      throw new IllegalStateException("no model with a catalogue has been published");
    }
    return Timeline.of(
        champions().stream()
            .map(model -> new Timeline.Entry<>(model.effectiveFrom(), compile.apply(model)))
            .toList());
  }

  private List<ScoringModel> champions() {
    return models.stream()
        .filter(model -> model.role() == ScoringModel.Role.CHAMPION)
        .filter(model -> catalogueOf(model).isPresent())
        .toList();
  }

  private Optional<SignalCatalogue> catalogueOf(ScoringModel model) {
    return Optional.ofNullable(catalogues.ceilingEntry(model.signalsVersion()))
        .map(Map.Entry::getValue);
  }
}
