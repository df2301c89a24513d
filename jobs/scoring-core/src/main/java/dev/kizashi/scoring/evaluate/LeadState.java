package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertHistory;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.profile.Profile;

/**
 * All that is known of one lead: its facts, and how far it has been judged. Changed in place by
 * {@link LeadJudge}; {@link LeadStateCodec} makes it one compact value.
 */
public final class LeadState {
  /** No hour is cut off. */
  public static final int NO_BASELINE = Integer.MIN_VALUE;

  final Facts facts = new Facts();
  final Sightings sightings = new Sightings();
  final RecentEvents recent = new RecentEvents();
  final Profile profile = new Profile();
  final AlertHistory alerts = new AlertHistory();

  /** The latest event time or timer seen; meaningless before the first judgement. */
  long clock = Long.MIN_VALUE;

  /** Judgements so far: events, and timers that emitted. */
  long sequence;

  /** Temperature, 0 the coldest. */
  int rank;

  Stage stage = Stage.LEAD;

  /** The last hour that no longer counts. */
  int baseline = NO_BASELINE;

  /** {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of the model last judged under. */
  int model;

  int modelVersion;
  int signalsVersion;

  /** When the lead must be looked at again if nothing happens before, or {@link Curve#NEVER}. */
  long wakeAt = Curve.NEVER;

  /** The instant a timer is armed for, or {@link Curve#NEVER}: the shell's, kept with the state. */
  private long armedFor = Curve.NEVER;

  /** The engagement last sent out; NaN before the first score. */
  double emittedEngagement = Double.NaN;

  /** A digest of everything else in the score last sent out. */
  int emittedRest;

  public boolean isNew() {
    return sequence == 0;
  }

  public long clock() {
    return clock;
  }

  public long sequence() {
    return sequence;
  }

  /** How many facts are held, suspect ones included. */
  public int factCount() {
    return facts.size();
  }

  public long wakeAt() {
    return wakeAt;
  }

  public long armedFor() {
    return armedFor;
  }

  public void armFor(long instant) {
    this.armedFor = instant;
  }
}
