package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Bursts;
import java.util.List;

/**
 * Which rules apply at an instant of event time, and under which a lead was last judged: so every
 * task judges alike, whenever it came to know of a version.
 */
public final class Rulebook {
  private final Timeline<Rules> timeline;

  public Rulebook(Timeline<Rules> timeline) {
    this.timeline = timeline;
  }

  /** A book of one set of rules, for ever. */
  public static Rulebook always(Rules rules) {
    return new Rulebook(Timeline.always(rules));
  }

  /** The rules that apply at {@code t}. */
  Rules at(long t) {
    return timeline.at(t);
  }

  /** The rules that the lead was last judged under; those of its clock when they are gone. */
  Rules of(LeadState state) {
    int judged = indexOf(state);
    return judged < 0 ? at(state.clock()) : entries().get(judged).value();
  }

  /**
   * What the lead has still to be judged under up to {@code t}, one version after the other; a lead
   * that was judged under rules that are gone goes straight to those of {@code t}. Null when there
   * is nothing.
   */
  Timeline.Entry<Rules> pending(LeadState state, long t) {
    int judged = indexOf(state);
    int current = timeline.indexAt(t);
    if (judged >= current) {
      return null;
    }
    return entries().get(judged < 0 ? current : judged + 1);
  }

  /** How long an event id is looked for, in millis, by the catalogue in force at {@code t}. */
  public long dedupeWindowAt(long t) {
    return at(t).dedupeWindow;
  }

  /** The burst rules of the catalogue in force at {@code t}. */
  public Bursts burstsAt(long t) {
    return at(t).bursts;
  }

  /** The version of the model in force at {@code t}. */
  public int modelVersionAt(long t) {
    return at(t).model.version();
  }

  /** The version of the catalogue in force at {@code t}. */
  public int signalsVersionAt(long t) {
    return at(t).signalsVersion;
  }

  /** The names and versions in force at {@code t}: {@code model/version signals/version}. */
  public String versionsAt(long t) {
    return versions(at(t));
  }

  /** The names and versions that the lead was last judged under. */
  public String versionsOf(LeadState state) {
    return versions(of(state));
  }

  private static String versions(Rules rules) {
    return rules.model.name() + '/' + rules.model.version() + " signals/" + rules.signalsVersion;
  }

  private int indexOf(LeadState state) {
    int index = entries().size() - 1;
    while (index >= 0 && !entries().get(index).value().judged(state)) {
      index--;
    }
    return index;
  }

  private List<Timeline.Entry<Rules>> entries() {
    return timeline.entries();
  }
}
