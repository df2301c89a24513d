package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.cli.savepoint.Coverage;
import dev.kizashi.cli.savepoint.GoldenSavepoint;
import dev.kizashi.cli.savepoint.SavepointContents;
import dev.kizashi.cli.savepoint.SavepointReader;
import dev.kizashi.cli.simulation.IdentitySettings;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the golden savepoint of the formats that are written today: {@code
 * -Dkizashi.golden.write=true}. One that is there is never written again: old bytes that a new
 * version reads are the point of it.
 */
@EnabledIfSystemProperty(named = "kizashi.golden.write", matches = "true")
class GoldenSavepointWriterIT {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int LEADS = 34;
  private static final int EVENTS = 750;

  @TempDir private Path made;

  @Test
  void the_formats_of_today_have_a_golden_savepoint() throws Exception {
    GoldenSavepoint golden = GoldenSavepoint.ofToday();
    assertThat(golden.folder()).as("is never overwritten").doesNotExist();
    Path savepoint;
    try (ScoringStack stack =
        ScoringStack.start(
            StackSettings.builder(), "--watermarks.idle-pace=0", "--watermarks.idleness=2 s")) {
      CommittedRecords trail = stack.read(OutputTopic.AUDIT_TRAIL);
      CommittedRecords transfers = stack.read(OutputTopic.LEAD_TRANSFERS);
      stack.publish(nextModel());
      Traffic traffic = new Traffic(settings());
      Instant last = START;
      for (int i = 0; i < EVENTS; i++) {
        TrafficEvent event = traffic.next();
        send(stack, event);
        last = Instant.ofEpochMilli(event.arrivesAt());
      }
      List<String> besides = besides(last);
      besides.forEach(stack::send);
      new Quiet(trail, transfers).await(EVENTS + besides.size());
      String path =
          stack.flink().stopWithSavepoint(stack.job(), Optional.of(made), ScoringStack.PATIENCE);
      savepoint = Path.of(URI.create(path));
    }
    SavepointContents contents = SavepointReader.read(savepoint);
    Files.createDirectories(golden.savepoint());
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.toList()) {
        Files.copy(file, golden.savepoint().resolve(file.getFileName()));
      }
    }
    Files.write(golden.text(), contents.lines());
    assertThat(Coverage.missing(contents)).as("cases that it has none of").isEmpty();
  }

  /** In force amid the traffic, so that leads of both are there. */
  private static ConfigDocument nextModel() {
    ConfigDocument first = ScoringStack.defaultDocuments().get(1);
    String text =
        first
            .text()
            .replaceFirst("(?m)^version: .*$", "version: 2")
            .replaceFirst("(?m)^effective_from: .*$", "effective_from: 2026-03-12T00:00:00Z");
    return new ConfigDocument(first.kind(), first.name(), 2, text);
  }

  private static TrafficSettings settings() {
    return new TrafficSettings(
        7,
        LEADS,
        START,
        ZoneOffset.UTC,
        0.1,
        0.5,
        0,
        0.02,
        0.05,
        new IdentitySettings(
            2 * LEADS,
            Duration.ofDays(21),
            1.0 / 3,
            0.8,
            0.1,
            0.04,
            IdentitySettings.USUAL_SHARED,
            true),
        TrafficSettings.USUAL_SCANNERS);
  }

  /** What the traffic has none of within so few events. */
  private static List<String> besides(Instant last) {
    return List.of(
        view("together", last),
        view("apart", last),
        merge("MERGED", last.plusSeconds(10)),
        merge("UNMERGED", last.plusSeconds(20)),
        form("visitor_id", "nobody", last),
        form("lead_id", "asks", last),
        form("lead_id", "asks-again", last.plus(Duration.ofHours(25))));
  }

  private static String form(String field, String id, Instant at) {
    return """
    {"topic":"clickstream","event_id":"golden-%s","occurred_at":"%s","type":"form_submit","%s":"%s","properties":{"form":"contact","need":"missed follow-ups"}}"""
        .formatted(id, at, field, id.replace("-again", ""));
  }

  private static String view(String lead, Instant at) {
    return """
    {"topic":"clickstream","event_id":"golden-%s","occurred_at":"%s","type":"page_view","lead_id":"%s","url":"https://example.com/pricing"}"""
        .formatted(lead, at, lead);
  }

  private static String merge(String kind, Instant at) {
    return """
    {"topic":"crm-updates","event_id":"golden-%s","occurred_at":"%s","lead_id":"together","kind":"%s","other_lead_id":"apart"}"""
        .formatted(kind, at, kind);
  }

  private static void send(ScoringStack stack, TrafficEvent event) {
    stack.send(
        event.topic(),
        event.key().getBytes(StandardCharsets.UTF_8),
        stack.framed(event.topic(), event.record()),
        (metadata, failure) -> assertThat(failure).isNull());
  }
}
