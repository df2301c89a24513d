package dev.kizashi.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.resolution.Bounds;
import dev.kizashi.scoring.resolution.Everybody;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail scanners add to a history, and the shipped catalogue tells every one of them. */
class ScannerTrafficTest {
  private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
  private static final Duration DAYS = Duration.ofDays(21);
  private static final Path MODELS = Path.of("..", "..", "docs", "models", "b2b-default");
  private static final DocumentFiles DOCUMENTS =
      DocumentFiles.read(MODELS.resolve("signals.yaml"), MODELS.resolve("model.yaml"));

  private static TrafficSettings settings(long seed, double scanners) {
    return TrafficSettings.of(seed, 400, START)
        .withDisorder(0.02, 0.05)
        .withIdentity(new IdentitySettings(2_000, DAYS, 1.0 / 3, 0.8, 0.1, 0.05, 0.05, true))
        .withScanners(scanners);
  }

  private static List<TrafficEvent> events(TrafficSettings settings) {
    List<TrafficEvent> events = new ArrayList<>();
    Traffic traffic = new Traffic(settings);
    long end = START.plus(DAYS).toEpochMilli();
    for (TrafficEvent event = traffic.next(); event.arrivesAt() < end; event = traffic.next()) {
      events.add(event);
    }
    return events;
  }

  private static String idOf(TrafficEvent event) {
    return event.record().get(0).toString();
  }

  private static boolean isScanners(TrafficEvent event) {
    return idOf(event).startsWith("scanner-");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.8})
  void without_their_lines_a_history_is_that_without_scanners(double share) {
    assertThat(lines(events(settings(3, share)).stream().filter(it -> !isScanners(it)).toList()))
        .isEqualTo(lines(events(settings(3, 0))));
  }

  private static List<String> lines(List<TrafficEvent> events) {
    return events.stream()
        .map(event -> JsonLines.write(event.topic().topicName(), event.record()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.5, 0.8})
  void their_share_of_all_clicks_is_what_was_asked_for(double share) {
    List<TrafficEvent> clicks =
        events(settings(3, share)).stream()
            .filter(
                event ->
                    event.record() instanceof EmailEngagementEvent mail
                        && mail.getType().equals("clicked"))
            .toList();
    double scanners = clicks.stream().filter(ScannerTrafficTest::isScanners).count();
    assertThat(scanners / clicks.size()).isCloseTo(share, within(0.05));
  }

  @Test
  void they_stay_away_from_mails_that_a_person_clicks_in_and_name_the_lead_as_the_delivery_did() {
    Map<String, EmailEngagementEvent> deliveries = new HashMap<>();
    Map<String, Long> deliveredAt = new HashMap<>();
    Set<String> clicked = new HashSet<>();
    Set<String> scanned = new HashSet<>();
    for (TrafficEvent event : events(settings(3, 0.5))) {
      if (event.record() instanceof EmailEngagementEvent mail) {
        String message = mail.getMessageId();
        if (mail.getType().equals("delivered")) {
          deliveries.put(message, mail);
          deliveredAt.putIfAbsent(message, event.arrivesAt());
        } else if (isScanners(event)) {
          scanned.add(message);
          assertThat(deliveredAt).containsKey(message);
          assertThat(mail.getLeadId()).isEqualTo(deliveries.get(message).getLeadId());
          assertThat(mail.getEmail()).isEqualTo(deliveries.get(message).getEmail());
        } else if (mail.getType().equals("clicked")) {
          clicked.add(message);
        }
      }
    }
    assertThat(scanned).hasSizeGreaterThan(100).doesNotContainAnyElementsOf(clicked);
  }

  /** What the shipped documents make of a history. */
  private static final class Judged {
    private final Recognition recognition =
        new Recognition(Timeline.always(SignalMatcher.compile(DOCUMENTS.catalogue())));
    private final Everybody everybody =
        new Everybody(
            Rulebook.always(new Rules(DOCUMENTS.scoringModel(), DOCUMENTS.catalogue())),
            Bounds.DEFAULT,
            emission -> {});

    /** Ids of events that were suspect, and of such as were scored and not. */
    private final Set<String> suspect = new HashSet<>();

    private final Set<String> clean = new HashSet<>();

    Judged(List<TrafficEvent> events) {
      long offset = 0;
      for (TrafficEvent event : events) {
        take(event, new LeadEvent.Origin(event.topic(), 0, offset++));
      }
    }

    private void take(TrafficEvent event, LeadEvent.Origin origin) {
      Decoded decoded = new JsonLines.Line(event.topic(), event.record()).decoded();
      LeadEvent recognised =
          decoded.fold(
              behaviour -> recognition.behaviour(behaviour.event(), origin).event(),
              crm ->
                  Recognition.crm(
                      crm.leadId(), crm.eventId(), crm.occurredAt(), crm.update(), origin),
              unusable -> {
                throw new AssertionError(unusable.detail());
              });
      if (recognised != null) {
        // A lead that was merged sends on; the last word is that of the lead that judged.
        everybody.take(recognised).stream()
            .filter(outcome -> outcome.origin().equals(origin))
            .reduce((sentOn, judged) -> judged)
            .filter(outcome -> outcome.fate() == Fate.SCORED)
            .ifPresent(outcome -> (outcome.suspect() ? suspect : clean).add(idOf(event)));
      }
    }

    Map<String, Double> engagement() {
      Map<String, Double> engagement = new TreeMap<>();
      scores(score -> engagement.put(score.leadId(), score.engagement()));
      return engagement;
    }

    long suspects() {
      AtomicLong suspects = new AtomicLong();
      scores(
          score ->
              score.contributions().stream()
                  .mapToLong(Contribution::suspectCount)
                  .forEach(suspects::addAndGet));
      return suspects.get();
    }

    private void scores(Consumer<LeadScored> scores) {
      everybody.advanceTo(START.plus(DAYS).toEpochMilli());
      everybody.scores(scores);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void each_is_told_as_it_comes_and_no_persons_event_is_suspect_because_of_them(long seed) {
    List<TrafficEvent> scanned = events(settings(seed, 0.5));
    Judged with = new Judged(scanned);
    Judged without = new Judged(events(settings(seed, 0)));

    assertThat(with.clean).isEqualTo(without.clean).noneMatch(id -> id.startsWith("scanner-"));
    Set<String> scanners = new HashSet<>(with.suspect);
    scanners.removeAll(without.suspect);
    assertThat(scanners)
        .isEqualTo(
            scanned.stream()
                .filter(ScannerTrafficTest::isScanners)
                .map(ScannerTrafficTest::idOf)
                .collect(Collectors.toSet()))
        .hasSizeGreaterThan(200);
    assertThat(with.engagement()).isEqualTo(without.engagement());
  }

  /** Without the CRM nobody is recycled, and what was before that is not out of sight. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_mark_is_made_later_than_at_the_events_own_arrival(long seed) {
    List<TrafficEvent> behaviour =
        events(settings(seed, 0.5)).stream()
            .filter(event -> event.topic() != InputTopic.CRM_UPDATES)
            .toList();
    Judged judged = new Judged(behaviour);
    assertThat(judged.suspects()).isEqualTo(judged.suspect.size()).isGreaterThan(200);
  }
}
