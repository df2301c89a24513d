package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.WatchedEvent;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.lifecycle.Transitions;
import dev.kizashi.scoring.model.ScoringModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one step: from what is known of a lead and what arrives, to what follows.
 *
 * <p>An event is judged at t = max(clock, its time), after the lead's own instants up to its time
 * have fired; those instants are a crossing of temperature ({@link
 * dev.kizashi.scoring.engagement.Crossing}), a deadline of the stage, the end of a cool-off, a
 * silence that has lasted, and the start of another version of the model. So whatever order topics
 * and timers come in, a cooling and a click never swap. Time is an argument; nothing here asks a
 * clock.
 */
public final class LeadJudge {
  /**
   * Expired facts are kept this long at least, twice the usual retention, so that a later model may
   * ask further back.
   */
  private static final long LEAST_KEPT_MILLIS = 2 * ScoringModel.DEFAULT_RETENTION_MILLIS;

  private final Rulebook book;
  private long suppressed;

  public LeadJudge(Rulebook book) {
    this.book = book;
  }

  /** Judges an event that reached the lead. */
  public Step onEvent(String leadId, LeadState state, LeadEvent event) {
    if (isDuplicate(state, event)) {
      return new Step(Fate.DUPLICATE, event.mark() != Marks.CLEAN, List.of(), 0);
    }
    List<Emission> emissions = new ArrayList<>(2);
    if (!state.isNew()) {
      catchUp(leadId, state, event.occurredAt(), emissions);
    }
    long t = Math.max(state.clock, event.occurredAt());
    Rules rules = state.isNew() ? book.at(t) : book.of(state);
    if (state.isNew()) {
      state.stageSince = t;
    }
    Stage stageBefore = state.stage;
    Taken taken = take(state, event, rules, t);
    Fate fate = fateOf(event, state.stage != stageBefore);
    Cause cause = taken.corrected() ? Cause.CORRECTION : causeOf(event);
    Evaluation evaluation = new Evaluation(leadId, state, rules, t, cause);
    evaluation.judge(
        new Evaluation.Arrived(
            stageBefore, taken.signals(), Hour.of(event.occurredAt()), taken.corrected()),
        emissions);
    suppressed += evaluation.suppressed();
    return new Step(fate, taken.suspect(), emissions, state.sequence);
  }

  /** A word of the CRM that changes nothing is counted as such. */
  private static Fate fateOf(LeadEvent event, boolean moved) {
    if (event.crm() == null || moved) {
      return Fate.SCORED;
    }
    return switch (event.crm().kind()) {
      case PROFILE_UPSERTED, ALERT_ACKNOWLEDGED -> Fate.SCORED;
      default -> Fate.IGNORED;
    };
  }

  /**
   * Fires what is due up to {@code watermark}, each at its own instant, and the changes of model
   * that came into force; afterwards {@link LeadState#wakeAt} lies beyond it.
   */
  public List<Emission> onTime(String leadId, LeadState state, long watermark) {
    List<Emission> emissions = new ArrayList<>(2);
    catchUp(leadId, state, watermark, emissions);
    return emissions;
  }

  /** Whether {@link #onTime} has anything to do. */
  public boolean isDue(LeadState state, long watermark) {
    return state.wakeAt <= watermark
        || book.pending(state, Math.max(watermark, state.clock)) != null;
  }

  /** The whole score as of an instant at or after the lead's clock; changes nothing. */
  public Emission.LeadScored scoreAt(String leadId, LeadState state, long t) {
    return new Evaluation(leadId, state, book.of(state), t, Cause.BEHAVIOUR).score();
  }

  private boolean isDuplicate(LeadState state, LeadEvent event) {
    if (state.isNew()) {
      return false;
    }
    long window = book.of(state).dedupeWindow;
    if (event.occurredAt() <= state.clock - window) {
      return false;
    }
    state.recent.dropUntil(state.clock - window, LeadState.SELF, state.sightings);
    return state.recent.contains(event.eventKey());
  }

  private void catchUp(String leadId, LeadState state, long upTo, List<Emission> emissions) {
    while (true) {
      Timeline.Entry<Rules> pending = book.pending(state, Math.max(upTo, state.clock));
      long change = pending == null ? Curve.NEVER : Math.max(pending.from(), state.clock);
      if (state.wakeAt <= upTo && state.wakeAt < change) {
        wake(leadId, state, emissions);
      } else if (pending != null) {
        Rules rules = pending.value();
        state.rank = Math.min(state.rank, rules.thermometer.hottest());
        Evaluation evaluation = new Evaluation(leadId, state, rules, change, Cause.MODEL_CHANGE);
        evaluation.judge(Evaluation.Arrived.nothing(state), emissions);
        suppressed += evaluation.suppressed();
      } else {
        return;
      }
    }
  }

  /** A timer that emits nothing leaves no trace. */
  private void wake(String leadId, LeadState state, List<Emission> emissions) {
    Rules rules = book.of(state);
    long t = state.wakeAt;
    Evaluation evaluation = new Evaluation(leadId, state, rules, t, Cause.COOLING);
    evaluation.judgeTimer(emissions);
    suppressed += evaluation.suppressed();
  }

  /** How many alerts cool-downs have kept back since this was last asked. */
  public long takeSuppressed() {
    long taken = suppressed;
    suppressed = 0;
    return taken;
  }

  /** Adds what the event says to what is known, and marks what that shows to be a machine's. */
  private static Taken take(LeadState state, LeadEvent event, Rules rules, long t) {
    if (event.crm() != null) {
      state.profile.apply(event.crm(), event.occurredAt());
      Stage next = Transitions.after(state.stage, event.crm(), rules.model.lifecycle());
      if (next != state.stage) {
        state.enter(next, t, rules.model.lifecycle());
      }
    }
    int hour = Hour.of(event.occurredAt());
    for (Hit hit : event.hits()) {
      state.facts.add(hit.signal(), hour, hit.assetKey(), LeadState.SELF, event.mark(), 1);
    }
    WatchedEvent shown =
        new WatchedEvent(event.traits(), event.hits(), event.campaign(), event.mark());
    boolean watched = event.traits() != null;
    if (!watched) {
      state.sightings.seen(shown, LeadState.SELF, event.occurredAt());
    }
    int place =
        state.recent.arrived(
            event.eventKey(),
            event.occurredAt(),
            watched ? shown : null,
            t - rules.dedupeWindow,
            LeadState.SELF,
            state.sightings);
    boolean corrected =
        rules.bursts.mark(
            state.recent, state.facts, LeadState.SELF, place, state.burstRulesChanged);
    state.burstRulesChanged = false;
    int mark = place >= 0 && watched ? state.recent.watched(place).mark() : event.mark();
    Set<Integer> signals = new HashSet<>();
    if (mark == Marks.CLEAN) {
      state.profile.apply(event.attributes(), event.occurredAt());
      if (rules.valuation.counts(hour, state.baseline, t)) {
        event.hits().forEach(hit -> signals.add(hit.signal()));
      }
    }
    if (!event.hits().isEmpty()) {
      state.facts.dropBefore(
          Hour.of(t - Math.max(LEAST_KEPT_MILLIS, 2 * rules.model.retentionMillis())));
    }
    return new Taken(signals, mark != Marks.CLEAN, corrected);
  }

  /**
   * What came of an event before anything was judged.
   *
   * @param signals of clean facts that count
   * @param corrected whether facts of earlier events turned out to be a machine's
   */
  private record Taken(Set<Integer> signals, boolean suspect, boolean corrected) {}

  private static Cause causeOf(LeadEvent event) {
    if (event.crm() == null) {
      return Cause.BEHAVIOUR;
    }
    return switch (event.crm().kind()) {
      case PROFILE_UPSERTED -> Cause.PROFILE;
      case MERGED, UNMERGED -> Cause.IDENTITY;
      default -> Cause.CRM;
    };
  }
}
