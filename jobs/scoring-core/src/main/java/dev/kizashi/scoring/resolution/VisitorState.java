package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.profile.Profile;
import dev.kizashi.scoring.profile.Profile.Value;
import java.util.Map;

/** All that is known of one visitor. Changed in place by {@link Visitors}. */
public final class VisitorState {
  final Namings namings = new Namings();
  History history = new History();
  Profile said = new Profile();

  /** The time of its latest event; meaningless before the first. */
  long clock = Long.MIN_VALUE;

  /** How many messages it has had. */
  long messages;

  /** The catalogue whose burst rules its list was last looked at by; 0 for none. */
  int signalsVersion;

  /** The instant a timer is armed for: the shell's, kept with the state. */
  private long armedFor = Long.MAX_VALUE;

  /** Whether events wait for a name. */
  boolean isWaiting() {
    return history.arrivals() > 0;
  }

  History history() {
    return history;
  }

  History takeHistory() {
    History taken = history;
    history = new History();
    return taken;
  }

  void answered(Map<String, String> answers, long occurredAt) {
    said.apply(answers, occurredAt);
  }

  Map<String, Value> takeAnswers() {
    Map<String, Value> taken = said.attributes();
    said = new Profile();
    return taken;
  }

  /** Whether the list is looked at under another catalogue than before. */
  boolean rulesChanged(int version) {
    boolean changed = signalsVersion != 0 && signalsVersion != version;
    signalsVersion = version;
    return changed;
  }

  public long armedFor() {
    return armedFor;
  }

  public void armFor(long instant) {
    armedFor = instant;
  }
}
