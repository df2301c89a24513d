package dev.kizashi.oracle.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Temperature;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.SignalCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What histories promise to meet of bursts and withdrawals, and what must hold of any. */
class RandomBurstsTest {
  private static final int SEEDS = 1_500;
  private static final int ARRIVALS = 60;

  /** How often each of these is met at least; what is rarest is met just as often. */
  private static final int OFTEN = 5;

  /** What was met, by name. */
  private final Map<String, Integer> met = new TreeMap<>();

  private void meet(String what) {
    met.merge(what, 1, Integer::sum);
  }

  private static NaiveLead leadOf(RandomHistories random) {
    return new NaiveLead(random.leadId(), random.model(), random.catalogue(), address -> address);
  }

  @Test
  void the_histories_meet_every_rule_of_bursts_and_withdrawals() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      List<Arrival> history = random.history(ARRIVALS);
      ScoringModel next = random.nextModel(history.get(ARRIVALS * 2 / 3).occurredAt());
      new Watched(random, leadOf(random)).follow(history, next);
    }
    Map<String, Integer> rare = new TreeMap<>();
    for (String what : EXPECTED) {
      if (met.getOrDefault(what, 0) < OFTEN) {
        rare.put(what, met.getOrDefault(what, 0));
      }
    }
    assertThat(rare).as("met too rarely, of all that was met: %s", met).isEmpty();
  }

  private static final String[] EXPECTED = {
    // where the catalogue has rules of one kind only
    "an arriving event marked by a count rule",
    "an arriving event marked by an after rule",
    "an earlier fact re-marked by a count rule",
    "an earlier fact re-marked by an after rule",
    "an earlier fact re-marked under several rules",
    "an earlier fact re-marked by an event that comes late",
    "an earlier fact re-marked by an event that itself is none",
    "temperature falls by CORRECTION",
    "temperature rises by CORRECTION",
    "score by CORRECTION",
    // withdrawn
    "withdrawn TEMPERATURE",
    "withdrawn LIFECYCLE",
    "withdrawn SIGNAL",
    "withdrawn in lead",
    "withdrawn in mql",
    "withdrawn in recycled",
    "withdrawn in disqualified",
    "withdrawn in customer",
    "several withdrawn at once",
    "withdrawn and raised at once",
    "withdrawn long after it was raised",
    "withdrawn under another model than it was raised under",
    // in sales' hands
    "evidence withdrawn in sal",
    "evidence withdrawn in sql",
    "evidence withdrawn by two definitions at once",
    // what comes after
    "an ordinal that counts a withdrawn alert",
    "raised within the cool-down of a withdrawn alert",
    "cool-down counted from the alert before a withdrawn one",
  };

  /** One lead, and what its records tell of the rules that it met. */
  private final class Watched {
    private final RandomHistories random;
    private final NaiveLead lead;
    private final NaiveMatching matching;
    private final Map<String, List<AlertIssued>> raised = new HashMap<>();
    private final Set<String> withdrawn = new HashSet<>();
    private ScoringModel model;

    Watched(RandomHistories random, NaiveLead lead) {
      this.random = random;
      this.lead = lead;
      this.model = random.model();
      this.matching = new NaiveMatching(random.catalogue());
    }

    void follow(List<Arrival> history, ScoringModel next) {
      for (Arrival arrival : history) {
        if (model != next && arrival.occurredAt() >= next.effectiveFrom()) {
          noteAlone(lead.timersUpTo(next.effectiveFrom() - 1));
          List<Emission> said = lead.switchTo(next, random.catalogue(), next.effectiveFrom());
          model = next;
          noteAlone(said);
        }
        noteAlone(lead.timersUpTo(arrival.occurredAt()));
        OptionalLong clock = lead.clock();
        List<Emission> said = arrival.judgedBy(lead);
        note(said);
        if (arrival instanceof Arrival.Behaviour behaviour
            && lead.lastFate() == NaiveLead.Fate.SCORED) {
          boolean late = clock.isPresent() && arrival.occurredAt() < clock.getAsLong();
          noteBursts(behaviour, said, late);
        } else {
          assertThat(said).noneMatch(it -> cause(it) == Cause.CORRECTION);
        }
      }
      noteAlone(lead.timersUpTo(Long.MAX_VALUE));
    }

    /** By the passing of time or by another model: nothing is corrected. */
    private void noteAlone(List<Emission> said) {
      assertThat(said).noneMatch(it -> cause(it) == Cause.CORRECTION);
      note(said);
    }

    private static Cause cause(Emission said) {
      return said instanceof StageChanged change
          ? change.cause()
          : said instanceof AlertIssued alert ? alert.cause() : null;
    }

    private void noteBursts(Arrival.Behaviour arrival, List<Emission> said, boolean late) {
      boolean byItself = matching.suspectReason(arrival.event()).isPresent();
      assertThat(lead.lastSuspect() || !byItself).isTrue();
      if (lead.lastSuspect() && !byItself) {
        kindOfRules().ifPresent(kind -> meet("an arriving event marked by " + kind));
      }
      if (said.stream().anyMatch(it -> cause(it) == Cause.CORRECTION)) {
        kindOfRules().ifPresent(kind -> meet("an earlier fact re-marked by " + kind));
        if (random.catalogue().exclude().bursts().size() > 1) {
          meet("an earlier fact re-marked under several rules");
        }
        if (late) {
          meet("an earlier fact re-marked by an event that comes late");
        }
        if (!lead.lastSuspect()) {
          meet("an earlier fact re-marked by an event that itself is none");
        }
        if (said.get(said.size() - 1) instanceof LeadScored) {
          meet("score by CORRECTION");
        }
      }
    }

    /** Empty where the catalogue has rules of both kinds. */
    private Optional<String> kindOfRules() {
      List<String> kinds =
          random.catalogue().exclude().bursts().stream()
              .map(rule -> rule.after().isEmpty() ? "a count rule" : "an after rule")
              .distinct()
              .toList();
      return kinds.size() == 1 ? Optional.of(kinds.get(0)) : Optional.empty();
    }

    private void note(List<Emission> said) {
      int back = 0;
      int evidence = 0;
      boolean more = false;
      for (Emission one : said) {
        if (one instanceof StageChanged change) {
          noteChange(change);
        } else if (one instanceof AlertIssued alert) {
          Trigger.Kind kind = definition(alert).on().kind();
          if (alert.status() == AlertIssued.Status.WITHDRAWN) {
            assertThat(more).as("withdrawals come before alerts").isFalse();
            noteWithdrawn(alert, kind);
            back++;
          } else {
            noteRaised(alert);
            more = alert.cause() == Cause.CORRECTION;
            evidence += kind == Trigger.Kind.WITHDRAWN_EVIDENCE ? 1 : 0;
            assertThat(kind == Trigger.Kind.WITHDRAWN_EVIDENCE && back > 0).isFalse();
          }
        }
      }
      if (back > 1) {
        meet("several withdrawn at once");
      }
      if (back > 0 && more) {
        meet("withdrawn and raised at once");
      }
      if (evidence > 1) {
        meet("evidence withdrawn by two definitions at once");
      }
    }

    private void noteChange(StageChanged change) {
      if (change.cause() != Cause.CORRECTION) {
        return;
      }
      if (change.axis() == Axis.LIFECYCLE) {
        meet(change.fromStage() + ">" + change.toStage() + " CORRECTION");
      } else {
        boolean falls = rank(change.toStage()) < rank(change.fromStage());
        meet(falls ? "temperature falls by CORRECTION" : "temperature rises by CORRECTION");
      }
    }

    private int rank(String temperature) {
      return model.temperatures().stream().map(Temperature::name).toList().indexOf(temperature);
    }

    private AlertDefinition definition(AlertIssued alert) {
      return model.alerts().stream()
          .filter(it -> it.name().equals(alert.definition()))
          .findFirst()
          .orElseThrow();
    }

    private void noteWithdrawn(AlertIssued alert, Trigger.Kind kind) {
      AlertIssued first = raised.get(alert.definition()).get((int) alert.ordinal() - 1);
      assertThat(alert.alertId()).isEqualTo(first.alertId());
      assertThat(withdrawn.add(alert.alertId())).as("withdrawn once").isTrue();
      assertThat(alert.cause()).isEqualTo(Cause.CORRECTION);
      assertThat(alert.withdrawnReason()).isEqualTo("SUSPECT");
      assertThat(alert.fromStage()).isNull();
      assertThat(alert.toStage()).isNull();
      assertThat(alert.respondBy()).isNull();
      assertThat(stage()).isNotIn("sal", "sql");
      meet("withdrawn " + kind);
      meet("withdrawn in " + stage());
      if (alert.occurredAt() > first.occurredAt() + Dice.HOUR) {
        meet("withdrawn long after it was raised");
      }
      if (alert.modelVersion() != first.modelVersion()) {
        meet("withdrawn under another model than it was raised under");
      }
    }

    /** After the judgement. */
    private String stage() {
      return lead.score(lead.clock().getAsLong()).lifecycleStage();
    }

    private void noteRaised(AlertIssued alert) {
      AlertDefinition definition = definition(alert);
      List<AlertIssued> before =
          raised.computeIfAbsent(alert.definition(), it -> new ArrayList<>());
      assertThat(alert.ordinal()).isEqualTo(before.size() + 1);
      assertThat(alert.withdrawnReason()).isNull();
      List<AlertIssued> standing =
          before.stream().filter(it -> !withdrawn.contains(it.alertId())).toList();
      assertThat(standing)
          .allMatch(it -> alert.occurredAt() >= it.occurredAt() + definition.cooldownMillis());
      if (!before.isEmpty()) {
        AlertIssued last = before.get(before.size() - 1);
        if (withdrawn.contains(last.alertId())) {
          meet("an ordinal that counts a withdrawn alert");
          if (alert.occurredAt() < last.occurredAt() + definition.cooldownMillis()) {
            meet("raised within the cool-down of a withdrawn alert");
            if (!standing.isEmpty()) {
              meet("cool-down counted from the alert before a withdrawn one");
            }
          }
        }
      }
      before.add(alert);
      if (definition.on().kind() == Trigger.Kind.WITHDRAWN_EVIDENCE) {
        assertThat(alert.cause()).isEqualTo(Cause.CORRECTION);
        assertThat(stage()).isIn("sal", "sql");
        assertThat(alert.fromStage()).isNull();
        assertThat(alert.toStage()).isNull();
        meet("evidence withdrawn in " + stage());
      }
    }
  }

  @Test
  void while_the_recent_list_holds_them_all_the_order_of_arrival_makes_no_difference() {
    int compared = 0;
    int marked = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      List<Arrival> history = listedAtTheEnd(random);
      List<Arrival> shuffled = new ArrayList<>(history);
      Collections.shuffle(shuffled, new Random(seed));
      NaiveLead inOrder = leadOf(random);
      NaiveLead inDisorder = leadOf(random);
      history.forEach(arrival -> arrival.judgedBy(inOrder));
      shuffled.forEach(arrival -> arrival.judgedBy(inDisorder));

      assertThat(inDisorder.clock()).as("seed %d", seed).isEqualTo(inOrder.clock());
      if (inOrder.clock().isEmpty()) {
        continue;
      }
      long t = inOrder.clock().getAsLong();
      assertThat(inDisorder.engagement(t))
          .as("seed %d", seed)
          .isCloseTo(inOrder.engagement(t), within(1e-9));
      assertThat(suspects(inDisorder, t)).as("seed %d", seed).isEqualTo(suspects(inOrder, t));
      compared++;
      marked += suspects(inOrder, t) > suspectsWithoutBursts(random, history, t) ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(300);
    assertThat(marked).isGreaterThan(50);
  }

  /** Behaviour of the last days of a history, each event once. */
  private static List<Arrival> listedAtTheEnd(RandomHistories random) {
    SignalCatalogue catalogue = random.catalogue();
    Map<String, Arrival> once = new LinkedHashMap<>();
    random.history(ARRIVALS).stream()
        .filter(Arrival.Behaviour.class::isInstance)
        .forEach(arrival -> once.putIfAbsent(arrival.eventId(), arrival));
    long latest = once.values().stream().mapToLong(Arrival::occurredAt).max().orElse(0);
    return once.values().stream()
        .filter(arrival -> arrival.occurredAt() > latest - catalogue.dedupeWindowMillis())
        .toList();
  }

  private static long suspects(NaiveLead lead, long t) {
    return lead.score(t).contributions().stream()
        .mapToLong(Emission.Contribution::suspectCount)
        .sum();
  }

  private static long suspectsWithoutBursts(RandomHistories random, List<Arrival> history, long t) {
    NaiveLead lead =
        new NaiveLead(
            random.leadId(), random.model(), random.catalogueWithoutBursts(), address -> address);
    history.forEach(arrival -> arrival.judgedBy(lead));
    return lead.clock().isPresent() ? suspects(lead, t) : 0;
  }
}
