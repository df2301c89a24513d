package dev.kizashi.cli;

import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Recognition.Recognised;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.resolution.Addresses;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Everybody;
import dev.kizashi.scoring.resolution.Turn.Outcome;
import dev.kizashi.scoring.resolution.VisitorState;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The scoring core alone, one event after the other: the path of an event is the job's
 * (recognition, then whoever it is about), without the job around it. One catalogue and one model
 * apply for all time.
 */
public final class InProcessScoring {
  private final Recognition recognition;
  private final Everybody everybody;

  /**
   * Starts from nothing.
   *
   * @param emissions is told everything as it happens, scores included
   */
  public InProcessScoring(
      SignalCatalogue catalogue, ScoringModel model, Consumer<? super Emission> emissions) {
    this.recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
    this.everybody =
        new Everybody(Rulebook.always(new Rules(model, catalogue)), Bounds.DEFAULT, emissions);
  }

  /** Epoch millis of the latest event or {@link #advanceTo}; {@link Long#MIN_VALUE} before any. */
  public long time() {
    return everybody.time();
  }

  /** How many leads have a score. */
  public long leads() {
    return everybody.scored();
  }

  /** What is known of every lead, by lead id, merged ones included; a view. */
  public Map<String, LeadState> states() {
    return everybody.states();
  }

  /** What is known of every visitor, by visitor id; a view. */
  public Map<String, VisitorState> visitors() {
    return everybody.visitors();
  }

  /** What is known of every address; a view. */
  public Map<String, Addresses.State> addresses() {
    return everybody.addresses();
  }

  /** Takes one behaviour; time comes first. */
  public Fate take(Decoded.Behaviour behaviour, LeadEvent.Origin origin) {
    everybody.advanceTo(behaviour.event().occurredAt());
    Recognised recognised = recognition.behaviour(behaviour.event(), origin);
    return recognised.fate() == Fate.SCORED ? take(recognised.event(), origin) : recognised.fate();
  }

  /** Takes one word of the CRM; time comes first. */
  public Fate take(Decoded.Crm crm, LeadEvent.Origin origin) {
    return take(
        Recognition.crm(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin),
        origin);
  }

  private Fate take(LeadEvent event, LeadEvent.Origin origin) {
    return everybody.take(event).stream()
        .filter(it -> it.origin().equals(origin) && it.fate() != Fate.FOLLOWED)
        .map(Outcome::fate)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  /** Lets time pass up to an instant, unless it has; what is due by then fires. */
  public void advanceTo(long instant) {
    everybody.advanceTo(instant);
  }

  /** Every lead's whole score as of now, by lead id. */
  public void scores(Consumer<? super LeadScored> scores) {
    everybody.scores(scores);
  }
}
