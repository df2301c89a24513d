package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.Brought;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Who;
import dev.kizashi.scoring.evaluate.Who.Passed;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.Sources;
import dev.kizashi.scoring.facts.WatchedEvent;
import java.util.List;

/**
 * What a browser or device did before anybody knew whose it is, and whose it is since when. What
 * waits goes to the first lead that an event names; afterwards every event goes to whoever was
 * named last before it.
 */
public final class Visitors {
  private final Rulebook book;
  private final Bounds bounds;
  private final Numbers numbers;

  /**
   * @param numbers of all visitors in one place
   */
  public Visitors(Rulebook book, Bounds bounds, Numbers numbers) {
    this.book = book;
    this.bounds = bounds;
    this.numbers = numbers;
  }

  /**
   * Takes a message.
   *
   * @param known the visitor's state, changed in place, or null when there is none
   * @return the state to keep, or null when nothing is to be kept
   */
  public VisitorState take(Message message, VisitorState known, Turn turn) {
    VisitorState state = known;
    if (known == null) {
      state = new VisitorState();
      state.messages = numbers.begin();
    }
    state.messages++;
    Passed passed = new Passed("visitor:" + message.key(), state.messages);
    if (message instanceof LeadEvent event) {
      LeadEvent arrived = event.of(event.who().past(passed.key(), passed.number()));
      if (event.leadId() != null) {
        name(arrived, state, turn);
      } else if (state.namings.isEmpty()) {
        await(arrived, state, turn);
      } else {
        follow(arrived, state, turn);
      }
      state.clock = Math.max(state.clock, event.occurredAt());
      return state;
    }
    if (message instanceof Unname unname) {
      // Forgotten by then, or seen again since: whoever waits for a name is nobody's yet.
      boolean waits = known != null && state.namings.isEmpty();
      boolean left = state.namings.forget(unname.leadId(), unname.at());
      turn.ended(unname.origin(), Fate.SCORED, unname.leadId(), List.of(passed));
      if (waits || left) {
        return state;
      }
      forgotten(state);
      return null;
    }
    throw new IllegalStateException("no message for a visitor: " + message.getClass());
  }

  /** When the visitor is to be forgotten, if nothing more is heard of it. */
  public long forgetAt(VisitorState state) {
    return state.clock + (state.namings.isEmpty() ? bounds.waitMillis() : bounds.rememberMillis());
  }

  /** Nothing more was heard of the visitor: its state is not kept. */
  public void forgotten(VisitorState state) {
    numbers.forgotten(state.messages);
  }

  private void name(LeadEvent event, VisitorState state, Turn turn) {
    Brought brought = null;
    if (state.namings.isEmpty() && state.isWaiting()) {
      String path = Sources.visitor(event.who().visitorId());
      brought = new Brought(path, state.takeHistory(), state.takeAnswers(), state.clock);
    }
    state.namings.add(event.occurredAt(), event.leadId(), bounds.namings());
    turn.send(event.of(event.who().at(Station.LEADS), brought));
  }

  private void follow(LeadEvent event, VisitorState state, Turn turn) {
    String leadId = state.namings.at(event.occurredAt());
    Who who = event.who();
    if (leadId == null) {
      turn.ended(event.origin(), Fate.IGNORED, null, who.passed());
    } else {
      turn.send(event.of(who.named(leadId, Sources.visitor(who.visitorId())).at(Station.LEADS)));
    }
  }

  private void await(LeadEvent event, VisitorState state, Turn turn) {
    Who who = event.who();
    History history = state.history();
    if (state.isWaiting()) {
      long horizon = state.clock - book.dedupeWindowAt(state.clock);
      if (event.occurredAt() > horizon && history.holds(event.eventKey(), horizon)) {
        turn.ended(event.origin(), Fate.DUPLICATE, null, who.passed());
        return;
      }
    }
    long clock = Math.max(state.clock, event.occurredAt());
    long arrivals = history.arrivals();
    history.add(
        event.eventKey(),
        event.occurredAt(),
        "",
        new WatchedEvent(event.traits(), event.hits(), event.campaign(), event.mark()));
    history.markBursts(
        book.burstsAt(clock),
        arrivals,
        clock - book.dedupeWindowAt(clock),
        state.rulesChanged(book.signalsVersionAt(clock)));
    int mark = history.markOfLatest(event.mark());
    if (mark == Marks.CLEAN) {
      state.answered(event.attributes(), event.occurredAt());
    }
    history.keepLatest(bounds.waitingFacts());
    turn.ended(event.origin(), Fate.ANONYMOUS, mark != Marks.CLEAN, null, 0, null, who.passed());
  }
}
