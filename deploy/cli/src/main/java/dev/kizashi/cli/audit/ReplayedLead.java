package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.signals.Event;
import java.util.List;
import java.util.OptionalLong;

/**
 * One lead as a judge sees it: what is handed in is judged at once, and what is returned was said
 * of it, in order, first by its own instants that were due before.
 */
interface ReplayedLead {
  /** The lead, of which nothing has been judged yet, is to be judged under a version. */
  void begin(Version first);

  /**
   * Takes behaviour that names the lead.
   *
   * @param inForce whose catalogue was in force when the event occurred
   */
  List<Emission> event(Event behaviour, Version inForce);

  /** Takes a word of the CRM on the lead. */
  List<Emission> crm(Decoded.Crm crm);

  /** The lead's own next instant that may say something, epoch millis. */
  OptionalLong nextInstant();

  /** Fires the lead's own instants due at or before an instant, epoch millis. */
  List<Emission> timersUpTo(long instant);

  /** Fires what is due before the version applies, then judges under it. */
  List<Emission> switchTo(Version next);

  /** What became of the record handed in last, by its name in {@link dev.kizashi.events.Fate}. */
  String lastFate();

  /** Whether the record handed in last is a machine's. */
  boolean lastSuspect();

  /** The number of the last judgement, 0 before the first. */
  long sequence();

  /** The latest event time or timer that the lead has seen, epoch millis; empty before any. */
  OptionalLong clock();
}
