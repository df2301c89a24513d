package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Item.Order;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.NaiveMerges;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The register of merges, asked again in the order of its numbers. */
final class RegisterReplay implements Station {
  private static final long ERASURES_REMEMBERED = 30 * 86_400_000L;

  private final Simulation simulation;
  private final NaiveMerges naive = new NaiveMerges();
  private final TreeMap<Long, Item> waiting = new TreeMap<>();
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

  @Override
  public void run() {
    for (Item item = waiting.get(numbers + 1);
        item != null && item.isAt(Route.REGISTER);
        item = waiting.get(numbers + 1)) {
      waiting.remove(++numbers);
      take(item);
    }
  }

  @Override
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private void take(Item item) {
    if (item.isFollowed()) {
      simulation.passOn(item);
      return;
    }
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
    String address = merge.address();
    Optional<NaiveMerges.Move> move = Optional.empty();
    boolean answered = simulation.isFollowed(item.place(), address);
    if (!isRefused(merge.leadId(), merge.occurredAt(), answered)) {
      if (naive.rootOf(address).equals(address)) {
        move = naive.merge(merge.leadId(), address, null);
      }
      simulation.tell(
          item.place(),
          address,
          move.isPresent()
              ? new MoveTo(address, move.get().to(), merge.occurredAt(), numbers, null, null)
              : new ClaimSettled(address, merge.leadId(), null));
    }
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
              item.becomes(order(Order.Kind.MOVE, move.from(), move.to()));
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
              item.becomes(order(Order.Kind.RECALL, other, into));
            });
  }

  private Order order(Order.Kind kind, String leadId, String to) {
    return new Order(kind, leadId, to, numbers, false, List.of());
  }

  private void erase(Item item, Decoded.Crm crm) {
    CrmUpdate update = crm.update();
    String leadId = crm.leadId();
    boolean tookEffect = item.entry().fate() == Fate.SCORED && item.entry().sequence() == 0;
    if (isRefused(leadId, crm.occurredAt(), tookEffect)) {
      return;
    }
    boolean alone = !naive.rootOf(leadId).equals(leadId);
    List<String> all = List.copyOf(naive.erase(leadId, crm.occurredAt()));
    for (String erased : all) {
      if (!erased.equals(leadId)) {
        simulation.tell(
            item.place(),
            erased,
            new Erase(erased, crm.occurredAt(), false, all, numbers, false, null));
      }
    }
    item.becomes(new Order(Order.Kind.ERASE, leadId, null, numbers, alone, all));
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
        && naive.refuses(id, occurredAt)
        && simulation.mayHaveReached(erasedAt.getAsLong() + ERASURES_REMEMBERED)) {
      naive.forgetErasure(id);
    }
    return naive.refuses(id, occurredAt);
  }
}
