package dev.kizashi.scoring.evaluate;

import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.Marks;
import dev.kizashi.scoring.facts.Sources;
import dev.kizashi.scoring.facts.WatchedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What joins a lead's history in one judgement: an event, and what others did before. */
final class Newcomers {
  private final LeadState state;
  private final History history;
  private final long arrivals;
  private List<Joined> joined = List.of();
  private boolean joinedAny;
  private LeadEvent event;

  /** A clean fact of somebody else's, as it was before it joined. */
  private record Joined(int signal, int hour, long asset, int source) {}

  Newcomers(LeadState state) {
    this.state = state;
    this.history = state.history;
    this.arrivals = history.arrivals();
  }

  void join(History other, String path) {
    Facts facts = other.facts();
    joinedAny = facts.size() > 0;
    joined = new ArrayList<>(facts.size());
    for (int i = 0; i < facts.size(); i++) {
      if (facts.mark(i) == Marks.CLEAN) {
        String source = Sources.under(path, other.sources().path(facts.source(i)));
        joined.add(
            new Joined(
                facts.signal(i), facts.hour(i), facts.asset(i), history.sources().of(source)));
      }
    }
    history.join(other, path);
  }

  void add(LeadEvent event) {
    this.event = event;
    history.add(
        event.eventKey(),
        event.occurredAt(),
        event.who().source(),
        new WatchedEvent(event.traits(), event.hits(), event.campaign(), event.mark()));
  }

  /**
   * Marks what only a machine can have caused, and lets go of what is too old.
   *
   * @return whether facts that the lead had before turned out to be a machine's
   */
  boolean settle(Rules rules, long t) {
    boolean corrected =
        history.markBursts(rules.bursts, arrivals, t - rules.dedupeWindow, state.burstRulesChanged);
    state.burstRulesChanged = false;
    if (joinedAny || (event != null && !event.hits().isEmpty())) {
      state.facts.dropBefore(Hour.of(t - rules.keptMillis));
    }
    return corrected;
  }

  /** Whether facts of somebody else joined, be they a machine's. */
  boolean joined() {
    return joinedAny;
  }

  /** The signals of clean facts that came and count, each with the latest hour of such a fact. */
  Map<Integer, Integer> counting(Rules rules, long t) {
    boolean own =
        event != null
            && !event.hits().isEmpty()
            && history.markOfLatest(event.mark()) == Marks.CLEAN
            && rules.valuation.counts(Hour.of(event.occurredAt()), state.baseline, t);
    if (joined.isEmpty() && !own) {
      return Map.of();
    }
    Map<Integer, Integer> signals = new HashMap<>();
    if (own) {
      for (Hit hit : event.hits()) {
        signals.put(hit.signal(), Hour.of(event.occurredAt()));
      }
    }
    for (Joined fact : joined) {
      if (rules.valuation.counts(fact.hour(), state.baseline, t)
          && state.facts.hasClean(fact.signal(), fact.hour(), fact.asset(), fact.source())) {
        signals.merge(fact.signal(), fact.hour(), Math::max);
      }
    }
    return signals;
  }
}
