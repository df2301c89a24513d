package dev.kizashi.oracle.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.LeadIdentity;
import dev.kizashi.oracle.NaiveLead;
import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.oracle.NaiveMatching;
import dev.kizashi.oracle.NaiveVisitor;
import dev.kizashi.oracle.NaiveWorld;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued.Status;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadErased;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.ScoreRemoved;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the worlds promise to meet, and what must hold of any. */
class RandomIdentitiesTest {
  private static final int SEEDS = 400;
  private static final int ARRIVALS = 80;

  /** How often each of these is met at least: far less than it is. */
  private static final int OFTEN = 5;

  private static final List<String> VISITORS = List.of("v1", "v2", "v3", "v4");

  /** What was met, by name. */
  private final Map<String, Integer> met = new TreeMap<>();

  private void meet(String what) {
    met.merge(what, 1, Integer::sum);
  }

  private void meet(boolean really, String what) {
    if (really) {
      meet(what);
    }
  }

  @Test
  void the_worlds_meet_every_rule_of_identity() {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomIdentities random = new RandomIdentities(seed);
      new Watched(random, seed).follow(random.history(ARRIVALS));
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
    // what becomes of records
    "behaviour SCORED",
    "behaviour UNMATCHED",
    "behaviour ANONYMOUS",
    "behaviour DUPLICATE",
    "behaviour IGNORED",
    "MERGED SCORED",
    "MERGED IGNORED",
    "MERGED DUPLICATE",
    "MERGED refused",
    "UNMERGED SCORED",
    "UNMERGED IGNORED",
    "UNMERGED DUPLICATE",
    "UNMERGED refused",
    "ERASED SCORED",
    "ERASED IGNORED",
    "ACCEPTED IGNORED",
    // visitors
    "a naming brings facts",
    "a naming brings facts to a merged lead",
    "a naming brings facts later than itself",
    "a naming brings nothing",
    "a naming by address brings facts",
    "a naming is CORRECTION",
    "a naming is IDENTITY",
    "a naming raises SIGNAL",
    "a shared machine",
    "an anonymous event is a lead's at once",
    "an anonymous event is a merged lead's",
    "a waiting event twice",
    "a burst among what waits",
    "a waiting visitor is forgotten",
    "a named visitor is forgotten",
    "what waits is let go",
    // addresses
    "an alias merges",
    "an alias merges with open alerts",
    "an address is another lead's",
    "a claim by an event that shows nothing",
    "a claim by the CRM",
    // merges
    "a merge with open alerts",
    "a merge is IDENTITY",
    "a merge is CORRECTION",
    "a merge raises SIGNAL",
    "a merge raises TEMPERATURE",
    "a merge of a lead that never was",
    "a merge into a lead that never was",
    "a merge into itself",
    "a chain",
    "a chain of three",
    "an event of a merged lead",
    "an event of a lead merged twice over",
    "an outcome of a merged lead",
    // unmerges
    "an unmerge returns facts",
    "an unmerge out of a chain",
    "an unmerge with what was merged before",
    "an unmerge starts a lead",
    "an unmerge that names another lead",
    "a lead rises where it comes back",
    // erasure
    "an erasure of a lead of its own",
    "an erasure of what was merged too",
    "an erasure of a merged lead",
    "an erasure again",
    "an erasure is CORRECTION",
    "a refused event of a lead",
    "a refused event of an address",
    "a refused record of the CRM",
    "a visitor is gone with its people",
    "a visitor's gap",
    "an erased lead begins anew",
    "alerts count on",
    "an erasure is forgotten",
    "an erasure is remembered for good",
    // what is withdrawn
    "withdrawn SUSPECT",
    "withdrawn MERGED",
    "withdrawn UNMERGED",
    "withdrawn ERASED",
    "withdrawn evidence of an unmerge",
  };

  /** One world, and what its records tell of the rules that it met. */
  private final class Watched {
    private final RandomIdentities random;
    private final NaiveMatching matching;
    private final NaiveWorld world;
    private final long seed;

    private final Map<String, Set<String>> raised = new HashMap<>();
    private final Map<String, Set<String>> withdrawn = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> erasedAt = new HashMap<>();
    private final Set<String> alertsAfterErasure = new HashSet<>();
    private final Map<String, Set<String>> namedOn = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private long watermark = Long.MIN_VALUE;

    Watched(RandomIdentities random, long seed) {
      this.random = random;
      this.seed = seed;
      this.matching = new NaiveMatching(random.catalogue());
      this.world =
          new NaiveWorld(random.model(), random.catalogue(), address -> address, random.bounds());
    }

    void follow(List<WorldArrival> history) {
      for (WorldArrival arrival : history) {
        watermark = Math.max(watermark, arrival.occurredAt());
        passTime();
        if (arrival instanceof WorldArrival.Behaviour behaviour) {
          take(behaviour.event());
        } else if (arrival instanceof WorldArrival.Crm crm) {
          take(crm);
        }
      }
      watermark += 600L * 86_400_000;
      passTime();
      assertThat(world.scores(watermark))
          .as("seed %d", seed)
          .isSortedAccordingTo((a, b) -> a.leadId().compareTo(b.leadId()));
    }

    // ---- time -------------------------------------------------------------------------------

    private void passTime() {
      Map<String, Boolean> waited = new HashMap<>();
      VISITORS.forEach(id -> world.visitorOf(id).ifPresent(it -> waited.put(id, it.waiting() > 0)));
      note(world.timersUpTo(watermark));
      waited.forEach(
          (id, waits) -> {
            if (world.visitorOf(id).isEmpty()) {
              meet(waits ? "a waiting visitor is forgotten" : "a named visitor is forgotten");
            }
          });
      erasedAt
          .entrySet()
          .removeIf(
              erased -> {
                boolean isForgotten =
                    world
                        .leadOf(erased.getKey())
                        .filter(lead -> lead.refuses(erased.getValue()))
                        .isEmpty();
                meet(isForgotten, "an erasure is forgotten");
                if (isForgotten) {
                  // With what remained, the numbers of its alerts are forgotten.
                  raised.remove(erased.getKey());
                  withdrawn.remove(erased.getKey());
                }
                return isForgotten;
              });
      long past = watermark - random.bounds().erasureMillis();
      erasedAt.values().forEach(at -> meet(at < past, "an erasure is remembered for good"));
    }

    // ---- behaviour --------------------------------------------------------------------------

    private int waitingFor(String visitorId) {
      return visitorId == null
          ? 0
          : world.visitorOf(visitorId).map(NaiveVisitor::waiting).orElse(0);
    }

    private boolean isMerged(String leadId) {
      return world.leadOf(leadId).flatMap(NaiveLead::movedTo).isPresent();
    }

    private boolean isMergedTwiceOver(String leadId) {
      return world.leadOf(leadId).flatMap(NaiveLead::movedTo).filter(this::isMerged).isPresent();
    }

    private void take(Event event) {
      String visitorId = event.text(EventField.VISITOR_ID);
      String leadId = event.text(EventField.LEAD_ID);
      Optional<String> named = LeadIdentity.leadOf(event);
      int waited = waitingFor(visitorId);
      boolean merged = leadId != null && isMerged(leadId);
      boolean mergedTwice = leadId != null && isMergedTwiceOver(leadId);
      boolean known = visitorId != null && world.visitorOf(visitorId).isPresent();
      boolean bot = matching.suspectReason(event).isPresent();

      List<Emission> said = world.event(event);

      note(said);
      Fate fate = world.lastFate();
      meet("behaviour " + fate);
      if (named.isEmpty()) {
        takeAnonymous(said, fate, visitorId, waited, bot);
        return;
      }
      if (fate == Fate.SCORED) {
        meet(merged, "an event of a merged lead");
        meet(mergedTwice, "an event of a lead merged twice over");
        meet(erasedAt.containsKey(named.get()), "an erased lead begins anew");
        if (visitorId != null && !bot) {
          takeNaming(event, said, waited, merged, named.get());
        }
      } else if (fate == Fate.IGNORED) {
        meet(leadId == null ? "a refused event of an address" : "a refused event of a lead");
        meet(known && world.visitorOf(visitorId).isEmpty(), "a visitor is gone with its people");
      }
      takeClaim(event, said, fate);
    }

    private void takeAnonymous(
        List<Emission> said, Fate fate, String visitorId, int waited, boolean bot) {
      meet(fate == Fate.DUPLICATE && waited > 0, "a waiting event twice");
      meet(fate == Fate.IGNORED, "a visitor's gap");
      meet(fate == Fate.SCORED, "an anonymous event is a lead's at once");
      meet(
          fate == Fate.SCORED
              && namedOn.getOrDefault(visitorId, Set.of()).stream().allMatch(this::isMerged),
          "an anonymous event is a merged lead's");
      meet(fate == Fate.ANONYMOUS && world.lastSuspect() && !bot, "a burst among what waits");
      meet(fate == Fate.ANONYMOUS && waitingFor(visitorId) < waited, "what waits is let go");
    }

    private void takeNaming(
        Event event, List<Emission> said, int waited, boolean merged, String name) {
      Set<String> names =
          namedOn.computeIfAbsent(event.text(EventField.VISITOR_ID), it -> new HashSet<>());
      names.add(name);
      meet(names.size() > 1, "a shared machine");
      if (waited == 0) {
        meet("a naming brings nothing");
        return;
      }
      meet("a naming brings facts");
      meet(merged, "a naming brings facts to a merged lead");
      meet(event.text(EventField.LEAD_ID) == null, "a naming by address brings facts");
      meet(
          said.stream()
              .anyMatch(it -> it instanceof LeadScored score && score.asOf() > event.occurredAt()),
          "a naming brings facts later than itself");
      meetCause(said, "a naming");
      meetRaised(said, "a naming");
    }

    private void takeClaim(Event event, List<Emission> said, Fate fate) {
      boolean both = event.text(EventField.LEAD_ID) != null && event.text(EventField.EMAIL) != null;
      meet(both && fate == Fate.UNMATCHED, "a claim by an event that shows nothing");
      if (both && (fate == Fate.SCORED || fate == Fate.UNMATCHED)) {
        String address = LeadIdentity.addressIn(event.text(EventField.EMAIL)).orElseThrow();
        String before = owners.put(address, event.text(EventField.LEAD_ID));
        meet(
            before != null && !before.equals(event.text(EventField.LEAD_ID)),
            "an address is another lead's");
      }
      noteAlias(said);
    }

    private void noteAlias(List<Emission> said) {
      meet(said.stream().anyMatch(ScoreRemoved.class::isInstance), "an alias merges");
      meet(
          said.stream().anyMatch(it -> isWithdrawn(it, "MERGED")),
          "an alias merges with open alerts");
    }

    // ---- the CRM ----------------------------------------------------------------------------

    private void take(WorldArrival.Crm crm) {
      String leadId = crm.leadId();
      String other = crm.update().otherLeadId();
      CrmUpdate.Kind kind = crm.update().kind();
      boolean refused = refuses(leadId, crm) || (other != null && refuses(other, crm));
      boolean otherWas = other != null && wasJudged(other);
      boolean was = wasJudged(leadId);
      boolean merged = isMerged(leadId);
      boolean otherTwice = other != null && isMergedTwiceOver(other);
      boolean elsewhere = other != null && isMerged(other) && !rootOf(other).equals(rootOf(leadId));
      Set<String> visitors = new HashSet<>();
      VISITORS.forEach(id -> world.visitorOf(id).ifPresent(it -> visitors.add(id)));

      List<Emission> said = crm.judgedBy(world);

      note(said);
      Fate fate = world.lastFate();
      meet(kind + " " + fate);
      meet(refused, kind + " refused");
      switch (kind) {
        case MERGED -> {
          if (fate == Fate.SCORED) {
            takeMerge(said, leadId, other, was, otherWas);
          }
          meet(leadId.equals(other) && fate == Fate.IGNORED, "a merge into itself");
        }
        case UNMERGED -> {
          if (fate == Fate.SCORED) {
            takeUnmerge(said, other, otherWas, otherTwice);
          }
          if (elsewhere && !refused) {
            assertThat(fate).as("seed %d", seed).isNotEqualTo(Fate.SCORED);
            meet("an unmerge that names another lead");
          }
        }
        case ERASED -> {
          if (fate == Fate.SCORED) {
            takeErasure(said, crm);
            meet(merged, "an erasure of a merged lead");
            visitors.forEach(
                id -> meet(world.visitorOf(id).isEmpty(), "a visitor is gone with its people"));
          }
        }
        default -> {
          meet(refused, "a refused record of the CRM");
          meet(
              merged && fate == Fate.SCORED && kind != CrmUpdate.Kind.PROFILE_UPSERTED,
              "an outcome of a merged lead");
          noteAlias(said);
          meet(said.stream().anyMatch(ScoreRemoved.class::isInstance), "a claim by the CRM");
        }
      }
    }

    private boolean refuses(String leadId, WorldArrival.Crm crm) {
      return world.leadOf(leadId).filter(lead -> lead.refuses(crm.occurredAt())).isPresent();
    }

    private boolean wasJudged(String leadId) {
      return world.leadOf(leadId).filter(lead -> lead.clock().isPresent()).isPresent();
    }

    private String rootOf(String leadId) {
      String at = leadId;
      while (isMerged(at)) {
        at = world.leadOf(at).flatMap(NaiveLead::movedTo).orElseThrow();
      }
      return at;
    }

    private void takeMerge(
        List<Emission> said, String leadId, String other, boolean was, boolean otherWas) {
      meet(said.stream().anyMatch(it -> isWithdrawn(it, "MERGED")), "a merge with open alerts");
      meet(!was, "a merge into a lead that never was");
      meet(!otherWas, "a merge of a lead that never was");
      String into = rootOf(leadId);
      List<Emission> ofInto = said.stream().filter(it -> it.leadId().equals(into)).toList();
      meetCause(ofInto, "a merge");
      meetRaised(ofInto, "a merge");
      meet(isMergedTwiceOver(other) || isMergedTwiceOver(leadId), "a chain");
      for (String one : List.of(other, leadId)) {
        meet(
            world
                .leadOf(one)
                .flatMap(NaiveLead::movedTo)
                .filter(this::isMergedTwiceOver)
                .isPresent(),
            "a chain of three");
      }
    }

    private void takeUnmerge(
        List<Emission> said, String other, boolean otherWas, boolean otherTwice) {
      NaiveLead back = world.leadOf(other).orElseThrow();
      meet(back.factCount() > 0, "an unmerge returns facts");
      meet(otherTwice, "an unmerge out of a chain");
      meet(!otherWas, "an unmerge starts a lead");
      meet(
          random.history(0).isEmpty() && hasMerged(other),
          "an unmerge with what was merged before");
      meet(
          said.stream()
              .anyMatch(
                  it ->
                      it instanceof StageChanged change
                          && change.leadId().equals(other)
                          && change.cause() == Cause.IDENTITY),
          "a lead rises where it comes back");
      meet(
          said.stream()
              .anyMatch(
                  it ->
                      it instanceof AlertIssued alert
                          && kindOf(alert).equals("WITHDRAWN_EVIDENCE")),
          "withdrawn evidence of an unmerge");
    }

    private boolean hasMerged(String leadId) {
      return names().stream()
          .anyMatch(
              it ->
                  world.leadOf(it).flatMap(NaiveLead::movedTo).filter(leadId::equals).isPresent());
    }

    private List<String> names() {
      List<String> names = new ArrayList<>(sequences.keySet());
      names.addAll(erasedAt.keySet());
      return names;
    }

    private void takeErasure(List<Emission> said, WorldArrival.Crm crm) {
      List<String> erased =
          said.stream().filter(LeadErased.class::isInstance).map(Emission::leadId).toList();
      assertThat(erased.get(0)).isEqualTo(crm.leadId());
      meet(erased.size() > 1, "an erasure of what was merged too");
      meet(erased.size() == said.size(), "an erasure of a lead of its own");
      for (String one : erased) {
        meet(erasedAt.containsKey(one), "an erasure again");
        erasedAt.put(one, crm.occurredAt());
        sequences.remove(one);
        owners.values().remove(one);
      }
      meetCause(said, "an erasure");
    }

    // ---- what is said -----------------------------------------------------------------------

    private void meetCause(List<Emission> said, String what) {
      for (Emission one : said) {
        if (one instanceof StageChanged change) {
          meet(what + " is " + change.cause());
        } else if (one instanceof AlertIssued alert && alert.cause() == Cause.CORRECTION) {
          meet(what + " is " + alert.cause());
        }
      }
    }

    private void meetRaised(List<Emission> said, String what) {
      for (Emission one : said) {
        if (one instanceof AlertIssued alert && alert.status() == Status.RAISED) {
          meet(what + " raises " + kindOf(alert));
        }
      }
    }

    private String kindOf(AlertIssued alert) {
      return random.model().alerts().stream()
          .filter(it -> it.name().equals(alert.definition()))
          .map(AlertDefinition::on)
          .map(on -> on.kind().name())
          .findFirst()
          .orElseThrow();
    }

    private boolean isWithdrawn(Emission said, String reason) {
      return said instanceof AlertIssued alert && reason.equals(alert.withdrawnReason());
    }

    /** What must hold of everything that is ever said. */
    private void note(List<Emission> said) {
      for (Emission one : said) {
        if (one instanceof LeadErased) {
          continue;
        }
        long before = sequences.getOrDefault(one.leadId(), 0L);
        assertThat(one.sequence())
            .as("seed %d: %s", seed, one)
            .isGreaterThanOrEqualTo(Math.max(1, before));
        sequences.put(one.leadId(), one.sequence());
        if (one instanceof AlertIssued alert) {
          note(alert);
        }
      }
    }

    private Set<String> raised(AlertIssued alert) {
      return raised.computeIfAbsent(alert.leadId(), it -> new HashSet<>());
    }

    private void note(AlertIssued alert) {
      if (alert.status() == Status.RAISED) {
        assertThat(raised(alert).add(alert.alertId())).as("seed %d: %s", seed, alert).isTrue();
        boolean first = alertsAfterErasure.add(alert.leadId() + alert.definition());
        meet(
            erasedAt.containsKey(alert.leadId()) && !first && alert.ordinal() > 1,
            "alerts count on");
      } else {
        assertThat(raised(alert)).as("seed %d: %s", seed, alert).contains(alert.alertId());
        assertThat(
                withdrawn
                    .computeIfAbsent(alert.leadId(), it -> new HashSet<>())
                    .add(alert.alertId()))
            .as("seed %d: %s", seed, alert)
            .isTrue();
        meet("withdrawn " + alert.withdrawnReason());
      }
    }
  }
}
