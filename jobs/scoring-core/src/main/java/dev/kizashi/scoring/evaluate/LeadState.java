package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertHistory;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Sightings;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.model.ScoringModel.LifecycleRules;
import dev.kizashi.scoring.profile.Profile;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is known of one lead: its facts, and how far it has been judged. Changed in place by
 * {@link LeadJudge}; {@link LeadStateCodec} makes it one compact value.
 */
public final class LeadState {
  /** No hour is cut off. */
  public static final int NO_BASELINE = Integer.MIN_VALUE;

  /** Nothing cools off. */
  static final long NEVER_RECYCLED = Long.MIN_VALUE;

  private static final long EMPTY_BYTES = 1_300;
  private static final long ALERT_BYTES = 60;

  final History history = new History();
  final Facts facts = history.facts();
  final Profile profile = new Profile();
  final AlertHistory alerts = new AlertHistory();

  /** The latest event time or timer seen; meaningless before the first judgement. */
  long clock = Long.MIN_VALUE;

  /** Judgements so far: events, and timers that emitted. */
  long sequence;

  /** Temperature, 0 the coldest. */
  int rank;

  Stage stage = Stage.LEAD;

  /** When the stage was entered; meaningless before the first judgement. */
  long stageSince = Long.MIN_VALUE;

  /** Bits of the {@link dev.kizashi.scoring.lifecycle.StageDeadline}s raised since then. */
  int deadlinesRaised;

  /** When the lead was last recycled, or {@link #NEVER_RECYCLED}. */
  long recycledAt = NEVER_RECYCLED;

  /** The last hour that no longer counts. */
  int baseline = NO_BASELINE;

  /** {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of the model last judged under. */
  int model;

  int modelVersion;
  int signalsVersion;

  /** Whether no event has arrived yet under this version of the catalogue. */
  boolean burstRulesChanged;

  /** What is known of the lead's other names. */
  private final Identity identity = new Identity();

  /** What was seen when, also of events that may still turn out to be a machine's. */
  Sightings seen() {
    return history.seen();
  }

  /** When the lead must be looked at again if nothing happens before, or {@link Curve#NEVER}. */
  long wakeAt = Curve.NEVER;

  /** The instant a timer is armed for, or {@link Curve#NEVER}: the shell's, kept with the state. */
  private long armedFor = Curve.NEVER;

  /** Whether readers have a score of the lead. */
  boolean scoreKnown;

  /** A digest of everything in the score last sent out that does not follow from facts. */
  int emittedRest;

  /** Goes over to a stage, be it the same one; recycling is one of its ways. */
  void enter(Stage entered, long t, LifecycleRules rules) {
    stage = entered;
    stageSince = t;
    deadlinesRaised = 0;
    if (entered == Stage.RECYCLED || entered == Stage.DISQUALIFIED || entered == Stage.CUSTOMER) {
      alerts.closeAll();
    }
    if (entered == Stage.RECYCLED) {
      recycledAt = t;
      if (rules.recycleResets()) {
        baseline = Hour.of(t);
      }
    }
  }

  public Identity identity() {
    return identity;
  }

  /** The lead's own facts, those of visitors and merged leads, and the recent list. */
  public History history() {
    return history;
  }

  /** How many alerts of each definition the lead has had, by the definition's hash. */
  public Map<Integer, Long> ordinals() {
    Map<Integer, Long> ordinals = new TreeMap<>();
    alerts.entries().forEach(entry -> ordinals.put(entry.definition(), entry.ordinal()));
    return ordinals;
  }

  /** Counts alerts on from those of a lead that was erased. */
  public void countOn(Map<Integer, Long> ordinals) {
    ordinals.forEach(
        (definition, ordinal) ->
            alerts.record(
                new AlertHistory.Entry(
                    definition, ordinal, AlertHistory.NEVER, AlertHistory.NEVER)));
  }

  /** Whether nothing is judged here, because it is part of another lead or on its way back. */
  public boolean isAway() {
    return identity.movedTo() != null || identity.isReturning();
  }

  /** Whether no event has been judged yet. */
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

  /** About how many bytes of heap the lead takes, for whoever has to bound many. */
  public long heapBytes() {
    return EMPTY_BYTES
        + profile.heapBytes()
        + (alerts.entries().size() + alerts.open().size()) * ALERT_BYTES
        + identity.heapBytes()
        + history.heapBytes();
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
