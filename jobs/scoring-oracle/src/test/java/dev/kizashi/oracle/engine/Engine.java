package dev.kizashi.oracle.engine;

import dev.kizashi.oracle.random.Arrival;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.List;

/**
 * The engine for one lead, its state through bytes and back after some steps and as it is after
 * others: a task holds whoever acts and reads the others.
 */
final class Engine {
  private static final LeadEvent.Origin ORIGIN = new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, 0);

  private final String leadId;
  private final ScoringModel model;
  private final SignalCatalogue catalogue;
  private final Recognition recognition;
  private LeadJudge judge;
  private LeadState state = new LeadState();

  Engine(String leadId, ScoringModel model, SignalCatalogue catalogue) {
    this.leadId = leadId;
    this.model = model;
    this.catalogue = catalogue;
    this.recognition = new Recognition(Timeline.always(SignalMatcher.compile(catalogue)));
    this.judge = new LeadJudge(Rulebook.always(new Rules(model, catalogue)));
  }

  /** From now on another version is known, which applies from its start. */
  void publish(ScoringModel next) {
    publish(next, catalogue);
  }

  /** As the other, with a catalogue to be judged under; what arrives is recognised as before. */
  void publish(ScoringModel next, SignalCatalogue judgedUnder) {
    judge =
        new LeadJudge(
            new Rulebook(
                Timeline.of(
                    List.of(
                        new Timeline.Entry<>(Long.MIN_VALUE, new Rules(model, catalogue)),
                        new Timeline.Entry<>(
                            next.effectiveFrom(), new Rules(next, judgedUnder))))));
  }

  List<Emission> judge(Arrival arrival) {
    LeadEvent event;
    if (arrival instanceof Arrival.Behaviour behaviour) {
      Recognition.Recognised recognised = recognition.behaviour(behaviour.event(), ORIGIN);
      if (recognised.fate() != Fate.SCORED) {
        return List.of();
      }
      event = recognised.event();
    } else {
      Arrival.Crm crm = (Arrival.Crm) arrival;
      event = Recognition.crm(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), ORIGIN);
    }
    List<Emission> emissions = judge.onEvent(leadId, state, event).emissions();
    maybeRestore();
    return emissions;
  }

  List<Emission> timersUpTo(long watermark) {
    if (state.isNew()) {
      return List.of();
    }
    List<Emission> emissions = judge.onTime(leadId, state, watermark);
    maybeRestore();
    return emissions;
  }

  Emission.LeadScored score(long at) {
    return judge.scoreAt(leadId, state, at);
  }

  boolean isKnown() {
    return !state.isNew();
  }

  long wakeAt() {
    return state.wakeAt();
  }

  long clock() {
    return state.clock();
  }

  long sequence() {
    return state.sequence();
  }

  /** After half of all steps, without a pattern. */
  private void maybeRestore() {
    if (Long.hashCode(state.clock() * 31 + state.sequence()) % 2 == 0) {
      return;
    }
    ByteWriter bytes = new ByteWriter();
    LeadStateCodec.write(state, bytes);
    state = LeadStateCodec.read(new ByteReader(bytes.toByteArray()));
  }
}
