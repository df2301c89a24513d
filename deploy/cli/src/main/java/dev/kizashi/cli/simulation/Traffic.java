package dev.kizashi.cli.simulation;

import dev.kizashi.scoring.signals.InputTopic;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
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
 * what is late, besides one bit a lead. It does not grow with the length of the stream.
 *
 * <p>Not safe for use by several threads.
 */
public final class Traffic implements Iterator<TrafficEvent> {
  private static final double[] WORKDAY = {
    .03, .03, .03, .03, .03, .05, .1, .3, .7, 1, 1, 1, .7, .9, 1, 1, 1, .8, .5, .3, .3, .25, .15,
    .05
  };
  private static final double WEEKEND = 0.15;

  /** Drawn anew this often when the one drawn does not care. */
  private static final int DRAWS = 12;

  private static final double VISITORS_PER_LEAD = 5;

  /** Fewer are watched one by one. */
  private static final int LEAST_FOR_A_STORY = 100;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final TrafficSettings settings;
  private final Population people;
  private final SplittableRandom random;
  private final Playback play;
  private final WebBehaviour web;
  private final MailBehaviour mail;
  private final OfflineBehaviour offline;
  private final CrmBehaviour crm;
  private final BitSet introduced;
  private final PriorityQueue<Queued> queue =
      new PriorityQueue<>(
          Comparator.<Queued>comparingLong(queued -> queued.event().arrivesAt())
              .thenComparingLong(Queued::order));
  private final long start;
  private final double busiestSessionsPerMilli;
  private double nextSessionAt;
  private long queued;

  private record Queued(TrafficEvent event, long order) {}

  public Traffic(TrafficSettings settings) {
    this.settings = settings;
    this.people = new Population(settings.seed(), settings.leads());
    this.random = new SplittableRandom(settings.seed());
    this.play = new Playback(settings, random.split(), this::deliver);
    this.web = new WebBehaviour(play);
    this.mail = new MailBehaviour(play, web);
    this.offline = new OfflineBehaviour(play);
    this.crm = new CrmBehaviour(play);
    this.introduced = new BitSet(settings.leads());
    this.busiestSessionsPerMilli =
        settings.sessionsPerLeadPerDay() * settings.leads() / DAY / meanBusyness();
    this.start = settings.start().toEpochMilli();
    this.nextSessionAt = start;
    if (settings.leads() >= LEAST_FOR_A_STORY) {
      new Storyline(people, web, crm, introduced).begins(start);
    }
  }

  /** Who they are. */
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
    while (queue.isEmpty() || queue.peek().event().arrivesAt() >= nextSessionAt) {
      long at = (long) nextSessionAt;
      if (random.nextDouble() < busyness(Instant.ofEpochMilli(at).atZone(settings.zone()))) {
        session(at);
      }
      nextSessionAt += random.nextExponential() / busiestSessionsPerMilli;
    }
    return queue.poll().event();
  }

  /** What is held at present. */
  int pending() {
    return queue.size();
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
    if (!introduced.get(person.index())) {
      introduced.set(person.index());
      crm.introduces(person, at);
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

  /** Zipf's law, taken continuously: exact but for the first few ranks. */
  private int drawLead() {
    double u = random.nextDouble();
    double ranks = settings.leads() + 1.0;
    double flatness = 1 - settings.zipfExponent();
    double rank =
        Math.abs(flatness) < 1e-9
            ? Math.pow(ranks, u)
            : Math.pow(1 + u * (Math.pow(ranks, flatness) - 1), 1 / flatness);
    return Math.min(settings.leads(), (int) rank) - 1;
  }

  private void deliver(TrafficEvent event) {
    long arrivesAt = event.arrivesAt();
    if (event.topic() != InputTopic.CRM_UPDATES && play.chance(settings.lateShare())) {
      arrivesAt += play.between(MINUTE, 2 * DAY);
    }
    enqueue(event.arrivingAt(arrivesAt));
    if (play.chance(settings.duplicateShare())) {
      enqueue(event.arrivingAt(arrivesAt + play.between(1_000, 10 * MINUTE)));
    }
  }

  private void enqueue(TrafficEvent event) {
    queue.add(new Queued(event, queued++));
  }

  private static double busyness(ZonedDateTime time) {
    boolean weekend = time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    return WORKDAY[time.getHour()] * (weekend ? WEEKEND : 1);
  }

  private static double meanBusyness() {
    double day = 0;
    for (double hour : WORKDAY) {
      day += hour / WORKDAY.length;
    }
    return day * (5 + 2 * WEEKEND) / 7;
  }
}
