package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Item.Order;
import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Passed;
import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveLead.Given;
import dev.kizashi.oracle.Source;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.identity.EmailAddress;
import dev.kizashi.scoring.signals.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * One lead, which takes in the order of the trail what is its own, and does with it what a lead has
 * to do: judge it, send it on where it is part of another, or refuse it.
 *
 * <p>What comes to a lead without a record of its own has no place in the trail: that an address
 * was claimed, that it moves since it went by that address, that it goes with another that is
 * erased. When it came is told from what the next entries can only mean: as late as they allow.
 */
final class LeadReplay implements Station {
  private static final long ERASURES_REMEMBERED = 30 * 86_400_000L;

  private final Simulation simulation;
  private final String leadId;
  private final Rejudgement judged;
  private final Deque<Item> entries = new ArrayDeque<>();
  private final Deque<Command> commands = new ArrayDeque<>();
  private final Deque<Claimed> claims = new ArrayDeque<>();
  private final Set<String> visitors = new TreeSet<>();
  private final List<Item> own = new ArrayList<>();
  private OracleLead lead;
  private boolean plain = true;
  private boolean broken;

  /** Whether it was ever part of another. */
  private boolean wasAway;

  /** The address's number of what first came straight from there and was judged; 0 for none. */
  private long hereSince;

  private boolean wasThere;

  /** Whether anything is kept of it. */
  private boolean exists;

  private long movedBy;
  private long erasedBy;
  private boolean returning;

  /** Whether the engine had forgotten the erasure although the naive judgement remembers it. */
  private boolean erasureForgotten;

  /** The claim that is carried out as soon as who went by the address before it has arrived. */
  private Claimed claimed;

  /** What comes to a lead without a record. */
  sealed interface Command {
    /** The register's number of it. */
    long order();
  }

  /** It is part of another from now on, since that claims its address. */
  record Move(String to, long occurredAt, long order) implements Command {}

  /** It was part of another that is erased. */
  record Erase(long occurredAt, long order) implements Command {}

  /** The owner of the address that it would go by is erased. */
  record Forget(EraseAddress of, long order) implements Command {}

  LeadReplay(Simulation simulation, String leadId, LeadOutputs found) {
    this.simulation = simulation;
    this.leadId = leadId;
    this.lead = new OracleLead(leadId, simulation.versions().newest());
    this.judged =
        new Rejudgement(lead, simulation.versions(), simulation.findings(), leadId, found);
  }

  String leadId() {
    return leadId;
  }

  /** Whether anything was ever kept or said of it. */
  boolean isThere() {
    return wasThere || judged.hasFound();
  }

  /** In the order of the trail, before the first run. */
  void expect(Item item) {
    wasThere = true;
    entries.add(item);
  }

  void claimed(Claimed claim) {
    claims.add(claim);
    simulation.undecided(this);
  }

  void ordered(Command command) {
    commands.add(command);
    simulation.undecided(this);
  }

  /** Nothing more can be said of it. */
  void hangs() {
    broken = true;
  }

  private void needsOracle() {
    plain = false;
  }

  private NaiveLead naive() {
    return lead.naive();
  }

  private boolean isKnown() {
    return naive().clock().isPresent();
  }

  private boolean isMoved() {
    return naive().movedTo().isPresent() && !returning;
  }

  private boolean isAway() {
    return naive().movedTo().isPresent();
  }

  // ---- in which order -----------------------------------------------------------------------

  @Override
  public void run() {
    while (!broken) {
      Item next = entries.peek();
      settleClaims(next, false);
      if (mayObey() && (mustObeyBefore(next) || (isOpenTo(next) && !mayStillClaim()))) {
        obey(commands.remove());
      } else if (next != null && next.isAtItsLead() && explains(next)) {
        if (leaves(next) && mayStillClaim()) {
          simulation.decidesLater(this);
          return;
        }
        entries.remove();
        take(next);
      } else {
        return;
      }
    }
  }

  /** The register's words come in its order. */
  private boolean mustObeyBefore(Item next) {
    return next != null && orderOf(next) > commands.peek().order();
  }

  /** Whether the next entry has nothing against a command, or cannot be without one. */
  private boolean isOpenTo(Item next) {
    return next == null
        || !explains(next)
        || (commands.peek() instanceof Erase && claimsAnew(next))
        || (commands.peek() instanceof Forget forget && isRemembered(forget));
  }

  /** Whether records say that it claims an address by the entry which it has claimed already. */
  private boolean claimsAnew(Item next) {
    return !next.isTransfer()
        && next.entry().fate() == Fate.UNMATCHED
        && claimOf(next)
            .filter(claim -> naive().addresses().contains(claim.address()))
            .filter(simulation::holds)
            .isPresent();
  }

  private Optional<Claim> claimOf(Item item) {
    return item.decoded(simulation.reading())
        .fold(
            behaviour ->
                Route.claimOf(behaviour.event())
                    .map(
                        address ->
                            new Claim(address, leadId, behaviour.event().occurredAt(), null)),
            crm -> Optional.empty(),
            unusable -> Optional.empty());
  }

  /** Whether what comes says that the erasure was known here before anybody was. */
  private boolean isRemembered(Forget forget) {
    return entries.stream()
        .filter(item -> !item.isTransfer() && occurredAt(item) <= forget.of().occurredAt())
        .findFirst()
        .map(item -> item.entry().isRefused())
        .orElse(true);
  }

  private static long orderOf(Item item) {
    return item.isTransfer()
        ? 0
        : item.entry().passed().stream()
            .filter(it -> it.key().equals(Route.REGISTER))
            .mapToLong(Passed::number)
            .findFirst()
            .orElse(0);
  }

  private boolean isOvertaking(Command command) {
    return entries.stream()
        .mapToLong(LeadReplay::orderOf)
        .anyMatch(order -> order > 0 && order < command.order());
  }

  /** What comes while its facts are on their way back waits; but erasure does not. */
  private boolean mayObey() {
    return !commands.isEmpty()
        && !isOvertaking(commands.peek())
        && (!(commands.peek() instanceof Move move) || (!returning && isInTime(move)));
  }

  /** Records say that it was there when its address was claimed: before it moved, most likely. */
  private boolean mayStillClaim() {
    return isKnown() && !isAway() && simulation.holdsMergeOf(leadId);
  }

  /** Whether nobody is here any more when it has been taken. */
  private static boolean leaves(Item item) {
    return item.order() != null && item.order().kind() != Order.Kind.RECALL;
  }

  /** What it sent when it moved says whether it had been judged before. */
  private boolean isInTime(Move move) {
    OptionalLong clock = clockOf(move);
    return clock.isEmpty() || (clock.getAsLong() != Long.MIN_VALUE) == isKnown();
  }

  private OptionalLong clockOf(Move move) {
    return simulation.clockOfMove(move.to(), Source.lead(leadId), move.order());
  }

  /**
   * Where nothing else goes on: a command that the next entry allows was obeyed before it.
   *
   * @return whether there was any
   */
  boolean goOnAnyway() {
    if (broken) {
      return false;
    }
    if (mayObey() && allowsCommand()) {
      obey(commands.remove());
      return true;
    }
    Item next = entries.peek();
    if (next != null && next.isAtItsLead() && explains(next)) {
      entries.remove();
      take(next);
      return true;
    }
    return false;
  }

  /**
   * In the end: no record says that the claim was carried out, and none says that it could not be.
   *
   * @return whether there was any
   */
  boolean settleClaims() {
    int before = claims.size();
    settleClaims(entries.peek(), true);
    return claims.size() < before;
  }

  /** Whether the next entry, which has not come yet, may come after the command. */
  private boolean allowsCommand() {
    Item next = entries.peek();
    return next == null || !isJudgedNext(next.entry()) || returning;
  }

  @Override
  public boolean isWaiting() {
    return !entries.isEmpty();
  }

  /** Whether it is open when something came that has no record. */
  boolean isUndecided() {
    return !broken
        && (!commands.isEmpty() || !claims.isEmpty() || (isWaiting() && leaves(entries.peek())));
  }

  boolean isBroken() {
    return broken;
  }

  Item next() {
    return entries.peek();
  }

  /** Whether the next entry has come but means what cannot be. */
  boolean isContradicted() {
    return !broken && !entries.isEmpty() && entries.peek().isAtItsLead();
  }

  void reportContradiction() {
    Item item = entries.peek();
    judged.fateDiffers(item.entry(), expectation(item));
    broken = true;
  }

  private String expectation(Item item) {
    if (returning) {
      return "nothing before its facts are back";
    }
    if (isMoved()) {
      return "SCORED, sent on to " + naive().movedTo().orElseThrow();
    }
    return item.entry().isRefused() ? "judged, not refused" : "judged here, or refused";
  }

  // ---- what the next entry can only mean ----------------------------------------------------

  private boolean explains(Item item) {
    Entry entry = item.entry();
    if (item.order() != null) {
      return switch (item.order().kind()) {
        case MOVE -> !isAway() && entry.fate() == Fate.SCORED && entry.sequence() > 0 == isKnown();
        case RECALL -> isMoved() && entry.fate() == Fate.SCORED && entry.sequence() == 0;
        case ERASE -> entry.fate() == Fate.SCORED && entry.sequence() == 0;
      };
    }
    if (item.isTransfer()) {
      return explainsTransfer(entry, item.transfer());
    }
    if (entry.cameBy(Route.REGISTER) && !item.isAtItsLead()) {
      // What becomes of it is not known yet.
      return true;
    }
    return explains(entry, naive().erasedAt().isPresent() && refuses(occurredAt(item)));
  }

  /** Numbers rise, but for a lead that begins anew. */
  private boolean isJudgedNext(Entry entry) {
    return entry.sequence() > naive().sequence() || entry.fate() == Fate.DUPLICATE;
  }

  private boolean explains(Entry entry, boolean refused) {
    if (entry.isRefused() || (refused && !mayHaveForgotten())) {
      return refused && entry.isRefused();
    }
    boolean teaches = entry.fate() == Fate.UNMATCHED && entry.sequence() == 0;
    boolean sentOn = entry.fate() == Fate.SCORED && entry.sequence() == 0;
    return !returning && (teaches || (isMoved() ? sentOn : isJudgedNext(entry)));
  }

  private boolean explainsTransfer(Entry entry, Message message) {
    if (message instanceof LeadEvent event) {
      long order = event.who().order();
      return explains(entry, order == 0 ? refuses(event.occurredAt()) : isOutdated(order));
    }
    if (message instanceof Message.ComesBack) {
      return entry.isRefused() ? !returning : returning && isJudgedNext(entry);
    }
    if (message instanceof Message.Joins joins) {
      return explains(entry, isOutdated(joins.order()));
    }
    if (message instanceof Message.GiveBack give) {
      return explains(entry, !exists || isOutdated(give.order()));
    }
    if (message instanceof Message.Remove remove) {
      return explains(entry, !exists || isOutdated(remove.order()));
    }
    return true;
  }

  private boolean refuses(long occurredAt) {
    return !erasureForgotten && naive().refuses(occurredAt);
  }

  private boolean isOutdated(long order) {
    return !erasureForgotten && order < erasedBy;
  }

  /** For how long an erasure is remembered goes by the watermark, which nobody wrote down. */
  private boolean mayHaveForgotten() {
    OptionalLong erasedAt = naive().erasedAt();
    return erasedAt.isPresent()
        && simulation.mayHaveReached(erasedAt.getAsLong() + ERASURES_REMEMBERED);
  }

  private void forgetIf(boolean refused) {
    if (refused) {
      erasureForgotten = true;
      naive().forgetErasure(Long.MAX_VALUE);
    }
  }

  private long occurredAt(Item item) {
    return item.decoded(simulation.reading())
        .fold(
            behaviour -> behaviour.event().occurredAt(),
            crm -> crm.occurredAt(),
            unusable -> Long.MIN_VALUE);
  }

  // ---- what it takes ------------------------------------------------------------------------

  private void take(Item item) {
    if (item.isTransfer()) {
      needsOracle();
      takeTransfer(item);
      return;
    }
    if (!leadId.equals(simulation.leadNamed(item))) {
      simulation
          .findings()
          .differs(
              leadId, item.entry().sequence(), "lead_id of " + item.place(), item.leadId(), leadId);
      broken = true;
      return;
    }
    Decoded decoded = item.decoded(simulation.reading());
    if (item.order() != null) {
      needsOracle();
      obey(item, decoded);
    } else {
      takeEvent(item, decoded);
    }
  }

  private void takeEvent(Item item, Decoded decoded) {
    Entry entry = item.entry();
    long occurredAt = occurredAt(item);
    String visitorId = visitorOf(entry);
    if (entry.isRefused()) {
      needsOracle();
      if (visitorId != null) {
        simulation.send(new Unname(visitorId, leadId, occurredAt, null));
      }
      boolean byAddress =
          entry.passed().stream().anyMatch(it -> it.key().equals(Route.ADDRESS + leadId));
      if (byAddress && !isKnown() && !isAway()) {
        simulation.send(new Unclaim(leadId, leadId, occurredAt, 0, null));
      }
      return;
    }
    forgetIf(refuses(occurredAt));
    exists = true;
    boolean reaches = entry.fate() != Fate.UNMATCHED;
    if (isMoved()) {
      needsOracle();
      learn(visitorId, decoded);
      if (reaches) {
        sendOn(decoded, item.source(), item.brought());
      }
    } else if (!reaches) {
      learn(visitorId, decoded);
    } else {
      if (item.brought().isPresent() || !item.source().steps().isEmpty()) {
        needsOracle();
      }
      own.add(item);
      boolean judgedHere = judge(entry, decoded, item.source(), item.brought());
      if (judgedHere && visitorId != null) {
        visitors.add(visitorId);
      }
      if (judgedHere && entry.fate() != Fate.DUPLICATE) {
        learn(visitorId, decoded);
        mergeIfClaimed(entry);
        if (hereSince == 0 && visitorId == null) {
          hereSince = numberHere(item);
        }
      }
    }
  }

  private static String visitorOf(Entry entry) {
    return entry.passed().stream()
        .map(Passed::key)
        .filter(key -> key.startsWith(Route.VISITOR))
        .map(key -> key.substring(Route.VISITOR.length()))
        .findFirst()
        .orElse(null);
  }

  private void sendOn(Decoded decoded, Source source, Optional<History> brought) {
    Source path = Source.lead(leadId);
    simulation.send(
        new Letter.Deed(
            naive().movedTo().orElseThrow(),
            decoded,
            source.under(path),
            movedBy,
            brought.map(history -> history.under(path))));
  }

  private boolean judge(Entry entry, Decoded decoded, Source source, Optional<History> brought) {
    if (!prepare(entry)) {
      return false;
    }
    judged.say(
        decoded.fold(
            behaviour -> {
              Event event = behaviour.event();
              Version inForce = judged.inForceAt(event.occurredAt());
              return naive().event(event, inForce.matching(), source, brought);
            },
            crm -> naive().crm(crm.eventId(), crm.occurredAt(), crm.update(), source),
            unusable -> List.of()));
    judged.suspectDiffers(entry, naive().lastSuspect());
    return agrees(entry, naive().lastFate());
  }

  /** Before its first judgement after an erasure: whether its alerts count on. */
  private boolean prepare(Entry entry) {
    if (!isKnown() && isCountedAnew()) {
      forgetIf(true);
    }
    boolean prepared = judged.prepare(entry);
    broken |= !prepared;
    return prepared;
  }

  /** Whether alerts bear numbers that it had before it was erased: then that was forgotten. */
  private boolean isCountedAnew() {
    return judged.alertsOfThisLife().stream()
        .anyMatch(
            alert ->
                alert.getStatus() == AlertStatus.RAISED
                    && alert.getOrdinal()
                        <= naive().alertsBefore().getOrDefault(alert.getDefinition(), 0L));
  }

  private boolean agrees(Entry entry, Object fate) {
    boolean agrees = judged.agrees(entry, fate);
    broken |= !agrees;
    return agrees;
  }

  // ---- addresses and visitors ---------------------------------------------------------------

  private void learn(String visitorId, Decoded decoded) {
    if (visitorId != null) {
      visitors.add(visitorId);
    }
    decoded.fold(
        behaviour -> claim(Route.claimOf(behaviour.event()), behaviour.event().occurredAt()),
        crm -> claim(claimOf(crm), crm.occurredAt()),
        unusable -> false);
  }

  private static Optional<String> claimOf(Decoded.Crm crm) {
    String email = crm.update().email();
    return email == null || email.isEmpty()
        ? Optional.empty()
        : LeadIdentity.addressIn(email).filter(address -> !address.equals(crm.leadId()));
  }

  private boolean claim(Optional<String> address, long occurredAt) {
    boolean claims = address.isPresent() && naive().claims(address.get());
    if (claims) {
      simulation.send(new Claim(address.get(), leadId, occurredAt, null));
    }
    return claims;
  }

  /** Whether somebody was here, and never part of another, when what came by the address came. */
  private boolean wasHereBefore(Claimed claim) {
    return !wasAway && hereSince > 0 && hereSince < claim.number();
  }

  private static MergeAddress merge(Claimed claim) {
    return new MergeAddress(claim.address(), claim.leadId(), claim.occurredAt(), null);
  }

  private long numberHere(Item item) {
    return item.isTransfer()
        ? 0
        : item.entry().passed().stream()
            .filter(it -> it.key().equals(Route.ADDRESS + leadId))
            .mapToLong(Passed::number)
            .findFirst()
            .orElse(0);
  }

  /** What came straight from the address before the claim came before it here too. */
  private boolean comesBefore(Item item, Claimed claim) {
    long number = numberHere(item);
    return number > 0 && number < claim.number() && !item.entry().cameBy(Route.VISITOR);
  }

  /**
   * That the address was claimed is carried out when the records say that it was; where that cannot
   * be, it came when there was nobody.
   *
   * @param atLast not to wait any longer
   */
  private void settleClaims(Item next, boolean atLast) {
    while (!claims.isEmpty()) {
      Claimed claim = claims.peek();
      if (!atLast && entries.stream().anyMatch(item -> comesBefore(item, claim))) {
        return;
      }
      boolean due = atLast || (next != null && numberHere(next) > claim.number() && explains(next));
      boolean sent = simulation.holds(merge(claim));
      boolean somebody = isKnown() && !isAway();
      if (somebody ? !sent && !due : sent && !due) {
        return;
      }
      claims.remove();
      if (somebody && !sent && !wasHereBefore(claim)) {
        // It may have come when there was nobody.
        continue;
      }
      if (somebody) {
        needsOracle();
        simulation.send(merge(claim));
      } else if (!isKnown() && claim.wentBy()) {
        exists = true;
        claimed = claim;
      }
    }
  }

  private void mergeIfClaimed(Entry entry) {
    if (claimed != null
        && entry.passed().stream()
            .anyMatch(
                it -> it.key().equals(Route.ADDRESS + leadId) && it.number() < claimed.number())) {
      needsOracle();
      simulation.send(merge(claimed));
      claimed = null;
    }
  }

  // ---- merging ------------------------------------------------------------------------------

  private void obey(Command command) {
    needsOracle();
    if (command instanceof Move move) {
      clockOf(move).ifPresent(judged::fireUpTo);
      move(move.to(), move.occurredAt(), move.order(), null);
    } else if (command instanceof Erase erase) {
      erase(erase.occurredAt(), erase.order(), false);
    } else if (command instanceof Forget forget) {
      EraseAddress of = forget.of();
      boolean nobody = !isKnown() && !isAway();
      if (nobody && !refuses(of.occurredAt())) {
        lead = new OracleLead(naive().erased(of.occurredAt()));
        judged.goesOnAs(lead);
        erasedBy = of.order();
        erasureForgotten = false;
      }
    }
  }

  private void obey(Item item, Decoded decoded) {
    Order order = item.order();
    Decoded.Crm crm = decoded.fold(behaviour -> null, it -> it, unusable -> null);
    switch (order.kind()) {
      case MOVE -> {
        if (!isKnown() || prepare(item.entry())) {
          move(order.to(), crm.occurredAt(), order.number(), crm);
          agrees(item.entry(), Fate.SCORED);
        }
      }
      case RECALL -> {
        simulation.send(
            new Letter.GiveBack(
                naive().movedTo().orElseThrow(), Source.lead(leadId), leadId, order.number(), crm));
        returning = true;
      }
      case ERASE -> erase(crm.occurredAt(), order.number(), order.alone());
    }
  }

  private void move(String to, long occurredAt, long order, Decoded.Crm record) {
    exists = true;
    wasAway = true;
    Given given = naive().moveTo(to, occurredAt);
    judged.say(given.said());
    movedBy = order;
    simulation.send(
        new Letter.Joins(
            to,
            Source.lead(leadId),
            given.history(),
            naive().clock().orElse(Long.MIN_VALUE),
            occurredAt,
            order,
            record));
  }

  private void takeTransfer(Item item) {
    Letter letter = item.letter();
    Entry entry = item.entry();
    if (entry.isRefused()) {
      if (letter instanceof Letter.GiveBack give) {
        long at = give.record().occurredAt();
        comesBack(give, History.empty(at), at);
      }
      return;
    }
    exists = true;
    if (letter instanceof Letter.Deed deed) {
      forgetIf(isOutdated(deed.order()));
      if (isMoved()) {
        sendOn(deed.record(), deed.source(), deed.brought());
      } else {
        judge(entry, deed.record(), deed.source(), deed.brought());
      }
    } else if (letter instanceof Letter.Joins joins) {
      join(entry, joins);
    } else if (letter instanceof Letter.GiveBack give) {
      giveBack(entry, give);
    } else if (letter instanceof Letter.ComesBack back) {
      comeBack(entry, back);
    } else if (letter instanceof Letter.Remove remove) {
      remove(entry, remove);
    }
  }

  private void join(Entry entry, Letter.Joins joins) {
    forgetIf(isOutdated(joins.order()));
    if (isMoved()) {
      simulation.send(
          new Letter.Joins(
              naive().movedTo().orElseThrow(),
              joins.path().under(Source.lead(leadId)),
              joins.history(),
              joins.clock(),
              joins.occurredAt(),
              joins.order(),
              joins.record()));
      return;
    }
    if (!prepare(entry)) {
      return;
    }
    History history = joins.history().under(joins.path());
    Decoded.Crm record = joins.record();
    if (record == null) {
      judged.say(naive().receive(history, joins.occurredAt()));
    } else {
      List<String> steps = joins.path().steps();
      Source of = new Source(steps.subList(0, steps.size() - 1));
      judged.say(
          naive().receive(history, of, record.eventId(), record.occurredAt(), record.update()));
      learn(null, record);
    }
    agrees(entry, Fate.SCORED);
  }

  private void giveBack(Entry entry, Letter.GiveBack give) {
    forgetIf(isOutdated(give.order()));
    if (isMoved()) {
      simulation.send(
          new Letter.GiveBack(
              naive().movedTo().orElseThrow(),
              give.path().under(Source.lead(leadId)),
              give.leadId(),
              give.order(),
              give.record()));
      return;
    }
    if (!prepare(entry)) {
      return;
    }
    Decoded.Crm record = give.record();
    Given given =
        naive().giveBack(give.path(), record.eventId(), record.occurredAt(), record.update());
    judged.say(given.said());
    comesBack(give, given.history(), naive().clock().orElseThrow());
    learn(null, record);
    agrees(entry, Fate.SCORED);
  }

  private void comesBack(Letter.GiveBack give, History history, long clock) {
    simulation.send(new Letter.ComesBack(give.leadId(), history, clock, give.order()));
  }

  private void comeBack(Entry entry, Letter.ComesBack back) {
    returning = false;
    if (prepare(entry)) {
      judged.say(naive().comeBack(back.history()));
      agrees(entry, Fate.SCORED);
    }
  }

  private void remove(Entry entry, Letter.Remove remove) {
    forgetIf(isOutdated(remove.order()));
    if (isMoved()) {
      simulation.send(
          new Letter.Remove(
              naive().movedTo().orElseThrow(),
              remove.path().under(Source.lead(leadId)),
              remove.occurredAt(),
              remove.order()));
    } else if (prepare(entry)) {
      judged.say(naive().lose(remove.path(), remove.occurredAt()));
      agrees(entry, Fate.SCORED);
    }
  }

  private void erase(long occurredAt, long order, boolean alone) {
    if (alone && isMoved()) {
      simulation.send(
          new Letter.Remove(
              naive().movedTo().orElseThrow(), Source.lead(leadId), occurredAt, order));
    }
    visitors.forEach(visitor -> simulation.send(new Unname(visitor, leadId, null, null)));
    if (EmailAddress.isNormalised(leadId)) {
      simulation.send(new Unclaim(leadId, leadId, occurredAt, order, null));
    }
    naive()
        .addresses()
        .forEach(address -> simulation.send(new Unclaim(address, leadId, occurredAt, order, null)));
    judged.endLife();
    lead = new OracleLead(naive().erased(occurredAt));
    judged.goesOnAs(lead);
    visitors.clear();
    hereSince = 0;
    exists = false;
    returning = false;
    claimed = null;
    movedBy = 0;
    erasedBy = order;
    erasureForgotten = false;
  }

  // ---- in the end ---------------------------------------------------------------------------

  /** Holds what was said against what was found. */
  void compare() {
    judged.compare(!broken && entries.isEmpty());
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
