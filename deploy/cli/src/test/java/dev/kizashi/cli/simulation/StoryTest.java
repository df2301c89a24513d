package dev.kizashi.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.InProcessScoring;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped catalogue and model make of the traffic that the demo is about. */
class StoryTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T06:00:00Z");
  private static final Path MODELS = Path.of("..", "..", "docs", "models", "b2b-default");
  private static final DocumentFiles DOCUMENTS =
      DocumentFiles.read(MODELS.resolve("signals.yaml"), MODELS.resolve("model.yaml"));

  private record Judged(List<Emission> emissions, Set<Fate> fates) {}

  private static Judged judged(TrafficSettings settings, Duration span) {
    List<Emission> emissions = new ArrayList<>();
    Set<Fate> fates = EnumSet.noneOf(Fate.class);
    InProcessScoring scoring =
        new InProcessScoring(DOCUMENTS.catalogue(), DOCUMENTS.scoringModel(), emissions::add);
    Traffic traffic = new Traffic(settings);
    long end = settings.start().plus(span).toEpochMilli();
    long offset = 0;
    for (TrafficEvent event = traffic.next(); event.arrivesAt() < end; event = traffic.next()) {
      LeadEvent.Origin origin = new LeadEvent.Origin(event.topic(), 0, offset++);
      fates.add(
          new JsonLines.Line(event.topic(), event.record())
              .decoded()
              .fold(
                  behaviour -> scoring.take(behaviour, origin),
                  crm -> scoring.take(crm, origin),
                  unusable -> Fate.DEAD_LETTER));
    }
    scoring.advanceTo(end);
    return new Judged(emissions, fates);
  }

  private static TrafficSettings demo(long seed) {
    return new TrafficSettings(seed, 300, MONDAY, ZoneOffset.UTC, 0.25, 0.5, 0.15, 0.02, 0.05);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 42, 2026})
  void within_days_a_lead_warms_then_gets_hot_with_an_alert_and_another_cools_in_silence(
      long seed) {
    List<Emission> emissions = judged(demo(seed), Duration.ofDays(15)).emissions();

    assertThat(alerts(emissions, Duration.ofDays(2))).isNotEmpty();
    Set<String> warmed = new HashSet<>();
    Set<String> warmedThenHot = new HashSet<>();
    for (StageChanged change : changes(emissions)) {
      if (change.toStage().equals("warm") && change.fromStage().equals("cold")) {
        warmed.add(change.leadId());
      } else if (change.toStage().equals("hot") && warmed.contains(change.leadId())) {
        warmedThenHot.add(change.leadId());
      }
    }
    assertThat(warmedThenHot).isNotEmpty();
    assertThat(alerts(emissions, Duration.ofDays(7)))
        .filteredOn(alert -> alert.definition().equals("hot"))
        .extracting(AlertIssued::leadId)
        .containsAnyElementsOf(warmedThenHot);
    assertThat(changes(emissions)).extracting(StageChanged::cause).contains(Cause.COOLING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 42, 2026})
  void within_two_weeks_one_comes_back_and_is_won_one_is_forgotten_and_a_customer_wants_more(
      long seed) {
    List<Emission> emissions = judged(demo(seed), Duration.ofDays(14)).emissions();
    String cameBack = "L-00299";
    String forgotten = "L-00298";
    String customer = "L-00297";

    assertThat(changes(emissions))
        .filteredOn(change -> change.leadId().equals(cameBack))
        .filteredOn(change -> change.axis() == Emission.Axis.LIFECYCLE)
        .extracting(StageChanged::toStage)
        .containsExactly("mql", "sal", "recycled", "mql", "sal", "sql", "customer");
    assertThat(alerts(emissions, Duration.ofDays(14)))
        .extracting(AlertIssued::leadId, AlertIssued::definition)
        .contains(
            tuple(cameBack, "returning"),
            tuple(forgotten, "sla-warning"),
            tuple(forgotten, "sla-breached"),
            tuple(customer, "expansion"));
  }

  @Test
  void every_event_can_be_used_and_meets_every_fate_of_one_that_can() {
    assertThat(judged(demo(7), Duration.ofDays(40)).fates())
        .containsExactlyInAnyOrder(
            Fate.SCORED, Fate.UNMATCHED, Fate.ANONYMOUS, Fate.DUPLICATE, Fate.IGNORED);
  }

  @Test
  void every_signal_of_the_catalogue_that_the_traffic_means_to_show_is_recognised() {
    Set<String> seen =
        judged(demo(7), Duration.ofDays(90)).emissions().stream()
            .filter(Emission.LeadScored.class::isInstance)
            .flatMap(score -> ((Emission.LeadScored) score).contributions().stream())
            .map(Emission.Contribution::signal)
            .collect(Collectors.toSet());
    assertThat(seen)
        .contains(
            "email-open",
            "email-click",
            "unsubscribe",
            "page-view",
            "key-page",
            "pricing-view",
            "careers-view",
            "site-search",
            "demo-video",
            "document",
            "gated-content",
            "webinar-registered",
            "webinar-attended",
            "webinar-no-show",
            "booth-visit",
            "printed-material",
            "contact-form",
            "demo-request");
  }

  private static List<StageChanged> changes(List<Emission> emissions) {
    return emissions.stream()
        .filter(StageChanged.class::isInstance)
        .map(StageChanged.class::cast)
        .toList();
  }

  private static List<AlertIssued> alerts(List<Emission> emissions, Duration within) {
    long end = MONDAY.plus(within).toEpochMilli();
    return emissions.stream()
        .filter(AlertIssued.class::isInstance)
        .map(AlertIssued.class::cast)
        .filter(alert -> alert.occurredAt() < end)
        .toList();
  }
}
