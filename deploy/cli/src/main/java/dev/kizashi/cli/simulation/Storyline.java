package dev.kizashi.cli.simulation;

import dev.kizashi.events.CrmKind;
import java.time.Duration;

/**
 * What chance would show within months, in the first two weeks: a lead who was called too early, is
 * left alone and comes back; one whom nobody calls; a customer who wants more; a stranger who says
 * who it is; a mail scanner that is taken for nobody. Begins on a Monday morning.
 */
final class Storyline {
  /** Those who act least of themselves play the parts, and nothing else. */
  static final int CAST = 5;

  private static final int COMES_BACK = 1;
  private static final int IS_FORGOTTEN = 2;
  private static final int WANTS_MORE = 3;
  private static final int SIGNS_UP = 4;
  private static final int IS_SCANNED = 5;

  private static final int LINKS = 6;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Population people;
  private final int leads;
  private final WebBehaviour web;
  private final MailBehaviour mail;
  private final CrmBehaviour crm;
  private final Scanners scanners;

  /**
   * @param leads of the people, how many are leads from the start
   */
  Storyline(
      Population people,
      int leads,
      WebBehaviour web,
      MailBehaviour mail,
      CrmBehaviour crm,
      Scanners scanners) {
    this.people = people;
    this.leads = leads;
    this.web = web;
    this.mail = mail;
    this.crm = crm;
    this.scanners = scanners;
  }

  /** The lead of one who reads the price page as a stranger before signing up. */
  static Person whoSignsUp(Population people, int leads) {
    return people.person(leads - SIGNS_UP);
  }

  /** The lead whose mail a scanner reads. */
  static Person whoIsScanned(Population people, int leads) {
    return people.person(leads - IS_SCANNED);
  }

  void begins(long start) {
    comesBack(introduced(COMES_BACK, start), start);
    isForgotten(introduced(IS_FORGOTTEN, start), start);
    wantsMore(introduced(WANTS_MORE, start), start);
    signsUp(whoSignsUp(people, leads), start);
    isScanned(introduced(IS_SCANNED, start), start);
  }

  private Person introduced(int fromTheEnd, long start) {
    Person person = people.person(leads - fromTheEnd);
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

  /**
   * Three days of prices without a name, together enough for a warm lead; then a newsletter's form,
   * worth nothing in itself, says whose they were. The CRM has never heard of the address.
   */
  private void signsUp(Person person, long start) {
    web.reads(person.visitorId(), "/pricing", start + 3 * HOUR);
    web.reads(person.visitorId(), "/pricing", start + DAY + 4 * HOUR);
    web.reads(person.visitorId(), "/pricing", start + 2 * DAY + 3 * HOUR);
    web.signsUp(
        person.visitorId(),
        person.email(),
        "newsletter",
        Interest.CURIOUS,
        start + 3 * DAY + 5 * HOUR);
  }

  /** So near to warm that two clicks in a mail would do. None of those that come is a person's. */
  private void isScanned(Person person, long start) {
    web.weighs(person, start + DAY + 4 * HOUR);
    scanners.follow(mail.lies(person, start + DAY + 4 * HOUR + 30 * MINUTE), LINKS);
    // Two pages are worth a new score, which then says how many clicks were not counted.
    web.passesBy(person, start + 2 * DAY + 4 * HOUR);
  }
}
