package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.cli.audit.Ledger.Place;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.History;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveLead.Given;
import dev.kizashi.oracle.Source;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.identity.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a lead of the audit has to do with others: being merged and taken apart, and erased. */
final class LeadMoves {
  private final Simulation simulation;
  private final String leadId;
  private final Source path;
  private final Whereabouts self;
  private final LeadReplay names;

  /** What was sent by others that have become part of it, and is not taken yet. */
  private final List<Item> joined = new ArrayList<>();

  /** The erasure that what waited goes with; null but right after it. */
  private Erased erased;

  /**
   * @param ids of all that are erased with it
   * @param before by which it had been erased before; 0 for none
   */
  private record Erased(long occurredAt, List<String> ids, long before) {}

  /**
   * @param names of the lead, which it may learn by what merges it
   */
  LeadMoves(Simulation simulation, String leadId, Whereabouts self, LeadReplay names) {
    this.simulation = simulation;
    this.leadId = leadId;
    this.path = Source.lead(leadId);
    this.self = self;
    this.names = names;
  }

  private NaiveLead naive() {
    return self.naive();
  }

  // ---- merging ------------------------------------------------------------------------------

  /** The lead is part of another: what names it is that one's, under this one's name. */
  void sendOn(Letter.Deed deed) {
    simulation.send(
        new Letter.Deed(
            self.movedTo(),
            deed.record(),
            deed.source().under(path),
            self.order(),
            deed.brought().map(history -> history.under(path))));
  }

  /**
   * @param record null where an address was claimed
   * @return whether it moves
   */
  boolean move(Entry entry, String to, long occurredAt, long order, Decoded.Crm record) {
    if (self.isHeld(entry)) {
      return false;
    }
    Fate fate = record == null ? Fate.FOLLOWED : Fate.SCORED;
    boolean known = self.isKnown();
    if (known ? !self.prepare(entry) : !self.ended(entry, fate)) {
      return false;
    }
    Given given = naive().moveTo(to, occurredAt);
    self.judged().say(given.said());
    self.moved(order);
    simulation.send(
        new Letter.Joins(to, path, given.history(), self.clock(), occurredAt, order, record));
    return !known || self.agrees(entry, fate);
  }

  void join(Entry entry, Letter.Joins joins) {
    if (self.isHeld(entry)) {
      return;
    }
    if (self.isOutdated(entry, joins.order())) {
      self.ended(entry, Fate.IGNORED);
      return;
    }
    self.isThere();
    if (self.isMoved()) {
      simulation.send(
          new Letter.Joins(
              self.movedTo(),
              joins.path().under(path),
              joins.history(),
              joins.clock(),
              joins.occurredAt(),
              joins.order(),
              joins.record()));
      self.ended(entry, Fate.SCORED);
    } else if (self.prepare(entry)) {
      receive(joins);
      self.agrees(entry, Fate.SCORED);
    }
  }

  private void receive(Letter.Joins joins) {
    History history = joins.history().under(joins.path());
    Decoded.Crm record = joins.record();
    if (record == null) {
      self.judged().say(naive().receive(history, joins.occurredAt()));
      return;
    }
    List<String> steps = joins.path().steps();
    Source of = new Source(steps.subList(0, steps.size() - 1));
    self.judged()
        .say(naive().receive(history, of, record.eventId(), record.occurredAt(), record.update()));
    names.claim(record);
  }

  void recall(Entry entry, long order, Decoded.Crm record) {
    if (self.isHeld(entry) || !self.ended(entry, Fate.SCORED)) {
      return;
    }
    if (!self.isMoved()) {
      self.fateDiffers(entry, "nothing: it is part of no other");
      return;
    }
    simulation.send(new Letter.GiveBack(self.movedTo(), path, leadId, order, record));
    self.recalled(order);
  }

  void giveBack(Entry entry, Letter.GiveBack give) {
    if (self.isHeld(entry)) {
      return;
    }
    if (!self.exists() || self.isOutdated(entry, give.order())) {
      nothingComesBack(give);
      self.ended(entry, Fate.IGNORED);
    } else if (self.isMoved()) {
      simulation.send(
          new Letter.GiveBack(
              self.movedTo(), give.path().under(path), give.leadId(), give.order(), give.record()));
      self.ended(entry, Fate.SCORED);
    } else if (self.prepare(entry)) {
      part(give);
      names.claim(give.record());
      self.agrees(entry, Fate.SCORED);
    }
  }

  private void part(Letter.GiveBack give) {
    Decoded.Crm record = give.record();
    if (give.leadId().equals(leadId)) {
      self.judged()
          .say(naive().regain(give.path(), record.eventId(), record.occurredAt(), record.update()));
      return;
    }
    Given given =
        naive().giveBack(give.path(), record.eventId(), record.occurredAt(), record.update());
    self.judged().say(given.said());
    comesBack(give, given.history(), Math.max(self.clock(), record.occurredAt()));
  }

  private void nothingComesBack(Letter.GiveBack give) {
    long at = give.record().occurredAt();
    comesBack(give, History.empty(at), at);
  }

  private void comesBack(Letter.GiveBack give, History history, long clock) {
    simulation.send(new Letter.ComesBack(give.leadId(), history, clock, give.order()));
  }

  void comeBack(Entry entry, Letter.ComesBack back) {
    boolean isAnswer = back.order() == 0 || back.order() == self.order();
    if (!self.isReturning() || !isAnswer) {
      comeLate(entry, back);
      return;
    }
    self.isBack();
    judgeReturn(entry, back.history(), Fate.SCORED);
  }

  private void judgeReturn(Entry entry, History history, Fate fate) {
    if (self.prepare(entry)) {
      self.judged().say(naive().comeBack(history));
      self.agrees(entry, fate);
    }
  }

  /** Nobody waits for it; what there still is follows the lead. */
  private void comeLate(Entry entry, Letter.ComesBack back) {
    boolean isOwn = back.order() > 0 && back.history().size() > 0;
    if (!self.exists() || !isOwn || self.isOutdated(entry, back.order())) {
      self.ended(entry, Fate.IGNORED);
    } else if (self.isMoved()) {
      long clock = back.clock();
      simulation.send(
          new Letter.Joins(self.movedTo(), path, back.history(), clock, clock, self.order(), null));
      self.ended(entry, Fate.SCORED);
    } else if (!self.isHeld(entry)) {
      judgeReturn(entry, back.history(), Fate.SCORED);
    }
  }

  void remove(Entry entry, Letter.Remove remove) {
    if (self.isHeld(entry)) {
      return;
    }
    if (!self.exists() || self.isOutdated(entry, remove.order())) {
      self.ended(entry, Fate.IGNORED);
    } else if (self.isMoved()) {
      simulation.send(
          new Letter.Remove(
              self.movedTo(), remove.path().under(path), remove.occurredAt(), remove.order()));
      self.ended(entry, Fate.SCORED);
    } else if (self.prepare(entry)) {
      self.judged().say(naive().lose(remove.path(), remove.occurredAt()));
      self.agrees(entry, Fate.SCORED);
    }
  }

  // ---- what is done at once though the lead waits ---------------------------------------------

  void isJoined(Item joins) {
    joined.add(joins);
  }

  void isTaken(Item item) {
    joined.remove(item);
  }

  /**
   * What was brought while the lead waits, by itself or by who is taken out of it again, waits too,
   * and goes back.
   */
  void giveBackAtOnce(Item item, Letter.GiveBack give) {
    Entry entry = item.entry();
    if (!self.isReturning()) {
      self.fateDiffers(entry, "nothing: it does not wait");
      return;
    }
    Optional<History> held = outOfHeld(item.place(), give);
    if (give.leadId().equals(leadId) && give.order() == self.order()) {
      self.isBack();
      judgeReturn(entry, held.orElse(History.empty(give.record().occurredAt())), Fate.FOLLOWED);
    } else if (held.isPresent()) {
      comesBack(give, held.get(), held.get().latest());
      self.ended(entry, Fate.FOLLOWED);
    } else {
      self.fateDiffers(entry, "nothing: nobody of that name has joined");
    }
  }

  /** What lies under a path in what was sent before and waits; empty where nobody has joined. */
  private Optional<History> outOfHeld(Place before, Letter.GiveBack give) {
    Optional<History> taken = Optional.empty();
    for (Item item : joined) {
      Letter.Joins joins = (Letter.Joins) item.letter();
      boolean isOfIt = give.path().isUnder(joins.path()) || joins.path().isUnder(give.path());
      if (isOfIt && isBefore(item.place(), before) && joins.order() >= self.erasedBy()) {
        History all = joins.history().under(joins.path());
        History part = all.at(give.path());
        taken = Optional.of(taken.map(it -> it.and(part)).orElse(part));
        item.send(joins.with(all.without(give.path()).within(joins.path())));
      }
    }
    long at = give.record().occurredAt();
    return taken.map(it -> it.and(History.empty(at)));
  }

  /** What is sent to one lead comes in its order. */
  private static boolean isBefore(Place place, Place other) {
    return place.partition() == other.partition() && place.offset() < other.offset();
  }

  // ---- erasing ------------------------------------------------------------------------------

  /**
   * @param ids of all that are erased with it
   * @param visitors whom it is known to have been
   */
  void erase(
      Entry entry,
      long occurredAt,
      long order,
      boolean alone,
      List<String> ids,
      Set<String> visitors) {
    if (!self.ended(entry, entry.isFollowed() ? Fate.FOLLOWED : Fate.SCORED)
        || !self.begins(entry)) {
      return;
    }
    if (alone && self.isMoved()) {
      simulation.send(new Letter.Remove(self.movedTo(), path, occurredAt, order));
    }
    visitors.forEach(visitor -> simulation.send(new Unname(visitor, leadId, null, null)));
    if (EmailAddress.isNormalised(leadId)) {
      simulation.send(new Unclaim(leadId, leadId, occurredAt, order, null));
    }
    naive()
        .addresses()
        .forEach(address -> simulation.send(new Unclaim(address, leadId, occurredAt, order, null)));
    self.judged().endLife();
    long then = Math.max(self.clock(), occurredAt);
    giveBackOthers(naive().ofLeadsBut(ids, then), then);
    erased = self.isReturning() ? new Erased(occurredAt, ids, self.erasedBy()) : null;
    self.erased(occurredAt, order);
    self.isGone();
  }

  /** What is no part of the lead any more, but is not asked for yet, is not the lead's. */
  private void giveBackOthers(Map<Source, History> others, long clock) {
    others.forEach(
        (other, history) ->
            simulation.send(new Letter.ComesBack(other.lastLead(), history, clock, 0)));
  }

  /** What waited goes with the lead; but who waits for facts is told that there are none. */
  void drop(Item item) {
    Entry entry = item.entry();
    if (erased == null || isNeverHeld(item)) {
      self.fateDiffers(entry, "not dropped: it does not wait");
      return;
    }
    Letter letter = item.letter();
    if (letter instanceof Letter.GiveBack give) {
      nothingComesBack(give);
    } else if (letter instanceof Letter.Joins joins && joins.order() >= erased.before()) {
      long then = Math.max(joins.clock(), erased.occurredAt());
      giveBackOthers(joins.history().under(joins.path()).ofLeadsBut(erased.ids(), then), then);
    }
    entry.passed().stream()
        .filter(it -> it.key().startsWith(Route.VISITOR))
        .map(it -> it.key().substring(Route.VISITOR.length()))
        .forEach(visitor -> simulation.send(new Unname(visitor, leadId, null, null)));
    self.ended(entry, item.isFollowed() ? Fate.FOLLOWED : Fate.IGNORED);
  }

  private static boolean isNeverHeld(Item item) {
    return item.isFollowed()
        && !(item.word() instanceof Claimed)
        && !(item.word() instanceof MoveTo);
  }

  /** Something else has come since. */
  void nothingIsDropped() {
    erased = null;
  }
}
