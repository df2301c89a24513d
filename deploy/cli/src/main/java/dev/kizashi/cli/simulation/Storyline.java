package dev.kizashi.cli.simulation;

import dev.kizashi.events.CrmKind;
import java.time.Duration;
import java.util.BitSet;

/**
 * What chance would show within months, in the first two weeks: a lead who was called too early, is
 * left alone and comes back; one whom nobody calls; a customer who wants more. Begins on a Monday
 * morning.
 */
final class Storyline {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Population people;
  private final WebBehaviour web;
  private final CrmBehaviour crm;
  private final BitSet introduced;

  Storyline(Population people, WebBehaviour web, CrmBehaviour crm, BitSet introduced) {
    this.people = people;
    this.web = web;
    this.crm = crm;
    this.introduced = introduced;
  }

  /** Those who act least of themselves play the parts. */
  void begins(long start) {
    comesBack(introduced(1, start), start);
    isForgotten(introduced(2, start), start);
    wantsMore(introduced(3, start), start);
  }

  private Person introduced(int fromTheEnd, long start) {
    Person person = people.person(people.size() - fromTheEnd);
    introduced.set(person.index());
    crm.introduces(person, start + MINUTE);
    return person;
  }

  private void comesBack(Person person, long start) {
    long raisedAt = web.asks(person, start + 4 * HOUR);
    crm.says(person, raisedAt + 40 * MINUTE, CrmKind.ACCEPTED);
    crm.rejects(person, raisedAt + DAY, "timing");
    // Warm again while the cool-off lasts: worth knowing, not worth a call.
    web.studies(person, start + 6 * DAY);
    long raisedAgainAt = web.asks(person, start + 9 * DAY + 4 * HOUR);
    crm.says(person, raisedAgainAt + 30 * MINUTE, CrmKind.ACCEPTED);
    crm.says(person, raisedAgainAt + DAY, CrmKind.OPPORTUNITY_OPENED);
    crm.wins(person, raisedAgainAt + 3 * DAY);
  }

  private void isForgotten(Person person, long start) {
    web.asks(person, start + DAY + 4 * HOUR);
  }

  private void wantsMore(Person person, long start) {
    crm.sets(person, start + 2 * MINUTE, "customer");
    web.looksAtPrices(person, start + 4 * DAY + 5 * HOUR);
    // Pressed by habit: a customer is not accepted once more.
    crm.says(person, start + 5 * DAY, CrmKind.ACCEPTED);
  }
}
