package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.Station;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Who;
import dev.kizashi.scoring.evaluate.Who.Passed;
import java.util.List;

/**
 * Which lead an address belongs to: the latest that claimed it, else whoever goes by the address
 * itself. Merges, where somebody already went by it, are the register's.
 */
public final class Addresses {
  private final Numbers numbers;

  /**
   * @param numbers of all addresses in one place
   */
  public Addresses(Numbers numbers) {
    this.numbers = numbers;
  }

  /** What is known of an address. Changed in place. */
  public static final class State {
    String owner;

    /**
     * Whether somebody has gone by the address since it was claimed last: such events may still be
     * on their way to the lead of that name.
     */
    boolean wentBy;

    long messages;

    /** The lead that claimed it last, or null. */
    public String owner() {
      return owner;
    }
  }

  /**
   * Takes a message.
   *
   * @param known what is known of the address, changed in place, or null when nothing is
   * @return the state to keep, or null when nothing is to be kept
   */
  public State take(Message message, State known, Turn turn) {
    State state = known;
    if (known == null) {
      state = new State();
      state.messages = numbers.begin();
    }
    state.messages++;
    if (message instanceof LeadEvent event) {
      turn.send(resolved(event, state));
    } else if (message instanceof Claim claim) {
      state.owner = claim.leadId();
      turn.send(
          new Claimed(
              claim.address(),
              claim.leadId(),
              claim.occurredAt(),
              state.messages,
              state.wentBy,
              claim.origin()));
      state.wentBy = false;
      turn.ended(claim.origin(), Fate.SCORED, claim.leadId(), passed(claim, state));
    } else if (message instanceof Unclaim unclaim) {
      boolean left = !unclaim(unclaim, state, turn) && known != null;
      if (!left) {
        numbers.forgotten(state.messages);
      }
      return left ? state : null;
    } else {
      throw new IllegalStateException("no message for an address: " + message.getClass());
    }
    return state;
  }

  /**
   * The address is forgotten with who claimed it, or with who went by it and was erased.
   *
   * @return whether it is
   */
  private static boolean unclaim(Unclaim unclaim, State state, Turn turn) {
    boolean owned = unclaim.leadId().equals(state.owner);
    boolean nobodys = state.owner == null && unclaim.leadId().equals(unclaim.address());
    if (owned) {
      turn.send(
          new EraseAddress(
              Station.MERGES,
              unclaim.address(),
              unclaim.leadId(),
              unclaim.occurredAt(),
              unclaim.order(),
              0,
              unclaim.origin()));
    }
    turn.ended(
        unclaim.origin(),
        owned || nobodys ? Fate.SCORED : Fate.IGNORED,
        unclaim.leadId(),
        passed(unclaim, state));
    return owned || nobodys;
  }

  private static LeadEvent resolved(LeadEvent event, State state) {
    Who who = event.who().past(name(event), state.messages);
    if (who.leadId() == null) {
      state.wentBy |= state.owner == null;
      who = who.named(state.owner == null ? who.email() : state.owner, "");
    } else {
      state.wentBy = true;
    }
    return event.of(who.at(who.visitorId() == null ? Station.LEADS : Station.VISITORS));
  }

  private static List<Passed> passed(Message message, State state) {
    return List.of(new Passed(name(message), state.messages));
  }

  private static String name(Message message) {
    return name(message.key());
  }

  /** How an address is called among those whom a record came by. */
  static String name(String address) {
    return "address:" + address;
  }
}
