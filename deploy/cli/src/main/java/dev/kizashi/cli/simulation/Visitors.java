package dev.kizashi.cli.simulation;

import dev.kizashi.cli.simulation.VisitorPlan.KnownToCrm;
import dev.kizashi.cli.simulation.VisitorPlan.Step;
import dev.kizashi.cli.simulation.VisitorPlan.Who;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Browsers that come without a name, and the people behind them, of whom some say who they are: by
 * a form with their address, by logging in, or by following a mail's link. Before and after that
 * they browse like anybody. What they will do is worked out again for each visit ({@link
 * VisitorPlan}); kept is one entry for each person who will come again.
 */
final class Visitors {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private static final double FORMS = 0.5;
  private static final double LOGINS = 0.75;
  private static final double MAILS_AFTERWARDS = 0.25;

  private final VisitorPlan plan;
  private final Population people;
  private final Playback play;
  private final WebBehaviour web;
  private final MailBehaviour mail;
  private final CrmBehaviour crm;
  private final Introductions introductions;
  private final PriorityQueue<Due> returning =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingInt(Due::person));
  private int nextPerson;
  private long nextBegins;

  private record Due(long at, int person, int step) {}

  /** Is told whom the CRM introduces, and when (epoch millis, maybe to come). */
  @FunctionalInterface
  interface Introductions {
    void introduced(Person person, long at);
  }

  Visitors(
      VisitorPlan plan,
      Population people,
      Playback play,
      WebBehaviour web,
      MailBehaviour mail,
      CrmBehaviour crm,
      Introductions introductions) {
    this.plan = plan;
    this.people = people;
    this.play = play;
    this.web = web;
    this.mail = mail;
    this.crm = crm;
    this.introductions = introductions;
    this.nextBegins = beginning();
  }

  private long beginning() {
    return nextPerson < plan.people()
        ? plan.instantOf(plan.steps(nextPerson).get(0))
        : Long.MAX_VALUE;
  }

  /** When somebody comes next, in epoch millis; {@link Long#MAX_VALUE} when nobody will. */
  long nextAt() {
    return returning.isEmpty() ? nextBegins : Math.min(nextBegins, returning.peek().at());
  }

  /** Lets whoever comes next come. */
  void act() {
    if (returning.isEmpty() || nextBegins < returning.peek().at()) {
      Due due = new Due(nextBegins, nextPerson, 0);
      nextPerson++;
      nextBegins = beginning();
      act(due);
    } else {
      act(returning.poll());
    }
  }

  private void act(Due due) {
    List<Step> steps = plan.steps(due.person());
    Step step = steps.get(due.step());
    Who who = plan.who(due.person());
    Person person = people.person(plan.indexOf(due.person()));
    String visitorId = visitorIdOf(person, who, due.person(), step.device());
    if (!who.identifies()) {
      web.visit(visitorId, due.at());
    } else {
      if (due.step() == 0 && who.knownToCrm() == KnownToCrm.FROM_THE_START) {
        introduces(person, due.at());
      }
      boolean named = steps.subList(0, due.step()).stream().anyMatch(Step::names);
      Interest interest = play.chance(0.3) ? Interest.BUYING : Interest.EVALUATING;
      if (step.names()) {
        names(person, who, visitorId, interest, due.at(), !named);
      } else if (named && play.chance(MAILS_AFTERWARDS)) {
        follows(person, who, visitorId, interest, due.at());
      } else {
        web.browses(visitorId, interest, due.at());
      }
    }
    if (due.step() + 1 < steps.size()) {
      long at = Math.max(due.at(), plan.instantOf(steps.get(due.step() + 1)));
      returning.add(new Due(at, due.person(), due.step() + 1));
    }
  }

  private String visitorIdOf(Person person, Who who, int number, int device) {
    if (!who.sharesMachine()) {
      return WebBehaviour.deviceOf(person, device);
    }
    return device == 0
        ? people.person(plan.indexOf(plan.neighbourOf(number))).visitorId()
        : WebBehaviour.deviceOf(person, device - 1);
  }

  private static boolean isKnown(Who who) {
    return who.knownToCrm() != KnownToCrm.NEVER;
  }

  private void names(
      Person person, Who who, String visitorId, Interest interest, long at, boolean first) {
    double way = play.random.nextDouble();
    long namedAt;
    if (way < FORMS || (way < LOGINS && !isKnown(who))) {
      String form = play.pick("newsletter", "newsletter", "contact", "demo");
      namedAt = web.signsUp(visitorId, person.email(), form, interest, at);
      if (isKnown(who) && !form.equals("newsletter")) {
        crm.sells(person, namedAt + DAY);
      }
    } else if (way < LOGINS) {
      namedAt = web.logsIn(visitorId, person.leadId(), interest, at);
    } else {
      namedAt = follows(person, who, visitorId, interest, at);
    }
    if (first && who.knownToCrm() == KnownToCrm.AFTERWARDS) {
      introduces(person, namedAt + play.between(10 * MINUTE, 3 * DAY));
    }
  }

  /** One mail is followed to the site; the next is not. */
  private long follows(Person person, Who who, String visitorId, Interest interest, long at) {
    mail.goesUnread(person, isKnown(who), at + play.between(DAY, 7 * DAY));
    return mail.clickThrough(person, isKnown(who), visitorId, interest, at);
  }

  private void introduces(Person person, long at) {
    crm.introduces(person, at);
    introductions.introduced(person, at);
  }
}
