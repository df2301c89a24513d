package dev.kizashi.cli.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who is behind the visitors, and when they come. A person has one browser, or up to three where
 * the person is going to say who it is; a few use one that somebody else has named before. All of
 * it follows from the seed and a person's number, so nothing is kept of anybody.
 *
 * <p>People begin one after the other over the first {@value #BEGIN_WITHIN} of the time, measured
 * by working hours, and do the rest in what is left of it.
 */
final class VisitorPlan {
  private static final double BEGIN_WITHIN = 0.8;
  private static final int PURPOSE_WHO = 11;
  private static final int PURPOSE_WHEN = 12;

  /** Of those who identify. */
  private static final double SECOND_DEVICE = 0.4;

  private static final double THIRD_DEVICE = 0.3;

  private static final double STRANGER_RETURNS = 0.35;
  private static final double BROWSES_BEFORE = 0.6;
  private static final double BROWSES_AFTER = 0.6;
  private static final int MOST_SESSIONS = 6;

  private final Population randomness;
  private final int firstIndex;
  private final double identifiedShare;
  private final double sharedShare;
  private final int people;
  private final int devicesOfLast;
  private final WorkingWeek time;

  /** What the CRM knows of a person who identifies. */
  enum KnownToCrm {
    FROM_THE_START,
    AFTERWARDS,
    NEVER
  }

  /**
   * One person.
   *
   * @param devices browsers, at least 1; the first is shared where {@code sharesMachine}
   * @param knownToCrm of one who identifies
   */
  record Who(boolean identifies, int devices, boolean sharesMachine, KnownToCrm knownToCrm) {}

  /**
   * One visit.
   *
   * @param busy when, in busiest hours since the start
   * @param device which browser, from 0
   * @param names whether the person says who it is
   */
  record Step(double busy, int device, boolean names) {}

  private VisitorPlan(TrafficSettings settings) {
    IdentitySettings identity = settings.identity();
    this.randomness = new Population(settings.seed(), 1);
    this.firstIndex = settings.leads();
    this.identifiedShare = identity.identifiedShare();
    this.sharedShare = identity.sharedShare();
    this.time =
        new WorkingWeek(
            settings.zone(),
            settings.start().toEpochMilli(),
            identity.visitors() == 0 ? Duration.ofHours(1) : identity.visitorsWithin());
    int found = 0;
    int person = 0;
    int over = 0;
    while (found < identity.visitors()) {
      Who who = drawn(person++);
      found += who.devices() - (who.sharesMachine() ? 1 : 0);
      over = found - identity.visitors();
    }
    this.people = person;
    this.devicesOfLast = person == 0 ? 0 : drawn(person - 1).devices() - Math.max(0, over);
  }

  static VisitorPlan of(TrafficSettings settings) {
    return new VisitorPlan(settings);
  }

  /** How many. */
  int people() {
    return people;
  }

  /** Where a person stands in the population. */
  int indexOf(int person) {
    return firstIndex + person;
  }

  /** Epoch millis. */
  long instantOf(Step step) {
    return time.at(step.busy());
  }

  Who who(int person) {
    Who who = drawn(person);
    return person == people - 1
        ? new Who(who.identifies(), devicesOfLast, who.sharesMachine(), who.knownToCrm())
        : who;
  }

  private Who drawn(int person) {
    SplittableRandom own = randomness.randomOf(person, PURPOSE_WHO);
    boolean identifies = own.nextDouble() < identifiedShare;
    int devices = 1;
    if (identifies && own.nextDouble() < SECOND_DEVICE) {
      devices += own.nextDouble() < THIRD_DEVICE ? 2 : 1;
    }
    boolean shares = identifies && own.nextDouble() < sharedShare && neighbourOf(person) >= 0;
    double known = own.nextDouble();
    return new Who(
        identifies,
        devices,
        shares,
        known < 0.25
            ? KnownToCrm.FROM_THE_START
            : known < 0.7 ? KnownToCrm.AFTERWARDS : KnownToCrm.NEVER);
  }

  /** Who identified on the same machine: the last to begin before this person, or −1. */
  int neighbourOf(int person) {
    for (int before = person - 1; before >= 0; before--) {
      if (randomness.randomOf(before, PURPOSE_WHO).nextDouble() < identifiedShare) {
        return before;
      }
    }
    return -1;
  }

  /** When a person comes, in order; the first visit is never before that of an earlier person. */
  List<Step> steps(int person) {
    Who who = who(person);
    SplittableRandom own = randomness.randomOf(person, PURPOSE_WHEN);
    double begins = (person + own.nextDouble()) / people * BEGIN_WITHIN * time.total();
    double left = time.total() - begins;
    List<Step> steps = new ArrayList<>();
    if (!who.identifies()) {
      double at = begins;
      steps.add(new Step(at, 0, false));
      while (steps.size() < MOST_SESSIONS && own.nextDouble() < STRANGER_RETURNS) {
        at += (time.total() - at) * Math.pow(own.nextDouble(), 2);
        steps.add(new Step(at, 0, false));
      }
      return steps;
    }
    for (int device = 0; device < who.devices(); device++) {
      int before = sessions(own, BROWSES_BEFORE);
      boolean first = device == 0;
      double named = first && before == 0 ? 0 : 0.05 + 0.75 * own.nextDouble();
      for (int session = 0; session < before; session++) {
        double share = first && session == 0 ? 0 : own.nextDouble();
        steps.add(new Step(begins + left * named * share, device, false));
      }
      steps.add(new Step(begins + left * named, device, true));
      for (int session = sessions(own, BROWSES_AFTER); session > 0; session--) {
        double share = named + (1 - named) * own.nextDouble();
        steps.add(new Step(begins + left * share, device, false));
      }
    }
    steps.sort(Comparator.comparingDouble(Step::busy));
    return steps;
  }

  private static int sessions(SplittableRandom own, double another) {
    int sessions = 0;
    while (sessions < MOST_SESSIONS && own.nextDouble() < another) {
      sessions++;
    }
    return sessions;
  }
}
