package dev.kizashi.cli;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.documents.Parsed;
import dev.kizashi.scoring.documents.Problem;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A catalogue, a model or both, read from files; problems speak of the files as they were named.
 *
 * @param signals empty when no catalogue was named
 * @param model empty when no model was named; checked against the catalogue where that is valid
 */
public record DocumentFiles(
    Optional<Document<SignalCatalogue>> signals, Optional<Document<ScoringModel>> model) {

  /** A document's text, and what was read from it. */
  public record Document<T>(String text, Parsed<T> parsed) {}

  /**
   * Reads what is named; null names nothing.
   *
   * @throws Failure a file cannot be read
   */
  public static DocumentFiles read(Path signals, Path model) {
    Optional<Document<SignalCatalogue>> catalogue =
        Optional.ofNullable(signals)
            .map(
                file -> {
                  String text = TextFile.read(file);
                  return new Document<>(text, Documents.catalogue(file.toString(), text));
                });
    Optional<SignalCatalogue> known = catalogue.flatMap(read -> read.parsed().value());
    return new DocumentFiles(
        catalogue,
        Optional.ofNullable(model)
            .map(
                file -> {
                  String text = TextFile.read(file);
                  String name = file.toString();
                  return new Document<>(
                      text,
                      known.isPresent()
                          ? Documents.model(name, text, known.get())
                          : Documents.model(name, text));
                }));
  }

  public boolean areValid() {
    return signals.stream().allMatch(read -> read.parsed().isValid())
        && model.stream().allMatch(read -> read.parsed().isValid());
  }

  /** Errors and warnings, the catalogue's first. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    signals.ifPresent(read -> problems.addAll(read.parsed().problems()));
    model.ifPresent(read -> problems.addAll(read.parsed().problems()));
    return problems;
  }

  /**
   * The catalogue.
   *
   * @throws java.util.NoSuchElementException when there is none that is valid
   */
  public SignalCatalogue catalogue() {
    return signals.orElseThrow().parsed().value().orElseThrow();
  }

  /**
   * The model.
   *
   * @throws java.util.NoSuchElementException when there is none that is valid
   */
  public ScoringModel scoringModel() {
    return model.orElseThrow().parsed().value().orElseThrow();
  }

  /** Valid documents as they are published, the catalogue before the model that needs it. */
  public List<ConfigDocument> toPublish() {
    List<ConfigDocument> documents = new ArrayList<>();
    signals.ifPresent(
        read ->
            documents.add(
                new ConfigDocument(
                    ConfigDocument.Kind.SIGNALS,
                    ConfigDocument.SIGNALS,
                    catalogue().version(),
                    read.text())));
    model.ifPresent(
        read ->
            documents.add(
                new ConfigDocument(
                    ConfigDocument.Kind.MODEL,
                    scoringModel().name(),
                    scoringModel().version(),
                    read.text())));
    return documents;
  }
}
