package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.Bounds;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.NaiveVisitor;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.signals.Event;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One visitor, followed again in the order in which its events came.
 *
 * <p>A visitor that was forgotten begins anew with a number that leaves a gap. Where it was not
 * erased, a watermark must have come far enough.
 */
final class VisitorReplay implements Station {
  private final Simulation simulation;
  private final String visitorId;
  private final String key;
  private final Bounds bounds;
  private final TreeMap<Long, Item> waiting = new TreeMap<>();
  private NaiveVisitor naive;
  private long messages;

  VisitorReplay(Simulation simulation, String visitorId, Bounds bounds) {
    this.simulation = simulation;
    this.visitorId = visitorId;
    this.key = Route.VISITOR + visitorId;
    this.bounds = bounds;
  }

  void expect(Item item, long number) {
    Item before = waiting.putIfAbsent(number, item);
    if (before != null) {
      simulation.differs(item.entry(), "number at " + key, "its own", "that of " + before.place());
    }
  }

  @Override
  public void run() {
    for (Map.Entry<Long, Item> next = waiting.firstEntry();
        next != null && next.getValue().isAt(key);
        next = waiting.firstEntry()) {
      waiting.remove(next.getKey());
      if (next.getKey() > messages + 1) {
        forgotten(next.getValue());
      }
      messages = next.getKey();
      take(next.getValue());
    }
  }

  private void forgotten(Item next) {
    if (naive != null && !simulation.mayHaveReached(naive.forgottenAt())) {
      simulation.differs(next.entry(), "number at " + key, messages + 1, "one after a gap");
    }
    naive = null;
  }

  @Override
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  // ---- what comes ---------------------------------------------------------------------------

  private void take(Item item) {
    if (naive == null) {
      naive =
          new NaiveVisitor(
              visitorId,
              bounds,
              clock -> simulation.versions().newestAt(clock).matching().catalogue());
    }
    if (item.transfer() instanceof Unname unname) {
      if (unname.at() == null) {
        naive.forget(Set.of(unname.leadId()));
      } else {
        naive.refused(unname.leadId(), unname.at());
      }
      if (naive.isUnknown()) {
        naive = null;
      }
      item.pass();
      ended(item.entry(), Fate.SCORED, unname.leadId());
      return;
    }
    Event event =
        item.decoded(simulation.reading())
            .fold(behaviour -> behaviour.event(), crm -> null, unusable -> null);
    if (simulation.leadNamed(item) != null) {
      Optional<History> waited = naive.name(item.leadId(), event.occurredAt());
      waited.ifPresent(item::brings);
      simulation.passOn(item);
    } else {
      follow(item, event);
    }
  }

  private void follow(Item item, Event event) {
    NaiveVisitor.Way way =
        naive.arrive(event, simulation.versions().newestAt(event.occurredAt()).matching());
    if (way.leadId() != null) {
      item.names(way.leadId());
      item.comesFrom(naive.source());
      simulation.passOn(item);
      return;
    }
    item.pass();
    ended(item.entry(), Fate.valueOf(way.fate().name()), null);
    if (way.fate() == dev.kizashi.oracle.NaiveLead.Fate.ANONYMOUS) {
      simulation.check(item.entry(), "suspect", naive.lastSuspect(), item.entry().suspect());
    }
  }

  private void ended(Entry entry, Fate fate, String leadId) {
    simulation.check(entry, "fate", fate, entry.fate());
    simulation.check(entry, "lead_id", leadId, entry.leadId());
  }
}
