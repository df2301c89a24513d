package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.alerts.AlertTally;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Evaluation.Reason;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.identity.Accounts;
import dev.kizashi.scoring.lifecycle.Stage;
import dev.kizashi.scoring.lifecycle.Transitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
  private final Rulebook book;
  private final Accounts accounts = new Accounts();
  private final AlertTally alerts = new AlertTally();

  public LeadJudge(Rulebook book) {
    this.book = book;
  }

  /** Judges an event that reached the lead. */
  public Step onEvent(String leadId, LeadState state, LeadEvent event) {
    Brought brought = event.brought();
    if (brought == null && isDuplicate(state, event)) {
      return new Step(Fate.DUPLICATE, event.mark() != Marks.CLEAN, List.of(), 0);
    }
    List<Emission> emissions = new ArrayList<>(2);
    long time =
        brought == null ? event.occurredAt() : Math.max(event.occurredAt(), brought.latest());
    Rules rules = begin(leadId, state, time, emissions);
    long t = Math.max(state.clock, time);
    Stage stageBefore = state.stage;
    takeCrm(state, event, rules, t);
    Newcomers newcomers = new Newcomers(state);
    if (brought != null) {
      newcomers.join(brought.history(), brought.path());
      state.profile.apply(brought.answers());
    }
    newcomers.add(event);
    boolean corrected = newcomers.settle(rules, t);
    int mark = state.history.markOfLatest(event.mark());
    if (mark == Marks.CLEAN) {
      state.profile.apply(event.attributes(), event.occurredAt());
    }
    Fate fate = fateOf(event, state.stage != stageBefore);
    Cause cause = causeOf(event);
    if (corrected) {
      cause = Cause.CORRECTION;
    } else if (newcomers.joined()) {
      cause = Cause.IDENTITY;
    }
    judge(
        leadId,
        state,
        rules,
        t,
        cause,
        new Evaluation.Arrived(
            stageBefore,
            newcomers.counting(rules, t),
            corrected || newcomers.joined(),
            corrected ? Reason.SUSPECT : null),
        emissions);
    return new Step(fate, mark != Marks.CLEAN, emissions, state.sequence);
  }

  /**
   * Another lead becomes part of this one: judged at the latest of both clocks and the merge's
   * time.
   */
  public Step onMerge(String leadId, LeadState state, Message.Joins joins) {
    LeadEvent record = joins.record();
    List<Emission> emissions = new ArrayList<>(2);
    long time = Math.max(joins.occurredAt(), joins.clock());
    Rules rules = begin(leadId, state, time, emissions);
    long t = Math.max(state.clock, time);
    Newcomers newcomers = new Newcomers(state);
    newcomers.join(joins.history(), joins.path());
    if (record != null) {
      takeCrm(state, record, rules, t);
      newcomers.add(record);
    }
    boolean corrected = newcomers.settle(rules, t);
    judge(
        leadId,
        state,
        rules,
        t,
        corrected ? Cause.CORRECTION : Cause.IDENTITY,
        new Evaluation.Arrived(
            state.stage, newcomers.counting(rules, t), true, corrected ? Reason.SUSPECT : null),
        emissions);
    return new Step(Fate.SCORED, false, emissions, state.sequence);
  }

  /** The lead becomes part of another, which gets its history. */
  public List<Emission> onLeaving(String leadId, LeadState state, long occurredAt) {
    List<Emission> emissions = new ArrayList<>(2);
    catchUp(leadId, state, occurredAt, emissions);
    long t = Math.max(state.clock, occurredAt);
    new Evaluation(leadId, state, book.of(state), t, Cause.IDENTITY, accounts, alerts)
        .leave(emissions);
    return emissions;
  }

  /**
   * What lies under a path is no longer the lead's.
   *
   * @param record that undoes a merge; null for an erasure
   * @param taken is given what leaves
   */
  public Step onParting(
      String leadId,
      LeadState state,
      String path,
      long occurredAt,
      LeadEvent record,
      Consumer<History> taken) {
    List<Emission> emissions = new ArrayList<>(2);
    Rules rules = begin(leadId, state, occurredAt, emissions);
    long t = Math.max(state.clock, occurredAt);
    taken.accept(state.history.takeUnder(path));
    Newcomers newcomers = new Newcomers(state);
    if (record != null) {
      takeCrm(state, record, rules, t);
      newcomers.add(record);
    }
    boolean corrected = newcomers.settle(rules, t);
    judge(
        leadId,
        state,
        rules,
        t,
        record == null || corrected ? Cause.CORRECTION : Cause.IDENTITY,
        new Evaluation.Arrived(
            state.stage, Map.of(), true, record == null ? Reason.ERASED : Reason.UNMERGED),
        emissions);
    return new Step(Fate.SCORED, false, emissions, state.sequence);
  }

  /** The lead is one of its own again; its instants that passed meanwhile are not made up for. */
  public Step onReturn(String leadId, LeadState state, Message.ComesBack back) {
    List<Emission> emissions = new ArrayList<>(2);
    long t = Math.max(state.clock, back.clock());
    Rules rules = book.at(t);
    if (state.isNew()) {
      state.stageSince = t;
    }
    state.rank = Math.min(state.rank, rules.thermometer.hottest());
    Newcomers newcomers = new Newcomers(state);
    newcomers.join(back.history(), "");
    newcomers.settle(rules, t);
    judge(
        leadId,
        state,
        rules,
        t,
        Cause.IDENTITY,
        new Evaluation.Arrived(state.stage, Map.of(), true, null),
        emissions);
    return new Step(Fate.SCORED, false, emissions, state.sequence);
  }

  /** Fires what is due before a time; a lead of which nothing was known begins then. */
  private Rules begin(String leadId, LeadState state, long time, List<Emission> emissions) {
    if (state.isNew()) {
      state.stageSince = time;
      return book.at(time);
    }
    catchUp(leadId, state, time, emissions);
    return book.of(state);
  }

  private void judge(
      String leadId,
      LeadState state,
      Rules rules,
      long t,
      Cause cause,
      Evaluation.Arrived arrived,
      List<Emission> emissions) {
    new Evaluation(leadId, state, rules, t, cause, accounts, alerts).judge(arrived, emissions);
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
    return !state.isNew()
        && !state.isAway()
        && (state.wakeAt <= watermark
            || book.pending(state, Math.max(watermark, state.clock)) != null);
  }

  /** The whole score as of an instant at or after the lead's clock; changes nothing. */
  public Emission.LeadScored scoreAt(String leadId, LeadState state, long t) {
    return new Evaluation(leadId, state, book.of(state), t, Cause.BEHAVIOUR, accounts, alerts)
        .score();
  }

  private boolean isDuplicate(LeadState state, LeadEvent event) {
    if (state.isNew()) {
      return false;
    }
    long window = book.of(state).dedupeWindow;
    if (event.occurredAt() <= state.clock - window) {
      return false;
    }
    return state.history.holds(event.eventKey(), state.clock - window);
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
        judge(
            leadId,
            state,
            rules,
            change,
            Cause.MODEL_CHANGE,
            Evaluation.Arrived.nothing(state),
            emissions);
      } else {
        return;
      }
    }
  }

  /** A timer that emits nothing leaves no trace. */
  private void wake(String leadId, LeadState state, List<Emission> emissions) {
    Rules rules = book.of(state);
    long t = state.wakeAt;
    new Evaluation(leadId, state, rules, t, Cause.COOLING, accounts, alerts).judgeTimer(emissions);
  }

  /** What became of alerts since it was last drained. */
  public AlertTally alerts() {
    return alerts;
  }

  private static void takeCrm(LeadState state, LeadEvent event, Rules rules, long t) {
    if (event.crm() == null) {
      return;
    }
    state.profile.apply(event.crm(), event.occurredAt());
    Stage next = Transitions.after(state.stage, event.crm(), rules.model.lifecycle());
    if (next != state.stage) {
      state.enter(next, t, rules.model.lifecycle());
    }
  }

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
