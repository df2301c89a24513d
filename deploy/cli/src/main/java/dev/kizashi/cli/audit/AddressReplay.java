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
import java.util.Map;
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

  /** Whether anything is known of it: else the next number may be any higher one. */
  private boolean known;

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
    for (Map.Entry<Long, Item> next = waiting.firstEntry();
        next != null && isNext(next.getKey()) && next.getValue().isAt(key);
        next = waiting.firstEntry()) {
      waiting.remove(next.getKey());
      messages = next.getKey();
      take(next.getValue());
    }
  }

  private boolean isNext(long number) {
    return known ? number == messages + 1 : number > messages;
  }

  @Override
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void take(Item item) {
    boolean knownBefore = known;
    known = true;
    if (item.transfer() instanceof Claim claim) {
      naive.claimedBy(claim.leadId());
      simulation.tell(
          item.place(),
          address,
          new Claimed(address, claim.leadId(), claim.occurredAt(), messages, wentBy, null));
      wentBy = false;
      ended(item, claim.leadId(), Fate.SCORED);
    } else if (item.transfer() instanceof Unclaim unclaim) {
      boolean nobodys = naive.lead().equals(address) && unclaim.leadId().equals(address);
      boolean owned = naive.forget(Set.of(unclaim.leadId()));
      if (owned) {
        simulation.tell(
            item.place(),
            address,
            new EraseAddress(
                Message.Station.LEADS,
                address,
                unclaim.leadId(),
                unclaim.occurredAt(),
                unclaim.order(),
                0,
                null));
      }
      ended(item, unclaim.leadId(), owned || nobodys ? Fate.SCORED : Fate.IGNORED);
      if (owned || nobodys || !knownBefore) {
        wentBy = false;
        known = false;
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
