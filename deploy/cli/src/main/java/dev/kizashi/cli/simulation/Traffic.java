package dev.kizashi.cli.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The behaviour of a seller's leads and visitors, without end, in the order of delivery: that of
 * event time, but for what the settings delay.
 *
 * <p>Sessions begin as a Poisson process whose rate follows the hours of the week. Who acts is
 * drawn by Zipf's law among those who care at that time ({@link Interest}); what they do is played
 * out at once into a queue ordered by delivery. So memory holds what has begun and not yet
 * happened: the sessions of the last minutes, mails not opened yet, the next webinar's guests and
 * what is late, besides one bit a lead, one entry for each visitor who will come again, and who was
 * erased. It does not grow with the length of the stream.
 *
 * <p>Visitors, merges, erasures and mail scanners draw from streams of their own. Scanners only add
 * to what is there ({@link Scanners}): the same settings without them give the same events, but for
 * theirs, whose ids begin with {@code scanner-}.
 *
 * <p>Not safe for use by several threads.
 */
public final class Traffic implements Iterator<TrafficEvent> {
  /** Drawn anew this often when the one drawn does not care. */
  private static final int DRAWS = 12;

  private static final double VISITORS_PER_LEAD = 5;

  /** Fewer are watched one by one. */
  private static final int LEAST_FOR_A_STORY = 100;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  /** Introduced by the CRM long after their first event, where addresses stand alone. */
  private static final double INTRODUCED_LATE = 0.3;

  // What randomness is for; 1 to 4 are people's own.
  private static final int OF_SCANNERS = 5;
  private static final int OF_STORIES = 6;
  private static final int OF_VISITORS = 7;
  private static final int OF_MERGES = 8;
  private static final int OF_ERASURES = 9;
  private static final int OF_ADDRESSES = 10;

  private final TrafficSettings settings;
  private final Population people;
  private final SplittableRandom random;
  private final SplittableRandom addressing;
  private final Playback play;
  private final WebBehaviour web;
  private final MailBehaviour mail;
  private final OfflineBehaviour offline;
  private final CrmBehaviour crm;
  private final Merges merges;
  private final Erasures erasures;
  private final Visitors visitors;
  private final BitSet introduced;
  private final PriorityQueue<Queued> queue =
      new PriorityQueue<>(
          Comparator.<Queued>comparingLong(queued -> queued.event().arrivesAt())
              .thenComparingLong(Queued::order));
  private final long start;
  private final int cast;
  private final double busiestSessionsPerMilli;
  private double nextSessionAt;
  private long queued;

  private record Queued(TrafficEvent event, long order) {}

  public Traffic(TrafficSettings settings) {
    IdentitySettings identity = settings.identity();
    VisitorPlan plan = VisitorPlan.of(settings);
    this.settings = settings;
    this.start = settings.start().toEpochMilli();
    this.people = new Population(settings.seed(), settings.leads() + plan.people());
    this.random = new SplittableRandom(settings.seed());
    this.play = Playback.of(settings, random.split(), "", this::enqueue);
    this.addressing = people.randomOf(0, OF_ADDRESSES);
    Scanners scanners = new Scanners(playback("scanner-", OF_SCANNERS), settings.scannerShare());
    this.web = new WebBehaviour(play);
    this.mail = mail(play, scanners);
    this.offline = new OfflineBehaviour(play);
    this.crm = new CrmBehaviour(play);
    this.introduced = new BitSet(settings.leads());

    Playback erasing = playback("erasure-", OF_ERASURES);
    this.erasures =
        new Erasures(
            erasing,
            new CrmBehaviour(erasing),
            new WebBehaviour(erasing),
            mail(erasing, scanners),
            identity.erasedShare());
    this.merges = mergesBy(playback("merge-", OF_MERGES), identity);
    Playback visiting = playback("visitor-", OF_VISITORS);
    this.visitors =
        new Visitors(
            plan,
            people,
            visiting,
            new WebBehaviour(visiting),
            mail(visiting, scanners),
            new CrmBehaviour(visiting),
            this::introduced);

    this.busiestSessionsPerMilli =
        settings.sessionsPerLeadPerDay() * settings.leads() / DAY / WorkingWeek.meanBusyness();
    this.nextSessionAt = start;
    this.cast = settings.leads() >= LEAST_FOR_A_STORY ? Storyline.CAST : 0;
    if (cast > 0) {
      // On time: a story is told in its order.
      Playback telling = playback("story-", OF_STORIES).neverLate();
      new Storyline(
              people,
              settings.leads(),
              new WebBehaviour(telling),
              mail(telling, scanners),
              new CrmBehaviour(telling),
              scanners)
          .begins(start);
    }
  }

  private Playback playback(String name, int purpose) {
    return Playback.of(settings, people.randomOf(0, purpose), name, this::enqueue);
  }

  private MailBehaviour mail(Playback by, Scanners scanners) {
    return new MailBehaviour(
        by, new WebBehaviour(by), scanners, settings.identity().addressOnlyShare(), addressing);
  }

  private Merges mergesBy(Playback merging, IdentitySettings identity) {
    return new Merges(
        merging, new CrmBehaviour(merging), erasures, identity.mergedShare(), identity.crossing());
  }

  /** Who they are: the leads first, behind them the people who come as visitors. */
  public Population people() {
    return people;
  }

  /** The same, as a stream without end. */
  public Stream<TrafficEvent> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /** Always. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public TrafficEvent next() {
    long next = (long) Math.min(nextSessionAt, visitors.nextAt());
    while (queue.isEmpty() || queue.peek().event().arrivesAt() >= next) {
      if (visitors.nextAt() <= nextSessionAt) {
        visitors.act();
      } else {
        perhapsASession((long) nextSessionAt);
        nextSessionAt += random.nextExponential() / busiestSessionsPerMilli;
      }
      next = (long) Math.min(nextSessionAt, visitors.nextAt());
    }
    return queue.poll().event();
  }

  /** What is held at present. */
  int pending() {
    return queue.size();
  }

  private void perhapsASession(long at) {
    if (random.nextDouble()
        < WorkingWeek.busyness(Instant.ofEpochMilli(at).atZone(settings.zone()))) {
      session(at);
    }
  }

  private void session(long at) {
    if (play.chance(settings.anonymousShare())) {
      web.visit("v-" + random.nextInt((int) (VISITORS_PER_LEAD * settings.leads())), at);
      return;
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      int lead = drawLead();
      Interest interest = Interest.of(people, lead, at - start);
      if (interest != Interest.NONE) {
        act(people.person(lead), interest, at);
        return;
      }
    }
  }

  private void act(Person person, Interest interest, long at) {
    if (erasures.isErased(person, at)) {
      return;
    }
    if (!introduced.get(person.index())) {
      introduced.set(person.index());
      introduce(person, at);
    }
    boolean keen = interest == Interest.EVALUATING || interest == Interest.BUYING;
    long begins = at + MINUTE;
    if (keen && offline.isExhibition(at) && play.chance(0.3)) {
      offline.visitsTheBooth(person, begins);
    } else if (play.chance(keen ? 0.08 : 0.02)) {
      offline.registers(person, begins);
    } else if (play.chance(0.35)) {
      mail.mail(person, interest, begins);
    } else {
      long raisedAt = web.visit(person, interest, begins, null);
      if (raisedAt > 0) {
        crm.qualifies(person, raisedAt);
        crm.sells(person, raisedAt);
      }
    }
  }

  private void introduce(Person person, long at) {
    boolean late =
        settings.identity().addressOnlyShare() > 0 && addressing.nextDouble() < INTRODUCED_LATE;
    long introducedAt = late ? at + (long) (HOUR * Math.pow(24 * 10, addressing.nextDouble())) : at;
    crm.introduces(person, introducedAt);
    introduced(person, introducedAt);
  }

  /** The CRM knows one more. */
  private void introduced(Person person, long at) {
    erasures.introduced(person, at);
    merges.introduced(person, at);
  }

  /** Zipf's law, taken continuously: exact but for the first few ranks. */
  private int drawLead() {
    double u = random.nextDouble();
    int leads = settings.leads() - cast;
    double ranks = leads + 1.0;
    double flatness = 1 - settings.zipfExponent();
    double rank =
        Math.abs(flatness) < 1e-9
            ? Math.pow(ranks, u)
            : Math.pow(1 + u * (Math.pow(ranks, flatness) - 1), 1 / flatness);
    return Math.min(leads, (int) rank) - 1;
  }

  private void enqueue(TrafficEvent event) {
    queue.add(new Queued(event, queued++));
  }
}
