package dev.kizashi.scoring.resolution;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.Identity;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.LeadEvent.Origin;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.LeadState;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.Message.Claim;
import dev.kizashi.scoring.evaluate.Message.ClaimSettled;
import dev.kizashi.scoring.evaluate.Message.Claimed;
import dev.kizashi.scoring.evaluate.Message.ComesBack;
import dev.kizashi.scoring.evaluate.Message.Erase;
import dev.kizashi.scoring.evaluate.Message.EraseAddress;
import dev.kizashi.scoring.evaluate.Message.GiveBack;
import dev.kizashi.scoring.evaluate.Message.Joins;
import dev.kizashi.scoring.evaluate.Message.MergeAddress;
import dev.kizashi.scoring.evaluate.Message.MoveTo;
import dev.kizashi.scoring.evaluate.Message.Recall;
import dev.kizashi.scoring.evaluate.Message.Remove;
import dev.kizashi.scoring.evaluate.Message.Unclaim;
import dev.kizashi.scoring.evaluate.Message.Unname;
import dev.kizashi.scoring.evaluate.Step;
import dev.kizashi.scoring.evaluate.Who;
import dev.kizashi.scoring.evaluate.Who.Passed;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Sources;
import dev.kizashi.scoring.identity.EmailAddress;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.resolution.Erasures.Erasure;
import dev.kizashi.scoring.resolution.Turn.Note;
import java.util.List;
import java.util.Map;

/**
 * What a lead does with what is sent to it: judges it, sends it on where the lead has become part
 * of another, has it wait while its facts are on their way back, or refuses it since the lead was
 * erased. Messages between leads keep their order, so whatever was sent before an unmerge or an
 * erasure has arrived before it.
 */
public final class Leads {
  private final LeadJudge judge;
  private final Erasures erasures;

  public Leads(LeadJudge judge, Erasures erasures) {
    this.judge = judge;
    this.erasures = erasures;
  }

  /**
   * Takes a message.
   *
   * @param known the lead's state, changed in place, or null when there is none
   * @return the state to keep, or null when nothing is to be kept
   */
  public LeadState take(Message message, LeadState known, Turn turn) {
    if (message instanceof LeadEvent event) {
      return event(event, known, turn);
    }
    if (message instanceof Erase erase) {
      return erase(erase, erase.named() ? byRegister(erase.order()) : List.of(), known, turn);
    }
    if (message instanceof ComesBack back) {
      return comeBack(back, known, turn);
    }
    if (message instanceof ClaimSettled settled) {
      Claimed claimed = known == null ? null : known.identity().claimed();
      if (claimed != null && claimed.leadId().equals(settled.leadId())) {
        known.identity().claimed(null);
      }
      turn.followed(settled.cause(), settled.address(), 0, null);
      return known;
    }
    if (message instanceof EraseAddress erase) {
      return eraseAddress(erase, known, turn);
    }
    if (known != null && known.identity().isReturning()) {
      if (message instanceof GiveBack give) {
        if (isAnswer(give, known.identity())) {
          return comeBackHere(give, known, turn);
        }
        giveBackAtOnce(give, known, turn);
      }
      known.identity().hold(message);
      return known;
    }
    if (message instanceof Claimed claimed) {
      return claimed(claimed, known, turn);
    }
    if (message instanceof MoveTo move) {
      return move(move, known, turn);
    }
    if (message instanceof Joins joins) {
      return join(joins, known, turn);
    }
    if (message instanceof Recall recall) {
      return recall(recall, known, turn);
    }
    if (message instanceof GiveBack give) {
      return giveBack(give, known, turn);
    }
    if (message instanceof Remove remove) {
      return remove(remove, known, turn);
    }
    throw new IllegalStateException("no message for a lead: " + message.getClass());
  }

  private static LeadState orNew(LeadState known) {
    return known == null ? new LeadState() : known;
  }

  /**
   * Before a lead is judged for the first time: whether it begins anew after an erasure.
   *
   * @return that it does, or null
   */
  private Note begin(String leadId, LeadState state) {
    Erasure erasure = state.isNew() ? erasures.of(leadId) : null;
    if (erasure == null) {
      return null;
    }
    state.identity().beginAnew(erasure.occurredAt(), erasure.order());
    state.countOn(erasure.ordinals());
    return Note.ANEW;
  }

  /** Whether there is no lead of that name: never judged, nor part of another. */
  private static boolean isNobody(LeadState known) {
    return known == null || (known.isNew() && !known.isAway());
  }

  private boolean refuses(String leadId, LeadState known, long occurredAt) {
    return known == null || known.isNew()
        ? erasures.refuses(leadId, occurredAt)
        : known.identity().refuses(occurredAt);
  }

  /** Whether an order of the register was given before the lead was erased. */
  private boolean isOutdated(String leadId, LeadState known, long order) {
    if (known != null && !known.isNew()) {
      return known.identity().isOutdated(order);
    }
    Erasure erasure = erasures.of(leadId);
    return erasure != null && order < erasure.order();
  }

  // ---- what happened -------------------------------------------------------------------------

  private LeadState event(LeadEvent event, LeadState known, Turn turn) {
    String leadId = event.leadId();
    Who who = event.who();
    if (isRefused(event, leadId, known)) {
      if (who.visitorId() != null) {
        turn.send(new Unname(who.visitorId(), leadId, event.occurredAt(), null));
      }
      if (isNobody(known) && cameBy(Addresses.name(leadId), who)) {
        turn.send(new Unclaim(leadId, leadId, event.occurredAt(), 0, null));
      }
      turn.ended(event.origin(), Fate.IGNORED, leadId, who.passed());
      return known;
    }
    if (known != null && known.identity().isReturning()) {
      known.identity().hold(event);
      return known;
    }
    LeadState state = orNew(known);
    if (state.identity().movedTo() != null) {
      sendOn(event, state, turn);
    } else if (who.reaches()) {
      Note note = begin(leadId, state);
      Step step = judge.onEvent(leadId, state, event);
      turn.say(step.emissions());
      if (step.fate() != Fate.DUPLICATE) {
        learn(event, event.leadId(), state, turn);
        mergeIfClaimed(event, state, turn);
      } else {
        learnVisitor(who, state);
      }
      turn.ended(
          event.origin(), step.fate(), step.suspect(), leadId, step.sequence(), note, who.passed());
    } else {
      learn(event, event.leadId(), state, turn);
      turn.ended(event.origin(), Fate.UNMATCHED, leadId, who.passed());
    }
    return state;
  }

  private static boolean cameBy(String key, Who who) {
    return who.passed().stream().anyMatch(passed -> passed.key().equals(key));
  }

  /**
   * What an erased lead did before, and what its visitor does before it has learnt of the erasure:
   * who is not named does not begin anew.
   */
  private boolean isRefused(LeadEvent event, String leadId, LeadState known) {
    Who who = event.who();
    if (who.order() > 0) {
      return isOutdated(leadId, known, who.order());
    }
    boolean follows = !who.source().isEmpty() && isNobody(known);
    return refuses(leadId, known, event.occurredAt()) || (follows && erasures.of(leadId) != null);
  }

  /** The lead is part of another: what names it is that one's, under this one's name. */
  private void sendOn(LeadEvent event, LeadState state, Turn turn) {
    boolean merges = isMerging(event);
    if (!merges) {
      learn(event, event.leadId(), state, turn);
    }
    String to = state.identity().movedTo();
    String path = Sources.lead(event.leadId());
    Who there =
        new Who(
            Message.Station.LEADS,
            to,
            merges ? event.who().email() : null,
            null,
            Sources.under(path, event.who().source()),
            state.identity().movedBy(),
            true,
            List.of());
    if (event.who().reaches()) {
      turn.send(event.of(there, event.brought() == null ? null : event.brought().under(path)));
    }
    Fate fate = event.who().reaches() ? Fate.SCORED : Fate.UNMATCHED;
    turn.ended(event.origin(), fate, event.leadId(), event.who().passed());
  }

  /** What a merge or its undoing says, also one without effect, is of the lead it is judged at. */
  private static boolean isMerging(LeadEvent event) {
    CrmUpdate.Kind kind = event.crm() == null ? null : event.crm().kind();
    return kind == CrmUpdate.Kind.MERGED || kind == CrmUpdate.Kind.UNMERGED;
  }

  /** Whoever goes by an address is the lead that claims it. */
  private LeadState claimed(Claimed claimed, LeadState known, Turn turn) {
    boolean nobody = isNobody(known);
    turn.followed(claimed.cause(), claimed.address(), 0, null);
    if (!nobody && !known.isAway()) {
      known.identity().claimed(claimed);
      turn.send(merge(claimed));
    } else if (nobody && claimed.wentBy()) {
      LeadState state = orNew(known);
      state.identity().claimed(claimed);
      return state;
    }
    return known;
  }

  /** What was on its way here by the address when that was claimed has arrived. */
  private static void mergeIfClaimed(LeadEvent event, LeadState state, Turn turn) {
    Claimed claimed = state.identity().claimed();
    if (claimed == null || state.sequence() > 1) {
      return;
    }
    String name = Addresses.name(claimed.address());
    boolean before =
        event.who().passed().stream()
            .anyMatch(it -> it.key().equals(name) && it.number() < claimed.number());
    if (before) {
      turn.send(merge(claimed));
    } else {
      state.identity().claimed(null);
    }
  }

  private static MergeAddress merge(Claimed claimed) {
    return new MergeAddress(claimed.address(), claimed.leadId(), claimed.occurredAt(), null);
  }

  /** Takes note of the visitor and the address that the event shows to be the lead's. */
  private static void learn(LeadEvent event, String leadId, LeadState state, Turn turn) {
    Who who = event.who();
    learnVisitor(who, state);
    String email = who.email();
    if (email != null && !email.equals(leadId) && state.identity().addresses().add(email)) {
      turn.send(new Claim(email, leadId, event.occurredAt(), null));
    }
  }

  /** The visitor has been told whose it is, so it has to be told when that is over. */
  private static void learnVisitor(Who who, LeadState state) {
    if (who.visitorId() != null) {
      state.history().sources().of(Sources.visitor(who.visitorId()));
    }
  }

  // ---- merging -------------------------------------------------------------------------------

  private LeadState move(MoveTo move, LeadState known, Turn turn) {
    String leadId = move.leadId();
    LeadState state = orNew(known);
    boolean judged = !state.isNew();
    if (judged) {
      turn.say(judge.onLeaving(leadId, state, move.occurredAt()));
    }
    History history = new History();
    history.join(state.history(), "");
    turn.send(
        new Joins(
            move.to(),
            Sources.lead(leadId),
            history,
            judged ? state.clock() : Long.MIN_VALUE,
            move.occurredAt(),
            move.order(),
            move.record(),
            null));
    state.identity().moveTo(move.to(), move.order());
    state.identity().claimed(null);
    long sequence = judged ? state.sequence() : 0;
    if (move.record() == null) {
      turn.followed(move.cause(), leadId, sequence, null);
    } else {
      List<Passed> passed = move.record().who().passed();
      turn.ended(move.origin(), Fate.SCORED, false, leadId, sequence, null, passed);
    }
    return state;
  }

  private LeadState join(Joins joins, LeadState known, Turn turn) {
    String leadId = joins.leadId();
    if (isOutdated(leadId, known, joins.order())) {
      turn.ended(joins.origin(), Fate.IGNORED, leadId, List.of());
      return known;
    }
    LeadState state = orNew(known);
    if (state.identity().movedTo() != null) {
      turn.send(
          new Joins(
              state.identity().movedTo(),
              Sources.under(Sources.lead(leadId), joins.path()),
              joins.history(),
              joins.clock(),
              joins.occurredAt(),
              joins.order(),
              joins.record(),
              null));
      turn.ended(joins.origin(), Fate.SCORED, leadId, List.of());
    } else {
      Note note = begin(leadId, state);
      Step step = judge.onMerge(leadId, state, joins);
      turn.say(step.emissions());
      if (joins.record() != null) {
        learn(joins.record(), leadId, state, turn);
      }
      turn.ended(joins.origin(), step.fate(), false, leadId, step.sequence(), note, List.of());
    }
    return state;
  }

  private LeadState recall(Recall recall, LeadState state, Turn turn) {
    turn.ended(recall.origin(), Fate.SCORED, recall.leadId(), recall.record().who().passed());
    turn.send(
        new GiveBack(
            state.identity().movedTo(),
            Sources.lead(recall.leadId()),
            recall.leadId(),
            recall.order(),
            recall.record(),
            null));
    state.identity().awaitReturn(recall.order());
    return state;
  }

  private LeadState giveBack(GiveBack give, LeadState state, Turn turn) {
    if (state == null || isOutdated(give.leadId(), state, give.order())) {
      // Erased meanwhile; whoever waits for its facts is not to wait for ever.
      turn.send(nothingComesBack(give));
      turn.ended(give.origin(), Fate.IGNORED, give.leadId(), List.of());
      return state;
    }
    String leadId = give.leadId();
    if (state.identity().movedTo() != null) {
      turn.send(
          new GiveBack(
              state.identity().movedTo(),
              Sources.under(Sources.lead(leadId), give.path()),
              give.to(),
              give.order(),
              give.record(),
              null));
      turn.ended(give.origin(), Fate.SCORED, leadId, List.of());
      return state;
    }
    LeadEvent record = give.record();
    Step step =
        judge.onParting(
            leadId,
            state,
            give.path(),
            record.occurredAt(),
            record,
            history -> {
              if (give.to().equals(leadId)) {
                state.history().join(history, "");
              } else {
                turn.send(comesBack(give.to(), history, state.clock(), record, give.order()));
              }
            });
    turn.say(step.emissions());
    learn(record, leadId, state, turn);
    turn.ended(give.origin(), step.fate(), false, leadId, step.sequence(), null, List.of());
    return state;
  }

  private static ComesBack comesBack(
      String to, History history, long clock, LeadEvent record, long order) {
    long at = record.occurredAt();
    return new ComesBack(to, history, Math.max(clock, at), order, null);
  }

  private static ComesBack nothingComesBack(GiveBack give) {
    return comesBack(give.to(), new History(), Long.MIN_VALUE, give.record(), give.order());
  }

  private LeadState comeBack(ComesBack back, LeadState known, Turn turn) {
    Identity identity = known == null ? null : known.identity();
    if (identity == null || !identity.isReturning() || !isAnswer(back, identity)) {
      return comeLate(back, known, turn);
    }
    List<Message> held = identity.release();
    judgeReturn(back, known, back.origin(), turn);
    return takeAll(held, known, turn);
  }

  private void judgeReturn(ComesBack back, LeadState state, Origin origin, Turn turn) {
    String leadId = back.leadId();
    Note note = begin(leadId, state);
    Step step = judge.onReturn(leadId, state, back);
    turn.say(step.emissions());
    turn.ended(origin, step.fate(), false, leadId, step.sequence(), note, List.of());
  }

  private LeadState takeAll(List<Message> held, LeadState known, Turn turn) {
    LeadState state = known;
    for (Message message : held) {
      state = take(message, state, turn);
    }
    return state;
  }

  /** Not what a lead asked for earlier, nor what it has asked for since. */
  private static boolean isAnswer(ComesBack back, Identity identity) {
    return back.order() == 0 || back.order() == identity.movedBy();
  }

  private static boolean isAnswer(GiveBack give, Identity identity) {
    return give.to().equals(give.leadId()) && give.order() == identity.movedBy();
  }

  /**
   * Nobody waits for it: the lead was erased meanwhile, or had nothing to wait for any more, since
   * it came back here. What there still is follows the lead.
   */
  private LeadState comeLate(ComesBack back, LeadState known, Turn turn) {
    String leadId = back.leadId();
    Origin origin = back.origin();
    boolean isOwn = back.order() > 0 && back.history().facts().size() > 0;
    if (known == null || !isOwn || isOutdated(leadId, known, back.order())) {
      turn.ended(origin, Fate.IGNORED, leadId, List.of());
    } else if (known.identity().isReturning()) {
      known.identity().hold(back);
    } else if (known.identity().movedTo() == null) {
      judgeReturn(back, known, origin, turn);
    } else {
      turn.send(
          new Joins(
              known.identity().movedTo(),
              Sources.lead(leadId),
              back.history(),
              back.clock(),
              back.clock(),
              known.identity().movedBy(),
              null,
              null));
      turn.ended(origin, Fate.SCORED, leadId, List.of());
    }
    return known;
  }

  /**
   * Somebody who has joined while the lead waits is taken out of it again: all that it brought
   * waits too, and goes back at once. So two who are merged into each other do not wait for each
   * other.
   */
  private void giveBackAtOnce(GiveBack give, LeadState state, Turn turn) {
    ComesBack back = outOfHeld(give, state);
    if (back != null) {
      turn.send(back);
      turn.followed(give.origin(), give.leadId(), 0, null);
    }
  }

  /** What lies under a path in what waits, or null where nobody of that name has joined. */
  private ComesBack outOfHeld(GiveBack give, LeadState state) {
    String path = give.path();
    History taken = new History();
    long clock = Long.MIN_VALUE;
    boolean any = false;
    for (Message held : state.identity().held()) {
      if (held instanceof Joins joins
          && (Sources.isUnder(path, joins.path()) || Sources.isUnder(joins.path(), path))
          && !isOutdated(give.leadId(), state, joins.order())) {
        History all = new History();
        all.join(joins.history(), joins.path());
        taken.join(all.takeUnder(path), "");
        joins.history().join(all.takeUnder(joins.path()), "");
        clock = Math.max(clock, joins.clock());
        any = true;
      }
    }
    return any ? comesBack(give.to(), taken, clock, give.record(), give.order()) : null;
  }

  /**
   * Who had the lead's facts has become part of the lead meanwhile: all that was sent before has
   * arrived and waits.
   */
  private LeadState comeBackHere(GiveBack give, LeadState known, Turn turn) {
    String leadId = give.leadId();
    ComesBack own = outOfHeld(give, known);
    List<Message> held = known.identity().release();
    Note note = begin(leadId, known);
    Step step = judge.onReturn(leadId, known, own == null ? nothingComesBack(give) : own);
    turn.say(step.emissions());
    turn.followed(give.origin(), leadId, step.sequence(), note);
    return take(give, takeAll(held, known, turn), turn);
  }

  // ---- erasing -------------------------------------------------------------------------------

  private static List<Passed> byRegister(long number) {
    return List.of(new Passed(Message.EVERYBODY, number));
  }

  private LeadState erase(Erase erase, List<Passed> passed, LeadState known, Turn turn) {
    String leadId = erase.leadId();
    LeadState state = orNew(known);
    Note note = begin(leadId, state);
    turn.say(new Emission.LeadErased(leadId));
    Identity identity = state.identity();
    if (erase.alone() && identity.movedTo() != null) {
      turn.send(
          new Remove(
              identity.movedTo(), Sources.lead(leadId), erase.occurredAt(), erase.order(), null));
    }
    for (String visitorId : state.history().sources().visitors()) {
      turn.send(new Unname(visitorId, leadId, null, null));
    }
    if (EmailAddress.isNormalised(leadId)) {
      turn.send(new Unclaim(leadId, leadId, erase.occurredAt(), erase.order(), null));
    }
    for (String address : identity.addresses()) {
      turn.send(new Unclaim(address, leadId, erase.occurredAt(), erase.order(), null));
    }
    Erasure before = erasures.of(leadId);
    long erasedAt =
        before == null ? erase.occurredAt() : Math.max(before.occurredAt(), erase.occurredAt());
    erasures.put(leadId, new Erasure(erasedAt, erase.order(), state.ordinals()));
    Fate fate = erase.named() ? Fate.SCORED : Fate.FOLLOWED;
    turn.ended(erase.cause(), fate, false, leadId, 0, note, passed);
    giveBackOthers(state.history(), state.clock(), erase, turn);
    if (identity.isReturning()) {
      identity.release().forEach(held -> drop(held, identity, erase, turn));
    }
    return null;
  }

  /** What is no part of the lead any more has not been asked for yet; it is not the lead's. */
  private static void giveBackOthers(History history, long clock, Erase erase, Turn turn) {
    for (Map.Entry<String, String> other : history.sources().leadsBut(erase.erased()).entrySet()) {
      History given = history.takeUnder(other.getKey());
      if (given.facts().size() > 0) {
        long at = Math.max(clock, erase.occurredAt());
        turn.send(new ComesBack(other.getValue(), given, at, 0, null));
      }
    }
  }

  /** What has waited goes with the lead; but who waits for facts is told that there are none. */
  private static void drop(Message held, Identity identity, Erase erase, Turn turn) {
    String leadId = erase.leadId();
    List<Passed> passed = List.of();
    if (held instanceof GiveBack give) {
      turn.send(nothingComesBack(give));
    } else if (held instanceof Joins joins && !identity.isOutdated(joins.order())) {
      History history = new History();
      history.join(joins.history(), joins.path());
      giveBackOthers(history, joins.clock(), erase, turn);
    }
    if (held instanceof LeadEvent event) {
      passed = event.who().passed();
      if (event.who().visitorId() != null) {
        turn.send(new Unname(event.who().visitorId(), leadId, null, null));
      }
    } else if (held instanceof Recall recall) {
      passed = recall.record().who().passed();
    } else if (held instanceof MoveTo move && move.record() != null) {
      passed = move.record().who().passed();
    }
    if (held instanceof Claimed claimed) {
      turn.followed(claimed.cause(), leadId, 0, Note.DROPPED);
    } else if (held instanceof MoveTo move && move.record() == null) {
      turn.followed(move.cause(), leadId, 0, Note.DROPPED);
    } else {
      turn.ended(held.origin(), Fate.IGNORED, false, leadId, 0, Note.DROPPED, passed);
    }
  }

  /**
   * Whoever goes by an address that an erased lead had claimed is refused from now on, and erased
   * with it where it would have become part of it in a moment.
   */
  private LeadState eraseAddress(EraseAddress erase, LeadState known, Turn turn) {
    String address = erase.address();
    boolean nobody = isNobody(known);
    Erasure before = nobody ? erasures.of(address) : null;
    Note note = before == null ? null : Note.ANEW;
    if (nobody && !erasures.refuses(address, erase.occurredAt())) {
      Map<Integer, Long> ordinals = before == null ? Map.of() : before.ordinals();
      erasures.put(address, new Erasure(erase.occurredAt(), erase.order(), ordinals));
    }
    Claimed claimed = nobody ? null : known.identity().claimed();
    Origin cause = erase.cause();
    List<Passed> passed = byRegister(erase.number());
    if (claimed != null && claimed.leadId().equals(erase.leadId())) {
      Erase too =
          new Erase(
              address, erase.occurredAt(), false, List.of(address), erase.order(), false, cause);
      return erase(too, passed, known, turn);
    }
    turn.ended(cause, Fate.FOLLOWED, false, address, 0, note, passed);
    return known;
  }

  private LeadState remove(Remove remove, LeadState state, Turn turn) {
    String leadId = remove.leadId();
    Origin origin = remove.origin();
    if (state == null || isOutdated(leadId, state, remove.order())) {
      turn.ended(origin, Fate.IGNORED, leadId, List.of());
    } else if (state.identity().movedTo() != null) {
      turn.send(
          new Remove(
              state.identity().movedTo(),
              Sources.under(Sources.lead(leadId), remove.path()),
              remove.occurredAt(),
              remove.order(),
              null));
      turn.ended(origin, Fate.SCORED, leadId, List.of());
    } else {
      Step step =
          judge.onParting(leadId, state, remove.path(), remove.occurredAt(), null, history -> {});
      turn.say(step.emissions());
      turn.ended(origin, step.fate(), false, leadId, step.sequence(), null, List.of());
    }
    return state;
  }
}
