package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.Bounds;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.NaiveVisitor;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.signals.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One visitor, followed again in the order in which its events came.
 *
 * <p>A visitor that was forgotten begins at 1 again. When that was, only the numbers tell: where
 * both the next number and another 1 are there, the record that was logged first comes first, and
 * of one partition always the lower offset.
 */
final class VisitorReplay implements Station {
  private static final Comparator<Item> LOGGED =
      Comparator.comparingLong(Item::timestamp)
          .thenComparing(item -> item.place().topic())
          .thenComparing(item -> item.place().partition())
          .thenComparing(item -> item.place().offset());

  private final Simulation simulation;
  private final String visitorId;
  private final String key;
  private final Bounds bounds;
  private final List<Item> coming = new ArrayList<>();

  /** Words of erasures that came when nothing was known of the visitor: then or ever. */
  private final List<Item> unknown = new ArrayList<>();

  private Map<Long, Deque<Item>> waiting;
  private NaiveVisitor naive;
  private long messages;

  VisitorReplay(Simulation simulation, String visitorId, Bounds bounds) {
    this.simulation = simulation;
    this.visitorId = visitorId;
    this.key = Route.VISITOR + visitorId;
    this.bounds = bounds;
  }

  /** Before the first run. */
  void expect(Item item) {
    if (item.transfer() instanceof Unname && numberOf(item, key) == 1) {
      unknown.add(item);
    } else {
      coming.add(item);
    }
  }

  private static long numberOf(Item item, String key) {
    return item.entry().passed().stream()
        .filter(it -> it.key().equals(key))
        .findFirst()
        .orElseThrow()
        .number();
  }

  @Override
  public void run() {
    if (waiting == null) {
      waiting = new TreeMap<>();
      coming.sort(LOGGED);
      coming.forEach(
          item ->
              waiting.computeIfAbsent(numberOf(item, key), it -> new ArrayDeque<>(1)).add(item));
      coming.clear();
    }
    unknown.removeIf(this::isHeardForNothing);
    for (Item item = next(); item != null && item.isAt(key); item = next()) {
      long number = numberOf(item, key);
      waiting.get(number).remove();
      if (waiting.get(number).isEmpty()) {
        waiting.remove(number);
      }
      if (number == 1) {
        naive = null;
      }
      messages = number;
      take(item);
    }
  }

  private boolean isHeardForNothing(Item item) {
    boolean came = item.isAt(key);
    if (came) {
      item.pass();
      ended(item.entry(), Fate.SCORED, ((Unname) item.transfer()).leadId());
    }
    return came;
  }

  private Item next() {
    Item goesOn = waiting.getOrDefault(messages + 1, new ArrayDeque<>()).peek();
    Item anew = waiting.getOrDefault(1L, new ArrayDeque<>()).peek();
    if (goesOn == null || anew == null) {
      return goesOn == null ? anew : goesOn;
    }
    return comesFirst(goesOn, anew) ? goesOn : anew;
  }

  private static boolean comesFirst(Item a, Item b) {
    boolean samePartition =
        a.place().topic() == b.place().topic() && a.place().partition() == b.place().partition();
    return samePartition
        ? a.place().offset() <= b.place().offset()
        : a.timestamp() <= b.timestamp();
  }

  @Override
  public boolean isWaiting() {
    return !unknown.isEmpty() || (waiting == null ? !coming.isEmpty() : !waiting.isEmpty());
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
        gone();
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

  private void gone() {
    naive = null;
    messages = 0;
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
