package dev.kizashi.oracle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.Bounds;
import dev.kizashi.oracle.NaiveWorld;
import dev.kizashi.oracle.random.RandomIdentities;
import dev.kizashi.oracle.random.WorldArrival;
import dev.kizashi.scoring.evaluate.ByteReader;
import dev.kizashi.scoring.evaluate.ByteWriter;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.evaluate.MessageCodec;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.identity.Account;
import dev.kizashi.scoring.resolution.Everybody;
import dev.kizashi.scoring.resolution.Turn;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Everybody's engine against the slow world, over random people under many names. */
class WorldProperties {
  private static final long DAY = 86_400_000L;

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void says_of_everybody_what_the_oracle_says(@ForAll long seed) {
    RandomIdentities random = new RandomIdentities(seed, false);
    Engine engine = new Engine(random);
    NaiveWorld oracle =
        new NaiveWorld(random.model(), random.catalogue(), Account::ofAddress, random.bounds());
    long watermark = Long.MIN_VALUE;
    for (WorldArrival arrival : random.history(80)) {
      watermark = Math.max(watermark, arrival.occurredAt());
      List<Emission> expected = new ArrayList<>(oracle.timersUpTo(watermark));
      expected.addAll(arrival.judgedBy(oracle));
      assertThat(engine.take(arrival))
          .as(() -> said(seed, arrival))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(expected);
      assertThat(engine.fate.name())
          .as(() -> said(seed, arrival))
          .isEqualTo(oracle.lastFate().name());
    }
    for (long later : new long[] {0, DAY, 60 * DAY, 900 * DAY}) {
      assertThat(engine.advanceTo(watermark + later))
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(oracle.timersUpTo(watermark + later));
      assertThat(engine.scores())
          .usingElementComparator(new SameEmission(seed))
          .containsExactlyElementsOf(oracle.scores(watermark + later));
    }
  }

  /**
   * By the name of a lead that is part of another, and with an address that others claim between.
   */
  @Example
  void a_merge_that_comes_again_claims_no_address_again() {
    says_of_everybody_what_the_oracle_says(7237174589609752750L);
  }

  private static String said(long seed, WorldArrival arrival) {
    return "seed %d, %s"
        .formatted(
            seed,
            arrival instanceof WorldArrival.Behaviour behaviour
                ? behaviour.event().topic() + " " + behaviour.event().flat()
                : arrival);
  }

  /** All state and all messages go through their bytes at every step. */
  private static final class Engine {
    private static final LeadEvent.Origin ORIGIN =
        new LeadEvent.Origin(InputTopic.CLICKSTREAM, 0, 0);

    private final Recognition recognition;
    private final List<Emission> said = new ArrayList<>();
    private final Everybody everybody;
    private Fate fate;

    Engine(RandomIdentities random) {
      Bounds bounds = random.bounds();
      recognition = new Recognition(Timeline.always(SignalMatcher.compile(random.catalogue())));
      everybody =
          new Everybody(
              Rulebook.always(new Rules(random.model(), random.catalogue())),
              new dev.kizashi.scoring.resolution.Bounds(
                  bounds.waitMillis(),
                  bounds.rememberMillis(),
                  bounds.waitingFacts(),
                  bounds.namings(),
                  bounds.erasureMillis()),
              said::add,
              Engine::sent);
    }

    private static Message sent(Message message) {
      ByteWriter bytes = new ByteWriter();
      MessageCodec.write(message, bytes);
      return MessageCodec.read(new ByteReader(bytes.toByteArray()));
    }

    List<Emission> take(WorldArrival arrival) {
      everybody.advanceTo(arrival.occurredAt());
      if (arrival instanceof WorldArrival.Behaviour behaviour) {
        Recognition.Recognised recognised = recognition.behaviour(behaviour.event(), ORIGIN);
        fate = recognised.fate();
        if (fate == Fate.SCORED) {
          take(recognised.event());
        }
      } else {
        WorldArrival.Crm crm = (WorldArrival.Crm) arrival;
        take(Recognition.crm(crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), ORIGIN));
      }
      return taken();
    }

    private void take(LeadEvent event) {
      everybody.take(event).stream()
          .map(Turn.Outcome::fate)
          .filter(it -> it != Fate.FOLLOWED)
          .forEach(it -> fate = it);
      everybody.restart();
    }

    List<Emission> advanceTo(long watermark) {
      everybody.advanceTo(watermark);
      return taken();
    }

    List<LeadScored> scores() {
      List<LeadScored> scores = new ArrayList<>();
      everybody.scores(scores::add);
      return scores;
    }

    private List<Emission> taken() {
      List<Emission> taken = List.copyOf(said);
      said.clear();
      return taken;
    }
  }
}
