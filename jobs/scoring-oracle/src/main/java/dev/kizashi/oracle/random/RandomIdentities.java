package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;
import static dev.kizashi.oracle.random.Dice.MINUTE;

import dev.kizashi.oracle.Bounds;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small worlds in which a few people come under many names: visitors that are named late, twice or
 * never, machines that are shared, addresses that are claimed and claimed again, leads that the CRM
 * merges and takes apart in every order, and leads that are to be forgotten and come back. The same
 * seed gives the same.
 *
 * <p>Every person has an id, an address and a browser that are mostly its own. Much happens within
 * one hour, so that caps cut across sources, and bursts within seconds, under several names.
 */
public final class RandomIdentities {
  private static final List<String> PEOPLE = List.of("kim", "lee", "mori", "nakata", "ono");

  private final boolean asWritten;
  private final Dice dice;
  private final RandomEvents events;
  private final SignalCatalogue catalogue;
  private final ScoringModel model;
  private final Bounds bounds;

  private final List<Person> people = new ArrayList<>();
  private final List<Pair> merges = new ArrayList<>();
  private final List<Erasure> erasures = new ArrayList<>();
  private final List<WorldArrival> history = new ArrayList<>();
  private int mails;

  private final int percentOfMerges;
  private final int percentOfErasures;
  private final int percentOfOutcomes;

  /** What is mostly one's own. */
  private record Person(String leadId, String address, String visitorId) {}

  private record Pair(String leadId, String otherLeadId) {}

  private record Erasure(String leadId, long erasedAt) {}

  /** How an event says who did it; each may be null. */
  private record Name(String leadId, String address, String visitorId) {
    Event.Builder on(Event.Builder event) {
      return event
          .with(EventField.LEAD_ID, leadId)
          .with(EventField.EMAIL, address)
          .with(EventField.VISITOR_ID, visitorId);
    }
  }

  /** What one seed gives: a catalogue, a model for it, and a few people. */
  public RandomIdentities(long seed) {
    this(seed, true);
  }

  /**
   * As the other.
   *
   * @param asWritten whether addresses have the capitals and blanks that systems write, which what
   *     is decoded has no more
   */
  public RandomIdentities(long seed, boolean asWritten) {
    this.asWritten = asWritten;
    dice = new Dice(seed);
    events = new RandomEvents(dice, RandomIdentities::opening);
    catalogue = new RandomCatalogue(dice).next(1 + dice.below(9));
    model = new RandomModel(dice, catalogue).next(1 + dice.below(9), 0);
    bounds = someBounds();
    int howMany = 2 + dice.below(4);
    int addresses = Math.max(2, Math.min(howMany, 2 + dice.below(3)));
    int visitors = 2 + dice.below(3);
    for (int i = 0; i < howMany; i++) {
      String address = PEOPLE.get(i % addresses) + "@acme-" + i % addresses + ".example";
      // Whom the CRM does not know is known by the address alone.
      String leadId = dice.chance(75) ? "L" + (i + 1) : address;
      people.add(new Person(leadId, address, "v" + (1 + i % visitors)));
    }
    percentOfMerges = dice.pick(List.of(1, 5, 9, 14));
    percentOfErasures = dice.pick(List.of(0, 1, 3, 6));
    percentOfOutcomes = dice.pick(List.of(2, 8, 20));
  }

  private static Event.Builder opening(
      InputTopic topic, String eventId, long occurredAt, String type) {
    return Event.on(topic)
        .with(EventField.EVENT_ID, eventId)
        .with(EventField.OCCURRED_AT, occurredAt)
        .with(EventField.TYPE, type);
  }

  private Bounds someBounds() {
    return new Bounds(
        dice.pick(List.of(DAY, 10 * DAY, Bounds.USUAL.waitMillis())),
        dice.pick(List.of(10 * DAY, 60 * DAY, Bounds.USUAL.rememberMillis())),
        dice.pick(List.of(3, 10, Bounds.USUAL.waitingFacts())),
        dice.pick(List.of(2, 4, Bounds.USUAL.namings())),
        dice.pick(List.of(2 * DAY, Bounds.USUAL.erasureMillis())));
  }

  public SignalCatalogue catalogue() {
    return catalogue;
  }

  /** The same but for burst rules: with them the order of arrival matters. */
  public SignalCatalogue catalogueWithoutBursts() {
    return RandomCatalogue.withoutBursts(catalogue);
  }

  public ScoringModel model() {
    return model;
  }

  /**
   * Often narrower than the rules', so that they are met; the histories meet the rules' as well.
   */
  public Bounds bounds() {
    return bounds;
  }

  /**
   * What arrives, in order of arrival. A further call goes on with the same people, and begins with
   * the same event ids.
   *
   * @param n how many arrivals, repetitions included
   */
  public List<WorldArrival> history(int n) {
    history.clear();
    long now = Instant.parse("2026-03-02T08:30:00Z").toEpochMilli() + dice.below((int) HOUR);
    for (int i = 0; history.size() < n; i++) {
      now += pause();
      arrive("e" + i, now);
    }
    return List.copyOf(history.subList(0, n));
  }

  private long pause() {
    int kind = dice.below(1000);
    if (kind < 60) {
      return 0;
    } else if (kind < 600) {
      return dice.below((int) (4 * MINUTE));
    } else if (kind < 820) {
      return dice.below((int) (5 * HOUR));
    } else if (kind < 970) {
      return dice.upTo(4 * DAY);
    }
    return dice.upTo(kind < 995 ? 100 * DAY : 500 * DAY);
  }

  private long lateness() {
    return dice.upTo(dice.pick(List.of(HOUR, HOUR, DAY, 5 * DAY, 60 * DAY)));
  }

  private void arrive(String eventId, long now) {
    long occurredAt = now - (dice.chance(12) ? lateness() : 0);
    if (!history.isEmpty() && dice.chance(6)) {
      int back = dice.chance(70) ? Math.min(6, history.size()) : history.size();
      history.add(history.get(history.size() - 1 - dice.below(back)));
    } else if (!erasures.isEmpty() && dice.chance(10)) {
      afterErasure(eventId);
    } else if (dice.chance(percentOfMerges)) {
      history.add(mergeOrUnmerge(eventId, occurredAt));
    } else if (dice.chance(percentOfErasures)) {
      history.add(erasure(eventId, occurredAt));
    } else if (dice.chance(percentOfOutcomes)) {
      history.add(outcome(eventId, occurredAt));
    } else if (dice.chance(5)) {
      history.add(profile(eventId, occurredAt));
    } else if (dice.chance(9)) {
      burst(eventId, occurredAt);
    } else {
      history.add(behaviour(eventId, occurredAt, somebody()));
    }
  }

  // ---- who ----------------------------------------------------------------------------------

  /** Mostly one's own names; sometimes another's machine or address. */
  private Person somebody() {
    Person person = dice.pick(people);
    return new Person(
        person.leadId(),
        dice.chance(88) ? person.address() : dice.pick(people).address(),
        dice.chance(80) ? person.visitorId() : dice.pick(people).visitorId());
  }

  private String someLead() {
    Person person = dice.pick(people);
    return dice.chance(75) ? person.leadId() : person.address();
  }

  /** As a system writes it. */
  private String written(String address) {
    return dice.chance(85) || !asWritten
        ? address
        : " " + address.substring(0, 1).toUpperCase() + address.substring(1);
  }

  /** An event that names its lead by its id, or, where that is an address, as mails do. */
  private Name named(Person person, String visitorId) {
    return person.leadId().indexOf('@') < 0 || dice.chance(15)
        ? new Name(person.leadId(), null, visitorId)
        : new Name(null, person.leadId(), visitorId);
  }

  // ---- behaviour ----------------------------------------------------------------------------

  private WorldArrival behaviour(String eventId, long occurredAt, Person person) {
    int kind = dice.below(100);
    Event.Builder event;
    if (kind < 38) {
      event = browses(eventId, occurredAt, new Name(null, null, person.visitorId()));
    } else if (kind < 52) {
      event = browses(eventId, occurredAt, named(person, person.visitorId()));
    } else if (kind < 60) {
      event = browses(eventId, occurredAt, named(person, null));
    } else if (kind < 67) {
      // A click-through says whose machine it is.
      Name byAddress = new Name(null, written(person.address()), person.visitorId());
      event = byAddress.on(events.email(eventId, occurredAt));
    } else if (kind < 83) {
      event = new Name(null, written(person.address()), null).on(events.email(eventId, occurredAt));
    } else if (kind < 90) {
      event = named(person, null).on(events.offline(eventId, occurredAt));
    } else {
      event = claims(eventId, occurredAt, person);
    }
    return new WorldArrival.Behaviour(event.build());
  }

  private Event.Builder browses(String eventId, long occurredAt, Name name) {
    return name.on(events.clickstream(eventId, occurredAt));
  }

  /** With both the id and the address; some show nothing else. */
  private Event.Builder claims(String eventId, long occurredAt, Person person) {
    Name both =
        new Name(
            dice.chance(92) ? person.leadId() : person.address(),
            written(person.address()),
            dice.chance(30) ? person.visitorId() : null);
    return both.on(
        dice.chance(30)
            ? opening(InputTopic.OFFLINE_ACTIVITY, eventId, occurredAt, "event_no_show")
            : dice.chance(50)
                ? events.clickstream(eventId, occurredAt)
                : events.email(eventId, occurredAt));
  }

  /**
   * What machines do within seconds, under several names of a person; often under names that nobody
   * has met, and only what follows says that they are one.
   */
  private void burst(String ids, long start) {
    Person usual = somebody();
    boolean byMail = dice.chance(60);
    boolean strange = dice.chance(60);
    mails++;
    Person person =
        strange ? new Person(usual.leadId(), "post-" + ids + "@acme-0.example", "w-" + ids) : usual;
    long now = start;
    int times = 2 + dice.below(4);
    for (int i = 0; i < times; i++) {
      Event.Builder event =
          byMail
              ? mailed(ids + "-" + i, now, i == 0 ? "delivered" : "clicked")
              : events.machine(seen(ids + "-" + i, now));
      Name name = strange ? apart(person, byMail) : anyName(person, byMail);
      history.add(new WorldArrival.Behaviour(name.on(event).build()));
      now += dice.chance(80) ? dice.below(900) : dice.below((int) (3 * HOUR));
    }
    if (strange && dice.chance(85)) {
      history.add(joins(ids + "-joins", now + dice.below((int) MINUTE), person, byMail));
    }
  }

  /** By names that are not yet known to be one. */
  private Name apart(Person person, boolean byMail) {
    if (dice.chance(50)) {
      return named(person, null);
    }
    return byMail
        ? new Name(null, person.address(), null)
        : new Name(null, null, person.visitorId());
  }

  /** Says that they are. */
  private WorldArrival joins(String eventId, long occurredAt, Person person, boolean byMail) {
    if (byMail && dice.chance(50)) {
      return crm(eventId, person.leadId(), occurredAt, CrmUpdate.Kind.MERGED, person.address());
    }
    Name both =
        byMail
            ? new Name(person.leadId(), person.address(), null)
            : named(person, person.visitorId());
    return new WorldArrival.Behaviour(both.on(events.clickstream(eventId, occurredAt)).build());
  }

  private Name anyName(Person person, boolean byMail) {
    if (byMail) {
      return dice.chance(50)
          ? new Name(null, person.address(), dice.chance(20) ? person.visitorId() : null)
          : named(person, null);
    }
    return dice.chance(65)
        ? new Name(null, null, person.visitorId())
        : named(person, dice.chance(60) ? person.visitorId() : null);
  }

  private Event.Builder mailed(String eventId, long occurredAt, String type) {
    return opening(InputTopic.EMAIL_ENGAGEMENT, eventId, occurredAt, type)
        .with(EventField.MESSAGE_ID, "b" + mails)
        .with(EventField.CAMPAIGN_ID, dice.chance(50) ? "c-1" : null)
        .with(EventField.LINK_URL, "https://www.example.com/docs/" + dice.below(3) + ".pdf");
  }

  private Event.Builder seen(String eventId, long occurredAt) {
    return opening(InputTopic.CLICKSTREAM, eventId, occurredAt, "page_view")
        .with(EventField.URL, "https://www.example.com/pricing?q=kafka")
        .with(EventField.DWELL_MS, 40_000L)
        .properties(Map.of("country", "JP", "form", "contact"));
  }

  // ---- the CRM ------------------------------------------------------------------------------

  private WorldArrival mergeOrUnmerge(String eventId, long occurredAt) {
    if (!merges.isEmpty() && dice.chance(45)) {
      Pair merge = dice.pick(merges);
      // Not every system remembers where it put somebody.
      String leadId = dice.chance(80) ? merge.leadId() : someLead();
      return crm(eventId, leadId, occurredAt, CrmUpdate.Kind.UNMERGED, merge.otherLeadId());
    }
    Pair pair = new Pair(someLead(), someLead());
    if (pair.leadId().equals(pair.otherLeadId()) && dice.chance(70)) {
      pair = new Pair(someLead(), someLead());
    }
    if (!merges.isEmpty() && dice.chance(25)) {
      Pair before = dice.pick(merges);
      // The same again, crosswise, or on from where the last one led.
      pair =
          dice.pick(
              List.of(
                  before,
                  new Pair(before.otherLeadId(), before.leadId()),
                  new Pair(someLead(), before.leadId()),
                  new Pair(before.otherLeadId(), someLead())));
    }
    merges.add(pair);
    return crm(eventId, pair.leadId(), occurredAt, CrmUpdate.Kind.MERGED, pair.otherLeadId());
  }

  private WorldArrival erasure(String eventId, long occurredAt) {
    String leadId =
        !erasures.isEmpty() && dice.chance(25) ? dice.pick(erasures).leadId() : someLead();
    erasures.add(new Erasure(leadId, occurredAt));
    return crm(eventId, leadId, occurredAt, CrmUpdate.Kind.ERASED, null);
  }

  /** What comes of somebody who was to be forgotten: late, at that instant, or anew. */
  private void afterErasure(String eventId) {
    Erasure erasure = erasures.get(erasures.size() - 1 - dice.below(Math.min(3, erasures.size())));
    long occurredAt =
        erasure.erasedAt()
            + dice.pick(List.of(-DAY, -HOUR, -MINUTE, 0L, 1L, MINUTE, HOUR))
            + dice.below((int) MINUTE);
    Person mate = somebody();
    for (Person one : people) {
      if (one.leadId().equals(erasure.leadId()) || one.address().equals(erasure.leadId())) {
        mate = one;
      }
    }
    Person erased = new Person(erasure.leadId(), mate.address(), mate.visitorId());
    int kind = dice.below(10);
    if (kind == 0) {
      history.add(profile(eventId, occurredAt));
    } else if (kind == 1) {
      history.add(
          crm(
              eventId,
              dice.chance(50) ? erasure.leadId() : someLead(),
              occurredAt,
              dice.chance(70) ? CrmUpdate.Kind.MERGED : CrmUpdate.Kind.UNMERGED,
              dice.chance(50) ? erasure.leadId() : someLead()));
    } else {
      history.add(behaviour(eventId, occurredAt, erased));
    }
  }

  private WorldArrival profile(String eventId, long occurredAt) {
    boolean acknowledged = dice.chance(15);
    Person person = somebody();
    return new WorldArrival.Crm(
        eventId,
        person.leadId(),
        occurredAt,
        update(
            acknowledged ? CrmUpdate.Kind.ALERT_ACKNOWLEDGED : CrmUpdate.Kind.PROFILE_UPSERTED,
            dice.chance(35) ? written(person.address()) : null,
            null,
            null));
  }

  private WorldArrival outcome(String eventId, long occurredAt) {
    CrmUpdate.Kind kind =
        dice.pick(
            List.of(
                CrmUpdate.Kind.ACCEPTED,
                CrmUpdate.Kind.ACCEPTED,
                CrmUpdate.Kind.ACCEPTED,
                CrmUpdate.Kind.REJECTED,
                CrmUpdate.Kind.REJECTED,
                CrmUpdate.Kind.OPPORTUNITY_OPENED,
                CrmUpdate.Kind.WON,
                CrmUpdate.Kind.LOST,
                CrmUpdate.Kind.CHURNED,
                CrmUpdate.Kind.STAGE_SET));
    return new WorldArrival.Crm(
        eventId,
        someLead(),
        occurredAt,
        update(
            kind,
            null,
            kind == CrmUpdate.Kind.STAGE_SET ? dice.pick(RandomCare.STAGES) : null,
            null));
  }

  private WorldArrival.Crm crm(
      String eventId, String leadId, long occurredAt, CrmUpdate.Kind kind, String otherLeadId) {
    String email =
        kind == CrmUpdate.Kind.MERGED && dice.chance(10)
            ? written(dice.pick(people).address())
            : null;
    return new WorldArrival.Crm(
        eventId, leadId, occurredAt, update(kind, email, null, otherLeadId));
  }

  private CrmUpdate update(CrmUpdate.Kind kind, String email, String stage, String otherLeadId) {
    Map<String, String> attributes = new HashMap<>();
    events.maybe(attributes, "seniority", List.of("vp", "manager", "intern", ""));
    events.maybe(attributes, "company_size", List.of("12", "640", "5000", "many"));
    events.maybe(attributes, "industry", List.of("government", "manufacturing", "it", ""));
    events.maybe(attributes, "budget", List.of("50k", "none", ""));
    return new CrmUpdate(
        kind,
        attributes,
        email,
        dice.chance(15) ? dice.pick(List.of("ACC-1", "ACC-2", "")) : null,
        dice.chance(30) ? dice.pick(List.of("aoi", "ben", "")) : null,
        kind == CrmUpdate.Kind.REJECTED ? dice.pick(List.of("timing", "competitor")) : null,
        stage,
        otherLeadId,
        kind == CrmUpdate.Kind.ALERT_ACKNOWLEDGED ? "unknown" : null);
  }
}
