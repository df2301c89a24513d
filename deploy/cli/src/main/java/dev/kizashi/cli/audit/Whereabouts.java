package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Ledger.Entry;
import dev.kizashi.events.Fate;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.Source;

/**
 * Where a lead of the audit is: its own, part of another, or waiting for its facts; and what is
 * remembered of it where it was erased. And whether the trail says of it what must be.
 */
final class Whereabouts {
  private static final long ERASURES_REMEMBERED = 30 * 86_400_000L;

  private final Simulation simulation;
  private final String leadId;
  private final Rejudgement judged;
  private OracleLead lead;

  /** Whether anything is kept of it. */
  private boolean exists;

  /** By which it was moved, or recalled. */
  private long order;

  private boolean returning;

  /** By which it was erased, as far as that is remembered; 0 for none. */
  private long erasedBy;

  private boolean broken;

  Whereabouts(Simulation simulation, String leadId, LeadOutputs found) {
    this.simulation = simulation;
    this.leadId = leadId;
    this.lead = new OracleLead(leadId, simulation.versions().newest());
    this.judged =
        new Rejudgement(lead, simulation.versions(), simulation.findings(), leadId, found);
  }

  Rejudgement judged() {
    return judged;
  }

  NaiveLead naive() {
    return lead.naive();
  }

  /** Nothing more can be said of it. */
  void hangs() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  // ---- where it is --------------------------------------------------------------------------

  boolean isKnown() {
    return naive().clock().isPresent();
  }

  boolean isReturning() {
    return returning;
  }

  boolean isMoved() {
    return naive().movedTo().isPresent() && !returning;
  }

  /** Neither judged nor part of another. */
  boolean isNobody() {
    return !naive().isKnown();
  }

  boolean exists() {
    return exists;
  }

  void isThere() {
    exists = true;
  }

  String movedTo() {
    return naive().movedTo().orElseThrow();
  }

  long order() {
    return order;
  }

  void moved(long by) {
    exists = true;
    order = by;
  }

  void recalled(long by) {
    returning = true;
    order = by;
  }

  void isBack() {
    returning = false;
  }

  long clock() {
    return naive().clock().orElse(Long.MIN_VALUE);
  }

  // ---- what is remembered of an erasure -----------------------------------------------------

  long erasedBy() {
    return erasedBy;
  }

  /** The lead is no more, and its name is remembered for a while. */
  void erased(long occurredAt, long by) {
    lead = new OracleLead(naive().erased(occurredAt));
    judged.goesOnAs(lead);
    erasedBy = by;
  }

  /** Nothing of it is kept any more. */
  void isGone() {
    exists = false;
    returning = false;
    order = 0;
  }

  /** Who only follows somebody who was erased does not begin anew, whenever that was. */
  boolean refuses(Entry entry, long occurredAt, Source source) {
    boolean follows = !source.steps().isEmpty() && isNobody() && naive().erasedAt().isPresent();
    return isRefused(entry, follows || naive().refuses(occurredAt));
  }

  /** Whether what was ordered by the register was ordered before the lead was erased. */
  boolean isOutdated(Entry entry, long by) {
    return isRefused(entry, by < erasedBy);
  }

  /**
   * For how long an erasure is remembered goes by the watermark: where something is taken that
   * would be refused it has been forgotten, if only time had come so far at all.
   */
  private boolean isRefused(Entry entry, boolean refused) {
    if (refused && !entry.isRefused() && mayHaveForgotten()) {
      forget();
      return false;
    }
    return refused;
  }

  private boolean mayHaveForgotten() {
    return !isKnown()
        && naive().erasedAt().isPresent()
        && simulation.mayHaveReached(naive().erasedAt().getAsLong() + ERASURES_REMEMBERED);
  }

  private void forget() {
    naive().forgetErasure(Long.MAX_VALUE);
    erasedBy = 0;
  }

  /** Before anything is made of its name anew: whether the erasure before was remembered. */
  boolean begins(Entry entry) {
    boolean remembers = !isKnown() && naive().erasedAt().isPresent();
    if (remembers && !entry.isAnew() && mayHaveForgotten()) {
      forget();
      remembers = false;
    }
    if (remembers != entry.isAnew()) {
      differs(entry, "begins anew by " + entry.place(), remembers, entry.isAnew());
    }
    return !broken;
  }

  // ---- what the trail says ------------------------------------------------------------------

  /** Brings the lead to where it was just before it was judged by an entry's record. */
  boolean prepare(Entry entry) {
    if (entry.isRefused()) {
      fateDiffers(entry, "judged, not refused");
    } else if (entry.sequence() == 0 && entry.fate() != Fate.DUPLICATE) {
      differs(entry, "number of the judgement of " + entry.place(), "one", "none");
    }
    boolean prepared = !broken && begins(entry) && judged.prepare(entry);
    broken |= !prepared;
    return prepared;
  }

  /** It was judged as the trail says. */
  boolean agrees(Entry entry, Object fate) {
    boolean agrees = judged.agrees(entry, fate);
    broken |= !agrees;
    return agrees;
  }

  /** It was not judged, but ended so. */
  boolean ended(Entry entry, Fate fate) {
    if (entry.fate() != fate) {
      fateDiffers(entry, fate);
    } else if (entry.sequence() != 0) {
      differs(entry, "number of the judgement of " + entry.place(), "none", entry.sequence());
    }
    return !broken;
  }

  /**
   * What comes while its facts are on their way back waits: it has no entry until they are there.
   *
   * @return whether it is so
   */
  boolean isHeld(Entry entry) {
    if (returning) {
      fateDiffers(entry, "nothing before its facts are back");
    }
    return returning;
  }

  void fateDiffers(Entry entry, Object expected) {
    judged.fateDiffers(entry, expected);
    broken = true;
  }

  void differs(Entry entry, String what, Object expected, Object found) {
    simulation.findings().differs(leadId, entry.sequence(), what, expected, found);
    broken = true;
  }
}
