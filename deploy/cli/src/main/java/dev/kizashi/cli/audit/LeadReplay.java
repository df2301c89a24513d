package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Item.Order;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.Source;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.GiveBack;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.signals.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One lead, which takes in the order of the trail what is its own, and does with it what a lead has
 * to do: judge it, send it on where it is part of another, or refuse it. What it has to do with
 * other leads is {@link LeadMoves}'.
 *
 * <p>What stands next in the trail is waited for until whoever sends it has sent it. So nothing is
 * taken from the trail but what was next; what comes of it is worked out and held against what
 * stands there.
 */
final class LeadReplay implements Station {
  private final Simulation simulation;
  private final String leadId;
  private final Whereabouts self;
  private final LeadMoves moves;
  private final Deque<Item> entries = new ArrayDeque<>();
  private final Set<String> visitors = new TreeSet<>();
  private final List<Item> own = new ArrayList<>();
  private boolean plain = true;
  private boolean wasThere;

  /** The claim of its address, as long as that may still be to be carried out. */
  private Claimed claimed;

  LeadReplay(Simulation simulation, String leadId, LeadOutputs found) {
    this.simulation = simulation;
    this.leadId = leadId;
    this.self = new Whereabouts(simulation, leadId, found);
    this.moves = new LeadMoves(simulation, leadId, self, this);
  }

  String leadId() {
    return leadId;
  }

  /** Whether anything was ever kept or said of it. */
  boolean isThere() {
    return wasThere || self.judged().hasFound();
  }

  /** In the order of the trail, before the first run. */
  void expect(Item item) {
    wasThere = true;
    entries.add(item);
  }

  /** Another lead's history was sent here. */
  void isJoined(Item joins) {
    moves.isJoined(joins);
  }

  boolean isNext(Item item) {
    return entries.peek() == item;
  }

  /** The trail says that it followed, but it cannot have. */
  void passOver(Item item) {
    entries.remove(item);
  }

  /** Nothing more can be said of it. */
  void hangs() {
    self.hangs();
  }

  boolean isBroken() {
    return self.isBroken();
  }

  boolean isReturning() {
    return self.isReturning();
  }

  @Override
  public boolean isWaiting() {
    return !entries.isEmpty();
  }

  @Override
  public void run() {
    while (!self.isBroken() && !entries.isEmpty() && entries.peek().isAtItsLead()) {
      take(entries.remove());
    }
  }

  private void needsOracle() {
    plain = false;
  }

  private NaiveLead naive() {
    return self.naive();
  }

  // ---- what it takes ------------------------------------------------------------------------

  private void take(Item item) {
    moves.isTaken(item);
    if (item.entry().isDropped()) {
      needsOracle();
      moves.drop(item);
      return;
    }
    moves.nothingIsDropped();
    if (item.isFollowed()) {
      needsOracle();
      follow(item);
    } else if (item.isTransfer()) {
      needsOracle();
      takeTransfer(item);
    } else if (leadId.equals(simulation.leadNamed(item))) {
      takeRecord(item);
    } else {
      String what = "lead_id of " + item.place();
      self.differs(item.entry(), what, item.leadId(), leadId);
    }
  }

  private void takeRecord(Item item) {
    Decoded decoded = item.decoded(simulation.reading());
    Order order = item.order();
    if (order == null) {
      takeEvent(item, new Letter.Deed(leadId, decoded, item.source(), 0, item.brought()));
      return;
    }
    needsOracle();
    Entry entry = item.entry();
    Decoded.Crm crm = decoded.fold(behaviour -> null, it -> it, unusable -> null);
    switch (order.kind()) {
      case MOVE -> move(entry, order.to(), crm.occurredAt(), order.number(), crm);
      case RECALL -> moves.recall(entry, order.number(), crm);
      case ERASE -> erase(entry, crm.occurredAt(), order.number(), order.alone(), order.erased());
    }
  }

  private void takeTransfer(Item item) {
    Entry entry = item.entry();
    Letter letter = item.letter();
    if (letter instanceof Letter.Deed deed) {
      takeEvent(item, deed);
    } else if (letter instanceof Letter.Joins joins) {
      moves.join(entry, joins);
    } else if (letter instanceof Letter.GiveBack give) {
      moves.giveBack(entry, give);
    } else if (letter instanceof Letter.ComesBack back) {
      moves.comeBack(entry, back);
    } else if (letter instanceof Letter.Remove remove) {
      moves.remove(entry, remove);
    }
  }

  /** What came without a record of its own. */
  private void follow(Item item) {
    Entry entry = item.entry();
    Message word = item.word();
    if (word instanceof Claimed claim) {
      claimed(entry, claim);
    } else if (word instanceof ClaimSettled settled) {
      if (claimed != null && claimed.leadId().equals(settled.leadId())) {
        claimed = null;
      }
      self.ended(entry, Fate.FOLLOWED);
    } else if (word instanceof MoveTo move) {
      move(entry, move.to(), move.occurredAt(), move.order(), null);
    } else if (word instanceof GiveBack) {
      moves.giveBackAtOnce(item, (Letter.GiveBack) item.letter());
    } else if (word instanceof Erase erase) {
      erase(entry, erase.occurredAt(), erase.order(), false, erase.erased());
    } else if (word instanceof EraseAddress erase) {
      eraseAddress(entry, erase);
    }
  }

  private void move(Entry entry, String to, long occurredAt, long order, Decoded.Crm record) {
    if (moves.move(entry, to, occurredAt, order, record)) {
      claimed = null;
    }
  }

  private void erase(Entry entry, long occurredAt, long order, boolean alone, List<String> erased) {
    moves.erase(entry, occurredAt, order, alone, erased, visitors);
    visitors.clear();
    claimed = null;
  }

  private void eraseAddress(Entry entry, EraseAddress erase) {
    boolean goesToo = claimed != null && claimed.leadId().equals(erase.leadId());
    if (self.isNobody()) {
      if (self.begins(entry) && !naive().refuses(erase.occurredAt())) {
        self.erased(erase.occurredAt(), erase.order());
      }
    } else if (goesToo) {
      erase(entry, erase.occurredAt(), erase.order(), false, List.of(leadId));
      return;
    }
    self.ended(entry, Fate.FOLLOWED);
  }

  // ---- what happened ------------------------------------------------------------------------

  /**
   * @param deed with a lead that has moved by whose order it comes, if any
   */
  private void takeEvent(Item item, Letter.Deed deed) {
    Entry entry = item.entry();
    Decoded decoded = deed.record();
    long occurredAt = occurredAt(decoded);
    String visitorId = visitorOf(entry);
    boolean refused =
        deed.order() > 0
            ? self.isOutdated(entry, deed.order())
            : self.refuses(entry, occurredAt, deed.source());
    if (refused) {
      needsOracle();
      refuse(entry, visitorId, occurredAt);
    } else if (!self.isHeld(entry)) {
      self.isThere();
      boolean reaches = item.isTransfer() || entry.fate() != Fate.UNMATCHED;
      if (reaches && !self.isMoved()) {
        judge(item, deed, visitorId);
      } else if (self.ended(entry, reaches ? Fate.SCORED : Fate.UNMATCHED)) {
        learn(visitorId, item, decoded);
        if (reaches) {
          needsOracle();
          moves.sendOn(deed);
        }
      }
    }
  }

  private void refuse(Entry entry, String visitorId, long occurredAt) {
    if (!self.ended(entry, Fate.IGNORED)) {
      return;
    }
    if (visitorId != null) {
      simulation.send(new Unname(visitorId, leadId, occurredAt, null));
    }
    if (entry.numberAt(Route.ADDRESS + leadId) > 0 && self.isNobody()) {
      simulation.send(new Unclaim(leadId, leadId, occurredAt, 0, null));
    }
  }

  private void judge(Item item, Letter.Deed deed, String visitorId) {
    Entry entry = item.entry();
    Source source = deed.source();
    Optional<History> brought = deed.brought();
    if (brought.isPresent() || !source.steps().isEmpty()) {
      needsOracle();
    }
    own.add(item);
    if (!self.prepare(entry)) {
      return;
    }
    self.judged()
        .say(
            deed.record()
                .fold(
                    behaviour -> {
                      Event event = behaviour.event();
                      Version inForce = self.judged().inForceAt(event.occurredAt());
                      return naive().event(event, inForce.matching(), source, brought);
                    },
                    crm -> naive().crm(crm.eventId(), crm.occurredAt(), crm.update(), source),
                    unusable -> List.of()));
    self.judged().suspectDiffers(entry, naive().lastSuspect());
    if (!self.agrees(entry, naive().lastFate())) {
      return;
    }
    if (entry.fate() != Fate.DUPLICATE) {
      learn(visitorId, item, deed.record());
      mergeIfClaimed(entry);
    } else if (visitorId != null) {
      visitors.add(visitorId);
    }
  }

  private static long occurredAt(Decoded decoded) {
    return decoded.fold(
        behaviour -> behaviour.event().occurredAt(),
        crm -> crm.occurredAt(),
        unusable -> Long.MIN_VALUE);
  }

  private static String visitorOf(Entry entry) {
    return entry.passed().stream()
        .map(Passed::key)
        .filter(key -> key.startsWith(Route.VISITOR))
        .map(key -> key.substring(Route.VISITOR.length()))
        .findFirst()
        .orElse(null);
  }

  // ---- addresses and visitors ---------------------------------------------------------------

  /** What was sent on has taught whoever it names, but a merge teaches whom it is judged at. */
  private void learn(String visitorId, Item item, Decoded decoded) {
    if (visitorId != null) {
      visitors.add(visitorId);
    }
    if (isMerging(decoded) ? !self.isMoved() : !item.isTransfer()) {
      decoded.fold(
          behaviour -> claim(Route.claimOf(behaviour.event()), behaviour.event().occurredAt()),
          this::claim,
          unusable -> false);
    }
  }

  private static boolean isMerging(Decoded decoded) {
    return decoded.fold(
        behaviour -> false,
        crm ->
            switch (crm.update().kind()) {
              case MERGED, UNMERGED -> true;
              default -> false;
            },
        unusable -> false);
  }

  /** The lead claims the address that a record of the CRM carries, unless it goes by it. */
  boolean claim(Decoded.Crm crm) {
    String email = crm.update().email();
    Optional<String> address =
        email == null || email.isEmpty()
            ? Optional.empty()
            : LeadIdentity.addressIn(email).filter(it -> !it.equals(crm.leadId()));
    return claim(address, crm.occurredAt());
  }

  private boolean claim(Optional<String> address, long occurredAt) {
    boolean claims = address.isPresent() && naive().claims(address.get());
    if (claims) {
      simulation.send(new Claim(address.get(), leadId, occurredAt, null));
    }
    return claims;
  }

  /** Whoever goes by the address is the lead that claims it. */
  private void claimed(Entry entry, Claimed claim) {
    if (self.isHeld(entry) || !self.ended(entry, Fate.FOLLOWED)) {
      return;
    }
    if (self.isKnown() && !self.isMoved()) {
      claimed = claim;
      simulation.send(merge(claim));
    } else if (self.isNobody() && claim.wentBy()) {
      self.isThere();
      claimed = claim;
    }
  }

  private static MergeAddress merge(Claimed claim) {
    return new MergeAddress(claim.address(), claim.leadId(), claim.occurredAt(), null);
  }

  /** Who went by the address before it was claimed has arrived, or somebody else first. */
  private void mergeIfClaimed(Entry entry) {
    if (claimed == null || naive().sequence() > 1) {
      return;
    }
    needsOracle();
    long number = entry.numberAt(Route.ADDRESS + leadId);
    if (number > 0 && number < claimed.number()) {
      simulation.send(merge(claimed));
    } else {
      claimed = null;
    }
  }

  // ---- in the end ---------------------------------------------------------------------------

  /** Holds what was said against what was found. */
  void compare() {
    self.judged().compare(!self.isBroken() && entries.isEmpty());
  }

  /** Whether other names had nothing to do with it. */
  boolean isPlain() {
    return plain;
  }

  /** What was judged here, in order. */
  List<Item> own() {
    return own;
  }
}
