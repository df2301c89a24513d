package dev.kizashi.oracle.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Axis;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Clause;
import dev.kizashi.scoring.model.ScoringModel.StageCare;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lifecycle's part of what histories promise to meet, and of what must hold of any. */
class RandomLifecyclesTest {
  private static final int SEEDS = 600;
  private static final int ARRIVALS = 60;

  /** How often each of these is met at least: far less than it is. */
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
  void the_histories_meet_every_rule_of_the_lifecycle() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomHistories random = new RandomHistories(seed);
      List<Arrival> history = random.history(ARRIVALS);
      ScoringModel next = random.nextModel(history.get(ARRIVALS * 2 / 3).occurredAt());
      new Watched(random.model(), leadOf(random)).follow(history, next, random);
    }
    Set<String> expected = new TreeSet<>(List.of(EXPECTED));
    Map<String, Integer> rare = new TreeMap<>();
    expected.forEach(
        what -> {
          if (met.getOrDefault(what, 0) < OFTEN) {
            rare.put(what, met.getOrDefault(what, 0));
          }
        });
    assertThat(rare).as("met too rarely, of all that was met: %s", met).isEmpty();
  }

  private static final String[] EXPECTED = {
    // the table
    "lead>mql BEHAVIOUR",
    "lead>mql PROFILE",
    "lead>mql COOLING",
    "lead>mql MODEL_CHANGE",
    "recycled>mql BEHAVIOUR",
    "recycled>mql COOLING",
    "ACCEPTED mql>sal",
    "REJECTED mql>recycled",
    "REJECTED mql>disqualified",
    "REJECTED sal>recycled",
    "REJECTED sal>disqualified",
    "OPPORTUNITY_OPENED sal>sql",
    "WON sql>customer",
    "LOST sql>recycled",
    "CHURNED customer>recycled",
    // outcomes that skip stages
    "ACCEPTED lead>sal",
    "ACCEPTED recycled>sal",
    "ACCEPTED disqualified>sal",
    "OPPORTUNITY_OPENED lead>sql",
    "OPPORTUNITY_OPENED mql>sql",
    "OPPORTUNITY_OPENED recycled>sql",
    "WON lead>customer",
    "WON mql>customer",
    "WON sal>customer",
    "WON recycled>customer",
    // outcomes that do not fit
    "ACCEPTED ignored",
    "REJECTED ignored",
    "OPPORTUNITY_OPENED ignored",
    "WON ignored",
    "LOST ignored",
    "CHURNED ignored",
    "STAGE_SET ignored",
    // by hand
    "STAGE_SET from lead",
    "STAGE_SET from mql",
    "STAGE_SET from sal",
    "STAGE_SET from sql",
    "STAGE_SET from customer",
    "STAGE_SET from recycled",
    "STAGE_SET from disqualified",
    "STAGE_SET to lead",
    "STAGE_SET to mql",
    "STAGE_SET to sal",
    "STAGE_SET to sql",
    "STAGE_SET to customer",
    "STAGE_SET to recycled",
    "STAGE_SET to disqualified",
    // around a recycling
    "a late outcome applied",
    "recycled and qualified at once",
    "qualified where a cool-off ends",
    "a reset that takes points",
    "a reset that cools",
    "a temperature and a lifecycle change at once",
    // clauses, where the model has only one
    "qualified by temperature",
    "qualified by grade",
    "qualified by label",
    "qualified by signal",
    "qualified by several keys of one clause",
    // alerts
    "raised TEMPERATURE",
    "raised SIGNAL",
    "raised LIFECYCLE",
    "raised SLA",
    "raised STAGNATION",
    "raised QUIET",
    "raised waits",
    "raised overdue",
    "raised forgotten",
    "raised silent",
    "raised asleep",
    "raised gone",
    "SLA in lead",
    "SLA in mql",
    "SLA in sal",
    "SLA in sql",
    "SLA in customer",
    "SLA in recycled",
    "SLA in disqualified",
    "SLA in elapsed time",
    "SLA in open time",
    "SLA in open time over a change of clocks",
    "SLA in open time over a holiday",
    "waiting of two kinds raised at once",
    "waiting raised where the stage or temperature changes",
    "a lifecycle change of a model raised",
    "a second alert of one quiet",
    "stale told",
    "profile by behaviour alone",
  };

  /** One lead, and what its records tell of the rules that it met. */
  private final class Watched {
    private final NaiveLead lead;
    private ScoringModel model;
    private String stage = "lead";
    private Long entered;
    private Long recycledAt;
    private boolean upserted;
    private final Set<String> quiets = new HashSet<>();

    Watched(ScoringModel model, NaiveLead lead) {
      this.model = model;
      this.lead = lead;
    }

    void follow(List<Arrival> history, ScoringModel next, RandomHistories random) {
      for (Arrival arrival : history) {
        if (model != next && arrival.occurredAt() >= next.effectiveFrom()) {
          note(lead.timersUpTo(next.effectiveFrom() - 1), null);
          List<Emission> said = lead.switchTo(next, random.catalogue(), next.effectiveFrom());
          model = next;
          note(said, null);
        }
        note(lead.timersUpTo(arrival.occurredAt()), null);
        OptionalLong clock = lead.clock();
        String before = stage;
        double engagement = lead.engagement(Math.max(clock.orElse(0), arrival.occurredAt()));
        List<Emission> said = arrival.judgedBy(lead);
        if (entered == null) {
          entered = lead.clock().isPresent() ? (Long) lead.clock().getAsLong() : null;
        }
        note(said, arrival);
        if (arrival instanceof Arrival.Crm crm) {
          upserted |= crm.update().kind() == CrmUpdate.Kind.PROFILE_UPSERTED;
          noteOutcome(crm, said, before, clock);
          if (said.stream().anyMatch(it -> isLifecycle(it, "recycled"))
              && lead.engagement(lead.clock().getAsLong()) < engagement - 1) {
            meet("a reset that takes points");
          }
        }
        if (!upserted && lead.clock().isPresent() && lead.score(0).grade() != null) {
          meet("profile by behaviour alone");
        }
      }
      note(lead.timersUpTo(Long.MAX_VALUE), null);
    }

    private static boolean isLifecycle(Emission said, String to) {
      return said instanceof StageChanged change
          && change.axis() == Axis.LIFECYCLE
          && change.toStage().equals(to);
    }

    private void noteOutcome(
        Arrival.Crm crm, List<Emission> said, String before, OptionalLong clock) {
      CrmUpdate.Kind kind = crm.update().kind();
      if (lead.lastFate() == NaiveLead.Fate.IGNORED) {
        meet(kind + " ignored");
      }
      for (Emission one : said) {
        if (crm.isOutcome()
            && one instanceof StageChanged change
            && change.axis() == Axis.LIFECYCLE
            && change.cause() == Cause.CRM
            && !change.toStage().equals("mql")) {
          assertThat(change.fromStage()).isEqualTo(before);
          meet(kind + " " + change.fromStage() + ">" + change.toStage());
          if (kind == CrmUpdate.Kind.STAGE_SET) {
            meet("STAGE_SET from " + change.fromStage());
          }
          if (clock.isPresent() && crm.occurredAt() < clock.getAsLong()) {
            meet("a late outcome applied");
          }
        }
      }
      if (kind == CrmUpdate.Kind.STAGE_SET && lead.lastFate() == NaiveLead.Fate.SCORED) {
        meet("STAGE_SET to " + crm.update().stage());
      }
    }

    /** Everything said by one evaluation after the other. */
    private void note(List<Emission> said, Arrival arrival) {
      List<Emission> together = new ArrayList<>();
      for (Emission one : said) {
        if (!together.isEmpty() && together.get(0).sequence() != one.sequence()) {
          noteTogether(together);
          together.clear();
        }
        together.add(one);
      }
      if (!together.isEmpty()) {
        noteTogether(together);
      }
    }

    private void noteTogether(List<Emission> said) {
      Set<Axis> axes = EnumSet.noneOf(Axis.class);
      Set<Trigger.Kind> waited = EnumSet.noneOf(Trigger.Kind.class);
      boolean recycled = false;
      boolean cooled = false;
      for (Emission one : said) {
        if (one instanceof StageChanged change) {
          axes.add(change.axis());
          cooled |=
              change.axis() == Axis.TEMPERATURE
                  && change.cause() == Cause.CRM
                  && recycled
                  && model.lifecycle().recycleResets();
          if (change.axis() == Axis.LIFECYCLE) {
            if (recycled && change.toStage().equals("mql")) {
              meet("recycled and qualified at once");
            }
            recycled |= change.toStage().equals("recycled");
            noteLifecycle(change);
          }
        } else if (one instanceof AlertIssued alert
            && alert.status() == AlertIssued.Status.RAISED) {
          noteAlert(alert, waited);
        }
      }
      if (axes.size() == 2) {
        meet("a temperature and a lifecycle change at once");
      }
      if (cooled) {
        meet("a reset that cools");
      }
      if (waited.size() > 1) {
        meet("waiting of two kinds raised at once");
      }
      if (!waited.isEmpty() && !axes.isEmpty()) {
        meet("waiting raised where the stage or temperature changes");
      }
    }

    private void noteLifecycle(StageChanged change) {
      assertThat(change.fromStage()).isEqualTo(stage);
      stage = change.toStage();
      entered = change.occurredAt();
      if (stage.equals("mql") && change.cause() != Cause.CRM) {
        meet(change.fromStage() + ">mql " + change.cause());
        noteQualified(change);
      }
      if (stage.equals("recycled")) {
        recycledAt = change.occurredAt();
      }
    }

    private void noteQualified(StageChanged change) {
      if (change.cause() == Cause.COOLING
          && recycledAt != null
          && change.occurredAt() == recycledAt + model.lifecycle().coolOffMillis()) {
        meet("qualified where a cool-off ends");
      }
      if (model.lifecycle().qualify().size() == 1) {
        Clause clause = model.lifecycle().qualify().get(0);
        List<String> keys = new ArrayList<>();
        if (clause.temperature() != null) {
          keys.add("temperature");
        }
        if (!clause.grades().isEmpty()) {
          keys.add("grade");
        }
        if (!clause.labels().isEmpty()) {
          keys.add("label");
        }
        if (!clause.signals().isEmpty()) {
          keys.add("signal");
        }
        meet("qualified by " + (keys.size() == 1 ? keys.get(0) : "several keys of one clause"));
      }
    }

    private void noteAlert(AlertIssued alert, Set<Trigger.Kind> waited) {
      AlertDefinition definition =
          model.alerts().stream()
              .filter(it -> it.name().equals(alert.definition()))
              .findFirst()
              .orElseThrow();
      Trigger.Kind kind = definition.on().kind();
      meet("raised " + kind);
      meet("raised " + definition.name());
      if (!alert.stale().isEmpty()) {
        meet("stale told");
      }
      if (kind == Trigger.Kind.LIFECYCLE && alert.cause() == Cause.MODEL_CHANGE) {
        meet("a lifecycle change of a model raised");
      }
      if (kind == Trigger.Kind.QUIET && !quiets.add(definition.name())) {
        meet("a second alert of one quiet");
      }
      if (EnumSet.of(Trigger.Kind.SLA, Trigger.Kind.STAGNATION, Trigger.Kind.QUIET)
          .contains(kind)) {
        assertThat(alert.cause()).isEqualTo(Cause.COOLING);
        waited.add(kind);
      }
      if (kind == Trigger.Kind.SLA) {
        noteSla(alert);
      }
    }

    private void noteSla(AlertIssued alert) {
      assertThat(alert.fromStage()).isEqualTo(stage);
      assertThat(alert.toStage()).isNull();
      meet("SLA in " + stage);
      StageCare care = model.lifecycle().stages().get(stage);
      boolean open = (care.warn() == null ? care.breach() : care.warn()).businessHours();
      meet(open ? "SLA in open time" : "SLA in elapsed time");
      if (!open) {
        return;
      }
      Instant start = Instant.ofEpochMilli(entered);
      ZoneOffsetTransition clocks = model.zone().getRules().nextTransition(start);
      if (clocks != null && clocks.getInstant().toEpochMilli() <= alert.occurredAt()) {
        meet("SLA in open time over a change of clocks");
      }
      boolean holiday =
          model.businessHours().holidays().stream()
              .filter(day -> model.businessHours().days().contains(day.getDayOfWeek()))
              .map(day -> day.atStartOfDay(model.zone()).toInstant())
              .anyMatch(day -> day.isAfter(start) && day.toEpochMilli() <= alert.occurredAt());
      if (holiday) {
        meet("SLA in open time over a holiday");
      }
    }
  }

  @Test
  void waiting_in_small_steps_says_what_waiting_at_once_says() {
    Random steps = new Random(1);
    int waited = 0;
    for (int seed = 0; seed < 120; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveLead patient = leadOf(random);
      NaiveLead restless = leadOf(random);
      for (Arrival arrival : random.history(20)) {
        arrival.judgedBy(patient);
        arrival.judgedBy(restless);
      }
      if (patient.clock().isEmpty()) {
        continue;
      }
      long from = patient.clock().getAsLong();
      long to = from + 200L * 86_400_000;
      List<Emission> said = new ArrayList<>();
      for (long t = from; t < to; t += (long) (Math.pow(steps.nextDouble(), 4) * 1e9)) {
        List<Emission> upTo = restless.timersUpTo(t);
        long sequence = restless.sequence();
        assertThat(upTo).as("seed %d", seed).allMatch(it -> it.sequence() <= sequence);
        said.addAll(upTo);
      }
      said.addAll(restless.timersUpTo(to));

      assertThat(said).as("seed %d", seed).isEqualTo(patient.timersUpTo(to));
      assertThat(restless.score(to)).isEqualTo(patient.score(to));
      waited += said.size();
    }
    assertThat(waited).isGreaterThan(500);
  }

  @Test
  void the_next_instant_is_where_a_record_is_emitted_and_counts_one() {
    int fired = 0;
    for (int seed = 0; seed < 120; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveLead lead = leadOf(random);
      for (Arrival arrival : random.history(ARRIVALS)) {
        OptionalLong next = lead.nextInstant();
        while (next.isPresent() && next.getAsLong() < arrival.occurredAt()) {
          long sequence = lead.sequence();
          assertThat(lead.timersUpTo(next.getAsLong() - 1)).as("seed %d", seed).isEmpty();
          assertThat(lead.timersUpTo(next.getAsLong()))
              .as("seed %d", seed)
              .anyMatch(it -> !(it instanceof LeadScored));
          assertThat(lead.sequence()).isEqualTo(sequence + 1);
          assertThat(lead.clock()).isEqualTo(next);
          fired++;
          next = lead.nextInstant();
        }
        arrival.judgedBy(lead);
      }
    }
    assertThat(fired).isGreaterThan(1000);
  }
}
