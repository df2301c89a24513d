package dev.kizashi.cli.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Doubles in the CRM: leads that it takes for one person and merges, soon after it came to know
 * them. Some in a chain, a few into each other, some said twice, some taken back. Nobody tells the
 * web site: behaviour goes on under the absorbed id.
 *
 * <p>Leads are taken three by three as the CRM introduces them, so nothing is kept of anybody else.
 */
final class Merges {
  private static final long SECOND = Duration.ofSeconds(1).toMillis();
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final int GROUP = 3;
  private static final double PAIRS = 0.6;
  private static final double CHAINS = 0.25;

  /** Doubles in a group that has any: two in a chain, else one. */
  private static final double DOUBLES = 1 + CHAINS;

  private final Playback play;
  private final CrmBehaviour crm;
  private final Erasures erasures;
  private final double share;
  private final boolean crossing;
  private final List<Person> group = new ArrayList<>(GROUP);
  private long latest;

  /**
   * @param play of these alone
   * @param share doubles among the leads introduced, 0 to {@link IdentitySettings#MOST_MERGED}
   * @param crossing whether some are merged into each other
   */
  Merges(Playback play, CrmBehaviour crm, Erasures erasures, double share, boolean crossing) {
    this.play = play;
    this.crm = crm;
    this.erasures = erasures;
    this.share = share;
    this.crossing = crossing;
  }

  void introduced(Person person, long at) {
    group.add(person);
    latest = Math.max(latest, at);
    if (group.size() == GROUP) {
      if (play.chance(GROUP * share / DOUBLES)) {
        decide(group.get(0), group.get(1), group.get(2));
      }
      group.clear();
    }
  }

  private void decide(Person first, Person second, Person third) {
    long at = latest + play.between(HOUR, 5 * DAY);
    double shape = play.random.nextDouble();
    if (shape < PAIRS) {
      merged(first, second, at);
    } else if (shape < PAIRS + CHAINS) {
      long later = at + play.between(MINUTE, 2 * DAY);
      boolean fromTheEnd = play.chance(0.7);
      merged(second, third, fromTheEnd ? at : later);
      merged(first, second, fromTheEnd ? later : at);
    } else {
      if (crossing) {
        // Two people at two desks.
        crm.merges(second, first, at + play.between(SECOND, 10 * MINUTE));
      }
      merged(first, second, at);
    }
  }

  private void merged(Person into, Person other, long at) {
    crm.merges(into, other, at);
    long last = at;
    if (play.chance(0.2)) {
      last = at + play.between(MINUTE, DAY);
      crm.merges(into, other, last);
    }
    if (play.chance(0.1)) {
      crm.unmerges(into, other, last + play.between(HOUR, 5 * DAY));
    } else {
      erasures.merged(play.chance(0.5) ? into : other, last);
    }
  }
}
