package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.runtime.codec.Decoded;
import java.util.List;

/**
 * A lead that has no other name, judged again by whoever judges leads alone, in the order in which
 * it was judged.
 */
final class PlainReplay {
  private final ReplayedLead lead;
  private final Reading reading;
  private final Rejudgement judged;

  PlainReplay(ReplayedLead lead, Reading reading, Rejudgement judged) {
    this.lead = lead;
    this.reading = reading;
    this.judged = judged;
  }

  void run(List<Item> items) {
    boolean whole = items.stream().allMatch(this::take);
    judged.compare(whole);
  }

  private boolean take(Item item) {
    Entry entry = item.entry();
    if (!judged.prepare(entry)) {
      return false;
    }
    Decoded decoded = item.decoded(reading);
    judged.say(
        decoded.fold(
            behaviour ->
                lead.event(behaviour.event(), judged.inForceAt(behaviour.event().occurredAt())),
            lead::crm,
            unusable -> List.of()));
    if (decoded instanceof Decoded.Behaviour) {
      judged.suspectDiffers(entry, lead.lastSuspect());
    }
    return judged.agrees(entry, lead.lastFate());
  }
}
