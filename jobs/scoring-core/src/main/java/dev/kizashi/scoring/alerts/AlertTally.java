package dev.kizashi.scoring.alerts;

import dev.kizashi.scoring.model.ScoringModel.Trigger;

/**
 * How many alerts were raised, withdrawn and kept back by a cool-down, by what they are raised on.
 * Counting is an addition; whoever reports takes what was counted since. For one thread.
 */
public final class AlertTally {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final Trigger.Kind[] KINDS = Trigger.Kind.values();

  private final long[] counts = new long[OUTCOMES.length * KINDS.length];
  private boolean empty = true;

  /** What became of an alert. */
  public enum Outcome {
    RAISED,
    WITHDRAWN,
    /** Kept back by the definition's cool-down. */
    SUPPRESSED
  }

  /** Is told how many of each there were. */
  @FunctionalInterface
  public interface Counts {
    void add(Outcome outcome, Trigger.Kind kind, long count);
  }

  public void count(Outcome outcome, Trigger.Kind kind) {
    counts[outcome.ordinal() * KINDS.length + kind.ordinal()]++;
    empty = false;
  }

  /** Hands over what is not zero, and begins anew. */
  public void drainTo(Counts taker) {
    if (empty) {
      return;
    }
    for (Outcome outcome : OUTCOMES) {
      for (Trigger.Kind kind : KINDS) {
        int index = outcome.ordinal() * KINDS.length + kind.ordinal();
        if (counts[index] > 0) {
          taker.add(outcome, kind, counts[index]);
          counts[index] = 0;
        }
      }
    }
    empty = true;
  }
}
