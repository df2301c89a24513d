package dev.kizashi.cli.audit;

import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * §9: the versions of the model that decides, each with its catalogue, in the order in which they
 * were published. A document counts when it is valid and newer than all of its name before it.
 */
final class Versions {
  private final TreeMap<Integer, NaiveMatching> catalogues = new TreeMap<>();
  private final List<ScoringModel> champions;

  /** The same text gives the same object: versions are told apart by identity. */
  private final Map<String, Version> byName = new HashMap<>();

  /**
   * A model and a catalogue that leads are judged under.
   *
   * @param name as the trail has it
   */
  record Version(String name, ScoringModel model, NaiveMatching matching) {
    boolean is(String modelName, int modelVersion) {
      return model.name().equals(modelName) && model.version() == modelVersion;
    }
  }

  /**
   * @param champions models that decide, in the order of their publication
   */
  Versions(List<ScoringModel> champions, List<SignalCatalogue> signals) {
    this.champions = List.copyOf(champions);
    signals.forEach(it -> catalogues.put(it.version(), new NaiveMatching(it)));
  }

  /** The versions that documents make. */
  static Versions of(List<ConfigDocument> published) {
    Map<String, Integer> newest = new HashMap<>();
    List<SignalCatalogue> signals = new ArrayList<>();
    List<ScoringModel> champions = new ArrayList<>();
    for (ConfigDocument document : published) {
      if (document.kind() == ConfigDocument.Kind.SIGNALS) {
        Documents.catalogue(document.name(), document.text())
            .value()
            .filter(it -> isNewer(newest, ConfigDocument.SIGNALS, document, it.version()))
            .ifPresent(signals::add);
      } else {
        Documents.model(document.name(), document.text())
            .value()
            .filter(it -> it.name().equals(document.name()))
            .filter(it -> isNewer(newest, "model/" + it.name(), document, it.version()))
            .filter(it -> it.role() == ScoringModel.Role.CHAMPION)
            .ifPresent(champions::add);
      }
    }
    return new Versions(champions, signals);
  }

  private static boolean isNewer(
      Map<String, Integer> newest, String name, ConfigDocument document, int version) {
    if (version != document.version() || version <= newest.getOrDefault(name, 0)) {
      return false;
    }
    newest.put(name, version);
    return true;
  }

  /** How the trail names a version. */
  static String name(String model, int modelVersion, int signalsVersion) {
    return model + '/' + modelVersion + " signals/" + signalsVersion;
  }

  boolean isEmpty() {
    return champions.stream().noneMatch(model -> paired(model).isPresent());
  }

  /** The one that was published last, of those whose catalogue is there. */
  Version newest() {
    return champions.stream()
        .flatMap(model -> paired(model).stream())
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  /** The version of that name, or empty when its documents are not there. */
  Optional<Version> named(String name) {
    Version known = byName.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    for (ScoringModel model : champions) {
      for (NaiveMatching matching : catalogues.tailMap(model.signalsVersion()).values()) {
        if (name(model, matching).equals(name)) {
          return Optional.of(version(model, matching));
        }
      }
    }
    return Optional.empty();
  }

  private static String name(ScoringModel model, NaiveMatching matching) {
    return name(model.name(), model.version(), matching.catalogue().version());
  }

  private Version version(ScoringModel model, NaiveMatching matching) {
    return byName.computeIfAbsent(
        name(model, matching), name -> new Version(name, model, matching));
  }

  /** With the catalogue that it names or, where compaction has taken that, the next one. */
  private Optional<Version> paired(ScoringModel model) {
    return Optional.ofNullable(catalogues.ceilingEntry(model.signalsVersion()))
        .map(catalogue -> version(model, catalogue.getValue()));
  }

  /**
   * What applied when, as far as it was known when {@code last} was: by ascending start, ending
   * with {@code last}. One that starts earlier takes the place of all before it that do not.
   */
  private List<Version> timelineUpTo(Version last) {
    List<Version> timeline = new ArrayList<>();
    for (ScoringModel model : champions) {
      Optional<Version> version = model == last.model() ? Optional.of(last) : paired(model);
      if (version.isPresent()) {
        timeline.removeIf(it -> it.model().effectiveFrom() >= model.effectiveFrom());
        timeline.add(version.get());
      }
      if (model == last.model()) {
        break;
      }
    }
    return timeline;
  }

  /** What a lead under {@code current} is judged under next, on its way to {@code last}. */
  Version next(Version current, Version last) {
    List<Version> timeline = timelineUpTo(last);
    int index = timeline.indexOf(current);
    return index < 0 || current == last ? last : timeline.get(index + 1);
  }

  /** Whether a lead whose clock stands at {@code clock} may be judged under the version. */
  boolean appliesBy(Version version, long clock) {
    return version.model().effectiveFrom() <= clock || timelineUpTo(version).get(0) == version;
  }

  /** The version in force at an instant, for whom {@code last} is the latest known. */
  Version inForceAt(long t, Version last) {
    List<Version> timeline = timelineUpTo(last);
    int index = timeline.size() - 1;
    while (index > 0 && timeline.get(index).model().effectiveFrom() > t) {
      index--;
    }
    return timeline.get(index);
  }

  /** What is in force at an instant, now that all versions are known. */
  Version newestAt(long t) {
    return inForceAt(t, newest());
  }

  /**
   * The catalogues that may have been in force at an instant: when a task came to know of a version
   * is not written down.
   */
  Set<NaiveMatching> cataloguesAt(long t) {
    Set<NaiveMatching> possible = new HashSet<>();
    for (ScoringModel model : champions) {
      paired(model).ifPresent(version -> possible.add(inForceAt(t, version).matching()));
    }
    return possible;
  }
}
