package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.NaiveAddress;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.signals.EventField;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/** One address, asked again in the order in which it was asked. */
final class AddressReplay implements Station {
  private final Simulation simulation;
  private final String address;
  private final String key;
  private final NaiveAddress naive;
  private final TreeMap<Long, PriorityQueue<Item>> waiting = new TreeMap<>();
  private long messages;

  /** Whether since the last claim somebody was sent on by the address who may arrive only later. */
  private boolean wentBy;

  AddressReplay(Simulation simulation, String address) {
    this.simulation = simulation;
    this.address = address;
    this.key = Route.ADDRESS + address;
    this.naive = new NaiveAddress(address);
  }

  /** Numbers come again where the address was forgotten: what was logged first comes first. */
  void expect(Item item, long number) {
    waiting
        .computeIfAbsent(
            number, it -> new PriorityQueue<>(Comparator.comparingLong(Item::timestamp)))
        .add(item);
  }

  @Override
  public void run() {
    for (Item item = next(); item != null && item.isAt(key); item = next()) {
      PriorityQueue<Item> same = waiting.get(++messages);
      same.remove();
      if (same.isEmpty()) {
        waiting.remove(messages);
      }
      take(item);
    }
  }

  private Item next() {
    PriorityQueue<Item> same = waiting.get(messages + 1);
    return same == null ? null : same.peek();
  }

  @Override
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void take(Item item) {
    if (item.transfer() instanceof Claim claim) {
      naive.claimedBy(claim.leadId());
      simulation
          .lead(address)
          .claimed(new Claimed(address, claim.leadId(), claim.occurredAt(), messages, wentBy));
      wentBy = false;
      ended(item, claim.leadId(), Fate.SCORED);
    } else if (item.transfer() instanceof Unclaim unclaim) {
      boolean nobodys = naive.lead().equals(address) && unclaim.leadId().equals(address);
      boolean owned = naive.forget(Set.of(unclaim.leadId()));
      if (owned) {
        simulation
            .register()
            .erases(
                new EraseAddress(
                    Message.Station.MERGES,
                    address,
                    unclaim.leadId(),
                    unclaim.occurredAt(),
                    unclaim.order()));
      }
      ended(item, unclaim.leadId(), owned || nobodys ? Fate.SCORED : Fate.IGNORED);
      if (owned || nobodys) {
        wentBy = false;
        messages = 0;
      }
    } else {
      item.names(leadOf(item));
      simulation.passOn(item);
    }
  }

  private String leadOf(Item item) {
    String named =
        item.decoded(simulation.reading())
            .fold(
                behaviour -> behaviour.event().text(EventField.LEAD_ID),
                crm -> crm.leadId(),
                unusable -> null);
    String lead = named == null ? naive.lead() : named;
    wentBy |= lead.equals(address);
    return lead;
  }

  private void ended(Item item, String leadId, Fate fate) {
    Entry entry = item.entry();
    item.pass();
    simulation.check(entry, "fate", fate, entry.fate());
    simulation.check(entry, "lead_id", leadId, entry.leadId());
  }
}
