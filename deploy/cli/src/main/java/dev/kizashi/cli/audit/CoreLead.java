package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.engagement.Curve;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Step;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.List;
import java.util.OptionalLong;

/** A lead as the scoring core judges it. */
final class CoreLead implements ReplayedLead {
  /** Where a record stood is the trail's affair; nothing judges by it. */
  private static final LeadEvent.Origin ORIGIN = new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, 0);

  private final CoreJudge core;
  private final String leadId;
  private final LeadState state = new LeadState();
  private Version current;
  private LeadJudge judge;
  private Fate fate;
  private boolean suspect;

  CoreLead(CoreJudge core, String leadId, Version first) {
    this.core = core;
    this.leadId = leadId;
    this.current = first;
    this.judge = core.under(first);
  }

  @Override
  public void begin(Version first) {
    current = first;
    judge = core.under(first);
  }

  @Override
  public List<Emission> event(Event behaviour, Version inForce) {
    Recognised recognised = core.recognition(inForce).behaviour(behaviour, ORIGIN);
    suspect = false;
    fate = recognised.fate();
    return recognised.fate() == Fate.SCORED ? judge(recognised.event()) : List.of();
  }

  @Override
  public List<Emission> crm(Decoded.Crm crm) {
    return judge(Recognition.crm(leadId, crm.eventId(), crm.occurredAt(), crm.update(), ORIGIN));
  }

  private List<Emission> judge(LeadEvent event) {
    Step step = judge.onEvent(leadId, state, event);
    fate = step.fate();
    suspect = step.suspect();
    return step.emissions();
  }

  /** The engine looks at some instants at which nothing comes of it: those leave no trace. */
  @Override
  public OptionalLong nextInstant() {
    return state.wakeAt() == Curve.NEVER ? OptionalLong.empty() : OptionalLong.of(state.wakeAt());
  }

  @Override
  public List<Emission> timersUpTo(long instant) {
    return judge.onTime(leadId, state, instant);
  }

  @Override
  public List<Emission> switchTo(Version next) {
    List<Emission> said =
        core.between(current, next).onTime(leadId, state, next.model().effectiveFrom());
    current = next;
    judge = core.under(next);
    return said;
  }

  @Override
  public String lastFate() {
    return fate.name();
  }

  @Override
  public boolean lastSuspect() {
    return suspect;
  }

  @Override
  public long sequence() {
    return state.sequence();
  }

  @Override
  public OptionalLong clock() {
    return state.isNew() ? OptionalLong.empty() : OptionalLong.of(state.clock());
  }
}
