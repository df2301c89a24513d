package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.Axis;
import dev.kizashi.events.Cause;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.StageChange;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Time goes on from one test to the next. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SilenceIT {
  /** Five weeks, after which thirty points of a form have become twenty, pass in three seconds. */
  private static final String PACE = "1000000";

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(100));

  private static ScoringStack stack;
  private static CommittedRecords scores;
  private static CommittedRecords changes;

  @BeforeAll
  static void start() {
    stack =
        ScoringStack.start(
            StackSettings.builder(), "--watermarks.idleness=1 s", "--watermarks.idle-pace=" + PACE);
    scores = stack.read(OutputTopic.LEAD_SCORES);
    changes = stack.read(OutputTopic.STAGE_CHANGES);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  @Order(1)
  void leads_cool_at_their_computed_millisecond_while_nothing_arrives() {
    asks("early", START);
    asks("late", START.plus(Duration.ofMinutes(90)));
    asks("keen", START);
    views("keen", "/pricing", START.plusMillis(1));

    Map<String, StageChange> coolings = coolings("early", "late", "keen");

    assertThat(coolings).hasSize(3);
    coolings.forEach(
        (lead, cooling) -> {
          assertThat(cooling.getCause()).isEqualTo(Cause.COOLING);
          assertThat(cooling.getOccurredAt())
              .isEqualTo(lastScoreBefore(cooling).getCoolsAt())
              .isAfter(START.plus(Duration.ofDays(30)));
        });
    // A form an hour and a half later, a cooling an hour later: hours are what is counted.
    assertThat(coolings.get("late").getOccurredAt())
        .isEqualTo(coolings.get("early").getOccurredAt().plus(Duration.ofHours(1)));
    assertThat(coolings.get("keen").getOccurredAt()).isAfter(coolings.get("late").getOccurredAt());
    assertThat(stack.restarts()).isZero();
  }

  @Test
  @Order(2)
  void what_comes_after_a_silence_is_judged_by_its_own_time_and_cools_at_its_own() {
    asks("first", START);
    StageChange first = coolings("first").get("first");
    // By now time is past all of this.
    Instant backAt = START.plus(Duration.ofDays(40));
    asks("back", backAt);
    StageChange back = coolings("back").get("back");

    assertThat(back.getOccurredAt())
        .isEqualTo(lastScoreBefore(back).getCoolsAt())
        .isEqualTo(first.getOccurredAt().plus(Duration.ofDays(40)));
    assertThat(changesOf("back"))
        .extracting(StageChange::getToStage)
        .containsSubsequence("warm", "cold");
  }

  private static void asks(String lead, Instant at) {
    stack.send(
        """
        {"topic":"clickstream","event_id":"form-%s","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}"""
            .formatted(lead, at, lead));
  }

  private static void views(String lead, String path, Instant at) {
    stack.send(
        """
        {"topic":"clickstream","event_id":"view-%s","occurred_at":"%s","type":"page_view","lead_id":"%s","url":"https://example.com%s","dwell_ms":30000}"""
            .formatted(lead, at, lead, path));
  }

  /** The last fall into cold of each lead, once all have fallen. */
  private static Map<String, StageChange> coolings(String... leads) {
    changes.until(
        StageChange.class,
        all ->
            all.stream()
                .filter(SilenceIT::isCooling)
                .map(StageChange::getLeadId)
                .collect(Collectors.toSet())
                .containsAll(List.of(leads)));
    Map<String, StageChange> coolings = new TreeMap<>();
    for (StageChange change : changes.soFar(StageChange.class)) {
      if (isCooling(change) && List.of(leads).contains(change.getLeadId())) {
        coolings.put(change.getLeadId(), change);
      }
    }
    return coolings;
  }

  private static boolean isCooling(StageChange change) {
    return change.getAxis() == Axis.TEMPERATURE && change.getToStage().equals("cold");
  }

  private static List<StageChange> changesOf(String lead) {
    return changes.soFar(StageChange.class).stream()
        .filter(change -> change.getLeadId().equals(lead))
        .toList();
  }

  /** What the lead's topic said of it until it cooled. */
  private static LeadScore lastScoreBefore(StageChange cooling) {
    Predicate<LeadScore> ofLead = score -> score.getLeadId().equals(cooling.getLeadId());
    // The score of the cooling itself comes after all that are asked for.
    return scores
        .until(
            LeadScore.class,
            all ->
                all.stream()
                    .filter(ofLead)
                    .anyMatch(score -> score.getSequence() == cooling.getSequence()))
        .stream()
        .filter(ofLead)
        .filter(score -> score.getSequence() < cooling.getSequence())
        .max(Comparator.comparingLong(LeadScore::getSequence))
        .orElseThrow();
  }
}
