package dev.kizashi.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.InProcessScoring;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.signals.SignalCatalogue;
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
    return judged(
        events(settings, span), DOCUMENTS.catalogue(), settings.start().plus(span).toEpochMilli());
  }

  private static List<TrafficEvent> events(TrafficSettings settings, Duration span) {
    List<TrafficEvent> events = new ArrayList<>();
    Traffic traffic = new Traffic(settings);
    long end = settings.start().plus(span).toEpochMilli();
    for (TrafficEvent event = traffic.next(); event.arrivesAt() < end; event = traffic.next()) {
      events.add(event);
    }
    return events;
  }

  private static Judged judged(List<TrafficEvent> events, SignalCatalogue catalogue, long end) {
    List<Emission> emissions = new ArrayList<>();
    Set<Fate> fates = EnumSet.noneOf(Fate.class);
    InProcessScoring scoring =
        new InProcessScoring(catalogue, DOCUMENTS.scoringModel(), emissions::add);
    long offset = 0;
    for (TrafficEvent event : events) {
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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 42, 2026})
  void a_stranger_reads_prices_and_is_warm_at_once_where_a_form_tells_whose_they_were(long seed) {
    Person person = Storyline.whoSignsUp(new Population(seed, 300), 300);
    List<TrafficEvent> events = events(demo(seed), Duration.ofDays(14));
    List<ClickstreamEvent> visits =
        events.stream()
            .map(TrafficEvent::record)
            .filter(ClickstreamEvent.class::isInstance)
            .map(ClickstreamEvent.class::cast)
            .filter(click -> click.getVisitorId().equals(person.visitorId()))
            .toList();
    List<ClickstreamEvent> namings =
        visits.stream()
            .filter(click -> click.getEmail() != null || click.getLeadId() != null)
            .toList();
    assertThat(namings)
        .extracting(ClickstreamEvent::getType, ClickstreamEvent::getEmail)
        .containsOnly(tuple("form_submit", person.email()));
    Instant signedUpAt = namings.get(0).getOccurredAt();
    assertThat(signedUpAt).isBefore(MONDAY.plus(Duration.ofDays(4)));
    assertThat(visits)
        .filteredOn(click -> click.getUrl().endsWith("/pricing"))
        .filteredOn(click -> click.getOccurredAt().isBefore(signedUpAt))
        .hasSize(3);
    assertThat(events)
        .noneMatch(
            event ->
                event.record() instanceof CrmUpdate update
                    && (update.getLeadId().equals(person.leadId())
                        || person.email().equals(update.getEmail())));

    // The form is worth nothing: what makes the lead warm is what the visitor had read before.
    long end = signedUpAt.toEpochMilli();
    List<TrafficEvent> untilThen =
        events.stream()
            .filter(event -> event.key().equals(person.visitorId()) && event.occurredAt() <= end)
            .toList();
    List<TrafficEvent> signUp =
        untilThen.stream()
            .filter(event -> ((ClickstreamEvent) event.record()).getEmail() != null)
            .toList();
    assertThat(engagement(signUp, person.email(), end)).isZero();
    assertThat(engagement(untilThen, person.email(), end)).isBetween(30.0, 60.0);
    assertThat(changes(judged(demo(seed), Duration.ofDays(14)).emissions()))
        .filteredOn(change -> change.leadId().equals(person.email()))
        .filteredOn(change -> change.axis() == Emission.Axis.TEMPERATURE)
        .first()
        .satisfies(
            change -> {
              assertThat(change.toStage()).isEqualTo("warm");
              assertThat(change.cause()).isEqualTo(Cause.IDENTITY);
              assertThat(change.occurredAt()).isEqualTo(end);
            });
  }

  private static double engagement(List<TrafficEvent> events, String leadId, long at) {
    List<Emission.LeadScored> scores = new ArrayList<>();
    InProcessScoring scoring =
        new InProcessScoring(DOCUMENTS.catalogue(), DOCUMENTS.scoringModel(), emission -> {});
    for (TrafficEvent event : events) {
      new JsonLines.Line(event.topic(), event.record())
          .decoded()
          .fold(
              behaviour ->
                  scoring.take(behaviour, new LeadEvent.Origin(event.topic(), 0, scores.size())),
              crm -> Fate.IGNORED,
              unusable -> Fate.DEAD_LETTER);
    }
    scoring.advanceTo(at);
    scoring.scores(scores::add);
    return scores.stream()
        .filter(score -> score.leadId().equals(leadId))
        .findFirst()
        .orElseThrow()
        .engagement();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 42, 2026})
  void a_mail_scanner_follows_every_link_and_nobody_is_called(long seed) {
    String leadId = Storyline.whoIsScanned(new Population(seed, 300), 300).leadId();
    Duration span = Duration.ofDays(14);
    Judged judged = judged(demo(seed), span);

    assertThat(alerts(judged.emissions(), span))
        .extracting(AlertIssued::leadId)
        .doesNotContain(leadId);
    assertThat(changes(judged.emissions())).extracting(StageChanged::leadId).doesNotContain(leadId);
    assertThat(suspectClicks(judged.emissions(), leadId)).endsWith(6L);

    // Without what the catalogue excludes, sales would have been told.
    SignalCatalogue shipped = DOCUMENTS.catalogue();
    SignalCatalogue credulous =
        new SignalCatalogue(
            shipped.version(),
            shipped.dedupeWindowMillis(),
            shipped.signals(),
            SignalCatalogue.Exclusions.NONE);
    Judged fooled = judged(events(demo(seed), span), credulous, MONDAY.plus(span).toEpochMilli());
    assertThat(alerts(fooled.emissions(), span))
        .filteredOn(alert -> alert.leadId().equals(leadId))
        .extracting(AlertIssued::definition)
        .contains("warm");
  }

  /** How many clicks in mails were suspect, score after score. */
  private static List<Long> suspectClicks(List<Emission> emissions, String leadId) {
    return emissions.stream()
        .filter(Emission.LeadScored.class::isInstance)
        .map(Emission.LeadScored.class::cast)
        .filter(score -> score.leadId().equals(leadId))
        .map(
            score ->
                score.contributions().stream()
                    .filter(line -> "email-click".equals(line.signal()))
                    .mapToLong(Emission.Contribution::suspectCount)
                    .sum())
        .toList();
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
