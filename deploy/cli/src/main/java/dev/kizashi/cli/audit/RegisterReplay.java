package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Item.Order;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.NaiveMerges;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The register of merges, asked again in the order of its numbers.
 *
 * <p>That the owner of an address was erased comes to it without a record: where a number is
 * missing it is taken for the earliest such word that has come. Which of several it was is not
 * known and hardly matters: it only says what is refused.
 */
final class RegisterReplay implements Station {
  private static final long ERASURES_REMEMBERED = 30 * 86_400_000L;

  private final Simulation simulation;
  private final NaiveMerges naive = new NaiveMerges();
  private final TreeMap<Long, Item> waiting = new TreeMap<>();
  private final Deque<EraseAddress> unnumbered = new ArrayDeque<>();
  private long numbers;

  RegisterReplay(Simulation simulation) {
    this.simulation = simulation;
  }

  void expect(Item item, long number) {
    Item before = waiting.putIfAbsent(number, item);
    if (before != null) {
      simulation.differs(
          item.entry(), "number at " + Route.REGISTER, "its own", "that of " + before.place());
    }
  }

  void erases(EraseAddress erase) {
    unnumbered.add(erase);
    simulation.lookAt(this);
  }

  @Override
  public void run() {
    while (true) {
      Item item = waiting.get(numbers + 1);
      if (item == null && !unnumbered.isEmpty()) {
        numbers++;
        EraseAddress erase = unnumbered.remove();
        simulation.lead(erase.address()).ordered(new LeadReplay.Forget(erase, numbers));
      } else if (item != null && item.isAt(Route.REGISTER)) {
        waiting.remove(++numbers);
        take(item);
      } else {
        return;
      }
    }
  }

  @Override
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void take(Item item) {
    if (item.transfer() instanceof MergeAddress merge) {
      mergeAddress(item, merge);
      return;
    }
    Decoded.Crm crm =
        item.decoded(simulation.reading()).fold(behaviour -> null, it -> it, unusable -> null);
    item.names(crm.leadId());
    switch (crm.update().kind()) {
      case MERGED -> merge(item, crm);
      case UNMERGED -> unmerge(item, crm);
      case ERASED -> erase(item, crm);
      default -> throw new IllegalStateException("no word for the register");
    }
    simulation.passOn(item);
  }

  private void mergeAddress(Item item, MergeAddress merge) {
    Optional<NaiveMerges.Move> move =
        naive.rootOf(merge.address()).equals(merge.address())
                && !naive.refuses(merge.leadId(), merge.occurredAt())
            ? naive.merge(merge.leadId(), merge.address(), null)
            : Optional.empty();
    move.ifPresent(
        it ->
            simulation
                .lead(it.from())
                .ordered(new LeadReplay.Move(it.to(), merge.occurredAt(), numbers)));
    item.pass();
    Entry entry = item.entry();
    simulation.check(entry, "fate", move.isPresent() ? Fate.SCORED : Fate.IGNORED, entry.fate());
    simulation.check(entry, "lead_id", merge.leadId(), entry.leadId());
  }

  private void merge(Item item, Decoded.Crm crm) {
    String other = crm.update().otherLeadId();
    boolean tookEffect = !crm.leadId().equals(item.entry().leadId());
    if (other == null || isRefused(crm, tookEffect)) {
      return;
    }
    naive
        .merge(crm.leadId(), other, crm.eventId())
        .ifPresent(
            move -> {
              item.names(move.from());
              item.becomes(new Order(Order.Kind.MOVE, move.from(), move.to(), numbers, false));
            });
  }

  private void unmerge(Item item, Decoded.Crm crm) {
    String other = crm.update().otherLeadId();
    boolean tookEffect = !crm.leadId().equals(item.entry().leadId());
    if (other == null
        || isRefused(crm, tookEffect)
        || !naive.rootOf(other).equals(naive.rootOf(crm.leadId()))) {
      return;
    }
    naive
        .unmerge(other, crm.eventId())
        .ifPresent(
            into -> {
              item.names(other);
              item.becomes(new Order(Order.Kind.RECALL, other, into, numbers, false));
            });
  }

  private void erase(Item item, Decoded.Crm crm) {
    CrmUpdate update = crm.update();
    String leadId = crm.leadId();
    boolean tookEffect = item.entry().fate() == Fate.SCORED && item.entry().sequence() == 0;
    if (isRefused(leadId, crm.occurredAt(), tookEffect)) {
      return;
    }
    boolean alone = !naive.rootOf(leadId).equals(leadId);
    for (String erased : naive.erase(leadId, crm.occurredAt())) {
      if (!erased.equals(leadId)) {
        simulation.lead(erased).ordered(new LeadReplay.Erase(crm.occurredAt(), numbers));
      }
    }
    item.becomes(new Order(Order.Kind.ERASE, leadId, null, numbers, alone));
  }

  private boolean isRefused(Decoded.Crm crm, boolean tookEffect) {
    boolean own = isRefused(crm.leadId(), crm.occurredAt(), tookEffect);
    return isRefused(crm.update().otherLeadId(), crm.occurredAt(), tookEffect) || own;
  }

  /**
   * For how long an erasure is remembered goes by the watermark, which nobody wrote down: where the
   * record took effect it may have been forgotten, if only time had come so far at all.
   */
  private boolean isRefused(String id, long occurredAt, boolean tookEffect) {
    OptionalLong erasedAt = naive.erasedAt(id);
    if (tookEffect
        && erasedAt.isPresent()
        && simulation.mayHaveReached(erasedAt.getAsLong() + ERASURES_REMEMBERED)) {
      naive.forgetErasure(id);
    }
    return naive.refuses(id, occurredAt);
  }
}
