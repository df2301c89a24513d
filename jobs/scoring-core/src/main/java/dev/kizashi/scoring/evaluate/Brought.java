package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Sources;
import dev.kizashi.scoring.profile.Profile;
import java.util.Map;

/**
 * What a visitor did while nobody knew its name.
 *
 * @param path under which its facts lie at the lead
 * @param answers what it said of itself, by attribute
 * @param latest the time of its latest event: not before anything in the history
 */
public record Brought(
    String path, History history, Map<String, Profile.Value> answers, long latest) {
  /** The same for a lead that is part of another. */
  public Brought under(String outer) {
    return new Brought(Sources.under(outer, path), history, answers, latest);
  }
}
