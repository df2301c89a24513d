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
import java.util.Set;
import java.util.TreeMap;

/** One address, asked again in the order in which it was asked. */
final class AddressReplay implements Station {
  private final Simulation simulation;
  private final String address;
  private final String key;
  private final NaiveAddress naive;
  private final TreeMap<Long, Item> waiting = new TreeMap<>();
  private long messages;

  /** Whether since the last claim somebody was sent on by the address who may arrive only later. */
  private boolean wentBy;

  AddressReplay(Simulation simulation, String address) {
    this.simulation = simulation;
    this.address = address;
    this.key = Route.ADDRESS + address;
    this.naive = new NaiveAddress(address);
  }

  void expect(Item item, long number) {
    Item before = waiting.putIfAbsent(number, item);
    if (before != null) {
      simulation.differs(item.entry(), "number at " + key, "its own", "that of " + before.place());
    }
  }

  @Override
  public void run() {
    Item item = waiting.get(messages + 1);
    while (item != null && item.isAt(key)) {
      waiting.remove(++messages);
      take(item);
      item = waiting.get(messages + 1);
    }
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
      boolean owned = naive.forget(Set.of(unclaim.leadId()));
      if (owned) {
        wentBy = false;
        simulation
            .register()
            .erases(
                new EraseAddress(
                    Message.Station.MERGES, address, unclaim.occurredAt(), unclaim.order()));
      }
      ended(item, unclaim.leadId(), owned ? Fate.SCORED : Fate.IGNORED);
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
