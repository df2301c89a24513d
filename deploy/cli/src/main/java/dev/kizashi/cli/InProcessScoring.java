package dev.kizashi.cli;

import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The scoring core alone, one event after the other: the path of an event is the job's
 * (recognition, then the lead's judge), without the job around it. One catalogue and one model
 * apply for all time.
 *
 * <p>Event time is the latest time seen. Before an event is judged, the instants of all leads that
 * are due by then fire in the order of (time, lead id). As in the job a lead has at most one armed
 * timer; where its next instant moves later the timer stays, turns out early and is armed anew, so
 * an entry of the queue counts only while it is the armed one.
 */
public final class InProcessScoring {
  private final Recognition recognition;
  private final LeadJudge judge;
  private final Consumer<? super Emission> emissions;
  private final Map<String, LeadState> leads = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparing(Timer::leadId));
  private long time = Long.MIN_VALUE;

  private record Timer(long at, String leadId) {}

  /**
   * Starts from nothing.
   *
   * @param emissions is told everything as it happens, scores included
   */
  public InProcessScoring(
      SignalCatalogue catalogue, ScoringModel model, Consumer<? super Emission> emissions) {
    this.recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
    this.judge = new LeadJudge(Rulebook.always(new Rules(model, catalogue)));
    this.emissions = emissions;
  }

  /** Epoch millis of the latest event or {@link #advanceTo}; {@link Long#MIN_VALUE} before any. */
  public long time() {
    return time;
  }

  /** How many leads are known. */
  public int leads() {
    return leads.size();
  }

  /** What is known of every lead, by lead id; a view. */
  public Map<String, LeadState> states() {
    return Collections.unmodifiableMap(leads);
  }

  /** Takes one behaviour; time comes first. */
  public Fate take(Decoded.Behaviour behaviour, LeadEvent.Origin origin) {
    advanceTo(behaviour.event().occurredAt());
    Recognised recognised = recognition.behaviour(behaviour.event(), origin);
    return recognised.fate() == Fate.SCORED ? judge(recognised.event()) : recognised.fate();
  }

  /** Takes one word of the CRM; time comes first. */
  public Fate take(Decoded.Crm crm, LeadEvent.Origin origin) {
    advanceTo(crm.occurredAt());
    return judge(
        Recognition.crm(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin));
  }

  /** Lets time pass up to an instant, unless it has; what is due by then fires. */
  public void advanceTo(long instant) {
    time = Math.max(time, instant);
    while (!timers.isEmpty() && timers.peek().at() <= time) {
      Timer timer = timers.remove();
      LeadState lead = leads.get(timer.leadId());
      if (lead.armedFor() == timer.at()) {
        lead.armFor(Curve.NEVER);
        judge.onTime(timer.leadId(), lead, timer.at()).forEach(emissions);
        arm(timer.leadId(), lead);
      }
    }
  }

  /** Every lead's whole score as of now, by lead id. */
  public void scores(Consumer<? super LeadScored> scores) {
    leads.keySet().stream()
        .sorted()
        .forEach(leadId -> scores.accept(judge.scoreAt(leadId, leads.get(leadId), time)));
  }

  private Fate judge(LeadEvent event) {
    LeadState lead = leads.computeIfAbsent(event.leadId(), leadId -> new LeadState());
    var step = judge.onEvent(event.leadId(), lead, event);
    step.emissions().forEach(emissions);
    arm(event.leadId(), lead);
    return step.fate();
  }

  private void arm(String leadId, LeadState lead) {
    if (lead.wakeAt() < lead.armedFor()) {
      timers.add(new Timer(lead.wakeAt(), leadId));
      lead.armFor(lead.wakeAt());
    }
  }
}
