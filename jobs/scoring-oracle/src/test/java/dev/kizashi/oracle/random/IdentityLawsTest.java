package dev.kizashi.oracle.random;

import static dev.kizashi.oracle.random.Dice.DAY;
import static dev.kizashi.oracle.random.Dice.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.oracle.NaiveVisitor;
import dev.kizashi.oracle.NaiveWorld;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What must hold whoever it was that did something, and whenever that came out. */
class IdentityLawsTest {
  private static final long START = 1_772_440_200_000L;
  private static final int EVENTS = 25;

  private static NaiveWorld world(RandomIdentities random) {
    return world(random, random.catalogueWithoutBursts());
  }

  private static NaiveWorld world(RandomIdentities random, SignalCatalogue catalogue) {
    return new NaiveWorld(random.model(), catalogue, address -> address);
  }

  // ---- what happens, whoever it was ---------------------------------------------------------

  /** Something that a person does; told by a name it is an event. */
  private record Deed(long seed, int number, long occurredAt) {
    Event as(String leadId, String address, String visitorId) {
      RandomEvents events =
          new RandomEvents(
              new Dice(seed * 1000 + number),
              (topic, eventId, occurredAt, type) ->
                  Event.on(topic)
                      .with(EventField.EVENT_ID, eventId)
                      .with(EventField.OCCURRED_AT, occurredAt)
                      .with(EventField.TYPE, type));
      return events
          .any("e" + number, occurredAt)
          .with(EventField.LEAD_ID, leadId)
          .with(EventField.EMAIL, address)
          .with(EventField.VISITOR_ID, visitorId)
          .build();
    }
  }

  private static List<Deed> deeds(long seed, Dice dice) {
    List<Deed> deeds = new ArrayList<>();
    long now = START;
    for (int i = 0; i < EVENTS; i++) {
      now += dice.chance(70) ? dice.upTo(HOUR / 4) : dice.upTo(3 * DAY);
      deeds.add(new Deed(seed, i, now - (dice.chance(15) ? dice.upTo(2 * DAY) : 0)));
    }
    return deeds;
  }

  private static Event login(String leadId, String visitorId, long occurredAt) {
    return Event.on(InputTopic.CLICKSTREAM)
        .with(EventField.EVENT_ID, "login-" + leadId)
        .with(EventField.OCCURRED_AT, occurredAt)
        .with(EventField.TYPE, "login")
        .with(EventField.LEAD_ID, leadId)
        .with(EventField.VISITOR_ID, visitorId)
        .build();
  }

  private static CrmUpdate update(CrmUpdate.Kind kind, String email, String otherLeadId) {
    return new CrmUpdate(kind, Map.of(), email, null, null, null, null, otherLeadId, null);
  }

  private static void sameScore(long seed, NaiveLead one, NaiveLead other) {
    for (long t : new long[] {START, START + 7 * DAY, START + 60 * DAY}) {
      long at = Math.max(t, Math.max(one.clock().orElseThrow(), other.clock().orElseThrow()));
      LeadScored a = one.score(at);
      LeadScored b = other.score(at);
      assertThat(a.engagement()).as("seed %d", seed).isCloseTo(b.engagement(), within(1e-9));
      assertThat(a.validUntil()).as("seed %d", seed).isEqualTo(b.validUntil());
      assertThat(counts(a)).as("seed %d", seed).isEqualTo(counts(b));
    }
  }

  private static List<String> counts(LeadScored score) {
    return score.contributions().stream()
        .filter(line -> line.kind() == Contribution.Kind.SIGNAL)
        .map(line -> line.signal() + " " + line.count() + " " + line.suspectCount())
        .toList();
  }

  @Test
  void under_however_many_names_a_person_scores_as_one() {
    double total = 0;
    for (long seed = 0; seed < 150; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      Dice dice = new Dice(seed);
      List<Deed> deeds = deeds(seed, dice);
      NaiveWorld one = world(random);
      NaiveWorld many = world(random);
      List<Runnable> told = new ArrayList<>();
      one.event(login("L1", "v0", START));
      for (Deed deed : deeds) {
        one.event(deed.as("L1", null, null));
        Event event =
            switch (dice.below(6)) {
              case 0 -> deed.as("L1", null, null);
              case 1 -> deed.as("L2", null, null);
              case 2 -> deed.as("L3", null, null);
              case 3 -> deed.as(null, "kim@acme.example", null);
              default -> deed.as(null, null, "v1");
            };
        told.add(() -> many.event(event));
      }
      List<Runnable> joining =
          List.of(
              () -> many.crm("L1", "m1", START, update(CrmUpdate.Kind.MERGED, null, "L2")),
              () -> many.crm("L2", "m2", START, update(CrmUpdate.Kind.MERGED, null, "L3")),
              () ->
                  many.crm(
                      dice.pick(List.of("L1", "L2", "L3")),
                      "p1",
                      START,
                      update(CrmUpdate.Kind.PROFILE_UPSERTED, "Kim@acme.example", null)),
              () -> many.event(login(dice.pick(List.of("L1", "L2", "L3")), "v1", START)));
      joining.forEach(it -> told.add(dice.below(told.size() + 1), it));
      told.forEach(Runnable::run);

      assertThat(many.leadOf("L1").flatMap(NaiveLead::movedTo)).isEmpty();
      assertThat(many.scores(Long.MAX_VALUE / 4)).as("seed %d", seed).hasSize(1);
      sameScore(seed, many.leadOf("L1").orElseThrow(), one.leadOf("L1").orElseThrow());
      total += one.leadOf("L1").orElseThrow().engagement(START + 7 * DAY);
    }
    assertThat(total).isGreaterThan(100);
  }

  @Test
  void it_makes_no_difference_when_a_visitor_is_named() {
    for (long seed = 0; seed < 150; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      Dice dice = new Dice(seed);
      List<Deed> deeds = deeds(seed, dice);
      long named = START + dice.upTo(5 * DAY);
      NaiveWorld early = world(random);
      NaiveWorld late = world(random);
      early.event(login("L1", "v1", named));
      for (Deed deed : deeds) {
        early.event(deed.as(null, null, "v1"));
        late.event(deed.as(null, null, "v1"));
      }
      late.event(login("L1", "v1", named));

      sameScore(seed, early.leadOf("L1").orElseThrow(), late.leadOf("L1").orElseThrow());
      assertThat(early.leadOf("L1").orElseThrow().score(named + 60 * DAY).fit())
          .as("seed %d", seed)
          .isEqualTo(late.leadOf("L1").orElseThrow().score(named + 60 * DAY).fit());
    }
  }

  @Test
  void merged_and_unmerged_is_never_merged() {
    for (long seed = 0; seed < 150; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      Dice dice = new Dice(seed);
      List<Deed> deeds = deeds(seed, dice);
      NaiveWorld apart = world(random);
      NaiveWorld together = world(random);
      List<String> names = List.of("L1", "L2", "L3", "kim@acme.example");
      // Some of it arrives before all are met, some while they are one, some afterwards.
      int merged = 4 + dice.below(8);
      int unmerged = merged + dice.below(10);
      for (NaiveWorld world : List.of(apart, together)) {
        names.forEach(it -> world.event(login(it, "of-" + it, START)));
      }
      List<String> into = new ArrayList<>(dice.shuffled(names));
      for (int i = 0; i < deeds.size(); i++) {
        if (i == merged) {
          merge(together, into, dice);
        } else if (i == unmerged) {
          unmerge(together, into, dice);
        }
        String name = dice.pick(names);
        Event event =
            dice.chance(50)
                ? deeds.get(i).as(name, null, null)
                : deeds.get(i).as(null, null, "of-" + name);
        apart.event(event);
        together.event(event);
      }
      if (unmerged == merged) {
        unmerge(together, into, dice);
      }

      for (String name : names) {
        assertThat(together.leadOf(name).flatMap(NaiveLead::movedTo)).isEmpty();
        sameScore(seed, together.leadOf(name).orElseThrow(), apart.leadOf(name).orElseThrow());
      }
    }
  }

  /** All into one, through others or not. */
  private static void merge(NaiveWorld world, List<String> names, Dice dice) {
    for (int i = 1; i < names.size(); i++) {
      String into = names.get(dice.below(i));
      world.crm(into, "m" + i, START, update(CrmUpdate.Kind.MERGED, null, names.get(i)));
      assertThat(world.lastFate()).isEqualTo(Fate.SCORED);
    }
  }

  private static void unmerge(NaiveWorld world, List<String> names, Dice dice) {
    List<String> one = new ArrayList<>(names);
    for (String name : dice.shuffled(names.subList(1, names.size()))) {
      String known = dice.pick(one);
      one.remove(name);
      world.crm(known, "u" + name, START, update(CrmUpdate.Kind.UNMERGED, null, name));
      assertThat(world.lastFate()).isEqualTo(Fate.SCORED);
    }
  }

  // ---- nothing is counted twice, nothing is lost --------------------------------------------

  @Test
  void every_fact_is_somewhere_once() {
    long counted = 0;
    for (long seed = 0; seed < 250; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      NaiveWorld world = world(random, random.catalogue());
      NaiveMatching matching = new NaiveMatching(random.catalogue());
      long watermark = Long.MIN_VALUE;
      for (WorldArrival arrival : random.history(60)) {
        watermark = Math.max(watermark, arrival.occurredAt());
        long before = world.factCount();
        world.timersUpTo(watermark);
        assertThat(world.factCount()).isLessThanOrEqualTo(before);
        before = world.factCount();
        if (arrival instanceof WorldArrival.Behaviour behaviour) {
          Event event = behaviour.event();
          int waits = waitingFor(world, event);
          arrival.judgedBy(world);
          long brings = brings(world.lastFate(), event, matching, waits);
          assertThat(world.factCount() - before)
              .as("seed %d: %s %s", seed, event.eventId(), world.lastFate())
              .isEqualTo(brings);
          counted += Math.max(0, brings);
        } else if (arrival instanceof WorldArrival.Crm crm) {
          arrival.judgedBy(world);
          if (crm.update().kind() == CrmUpdate.Kind.ERASED) {
            assertThat(world.factCount()).isLessThanOrEqualTo(before);
          } else {
            assertThat(world.factCount()).as("seed %d: %s", seed, crm).isEqualTo(before);
          }
        }
      }
    }
    assertThat(counted).isGreaterThan(5000);
  }

  private static int waitingFor(NaiveWorld world, Event event) {
    return Optional.ofNullable(event.text(EventField.VISITOR_ID))
        .flatMap(world::visitorOf)
        .map(NaiveVisitor::waiting)
        .orElse(0);
  }

  /** What is refused takes along what waited where it names somebody. */
  private static long brings(Fate fate, Event event, NaiveMatching matching, int waits) {
    boolean names =
        LeadIdentity.leadOf(event).isPresent() && matching.suspectReason(event).isEmpty();
    return switch (fate) {
      case SCORED, ANONYMOUS -> matching.signals(event).size();
      case IGNORED -> names ? -waits : 0;
      default -> 0;
    };
  }

  private static Set<String> names(List<WorldArrival> history) {
    Set<String> names = new TreeSet<>();
    for (WorldArrival arrival : history) {
      if (arrival instanceof WorldArrival.Behaviour behaviour) {
        LeadIdentity.leadOf(behaviour.event()).ifPresent(names::add);
        Optional.ofNullable(behaviour.event().text(EventField.EMAIL))
            .flatMap(LeadIdentity::addressIn)
            .ifPresent(names::add);
      } else if (arrival instanceof WorldArrival.Crm crm) {
        names.add(crm.leadId());
        Optional.ofNullable(crm.update().otherLeadId()).ifPresent(names::add);
        Optional.ofNullable(crm.update().email())
            .flatMap(LeadIdentity::addressIn)
            .ifPresent(names::add);
      }
    }
    return names;
  }

  @Test
  void of_erased_people_nothing_is_left() {
    for (long seed = 0; seed < 100; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      NaiveWorld world = world(random, random.catalogue());
      List<WorldArrival> history = random.history(60);
      history.forEach(arrival -> arrival.judgedBy(world));
      long end =
          history.stream().mapToLong(WorldArrival::occurredAt).max().orElseThrow() + 365 * DAY;
      for (String name : names(history)) {
        // Later each time: with an owner its address is refused, whoever goes by that.
        end++;
        world.crm(name, "erase-" + name, end, update(CrmUpdate.Kind.ERASED, null, null));
        assertThat(world.leadOf(name).orElseThrow().factCount()).isZero();
      }

      assertThat(world.scores(end)).as("seed %d", seed).isEmpty();
      // Nobody is named on a visitor any more: what it does now waits.
      for (WorldArrival arrival : history) {
        if (arrival instanceof WorldArrival.Behaviour behaviour
            && LeadIdentity.leadOf(behaviour.event()).isEmpty()) {
          arrival.judgedBy(world);
          assertThat(world.lastFate()).isIn(Fate.ANONYMOUS, Fate.UNMATCHED, Fate.DUPLICATE);
        } else {
          arrival.judgedBy(world);
          assertThat(world.lastFate()).isNotEqualTo(Fate.SCORED);
        }
      }
    }
  }
}
