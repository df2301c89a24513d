package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SIGNALS =
      """
      version: 1
      dedupe_window: 48h
      signals:
        visit: {on: page_view, where: {path: "/p*"}}
      """;

  /** Ten points that halve every day: a visit leaves warm one day and 1 ms after its hour. */
  private static final String MODEL =
      """
      model: small
      version: 1
      signals_version: 1
      effective_from: 2030-01-01T00:00:00Z
      categories: {web: {}}
      scoring:
        visit: {category: web, points: 10, half_life: 1d}
      temperatures: [{name: cold}, {name: warm, enter: 10, exit: 5}]
      alerts:
        warm: {on: {temperature: warm}}
      """;

  @TempDir private Path folder;
  private Path signals;
  private Path model;

  @BeforeEach
  void documents() throws IOException {
    signals = Files.writeString(folder.resolve("signals.yaml"), SIGNALS);
    model = Files.writeString(folder.resolve("model.yaml"), MODEL);
  }

  @Test
  void aLeadCoolsAtItsMillisecondBetweenTheEventsOfAnother() throws IOException {
    Ran ran =
        evaluate(
            visit("e1", "2026-03-02T10:00:00Z", "a"),
            visit("e2", "2026-03-03T11:00:00Z", "b"),
            visit("e3", "2026-03-04T00:00:00Z", "b"));
    assertThat(said(ran))
        .containsExactly(
            "stage-changes a cold>warm 2026-03-02T10:00:00.000Z BEHAVIOUR",
            "sales-alerts a warm 2026-03-02T10:00:00.000Z",
            "stage-changes b cold>warm 2026-03-03T11:00:00.000Z BEHAVIOUR",
            "sales-alerts b warm 2026-03-03T11:00:00.000Z",
            "stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING",
            "lead-scores a 2026-03-04T00:00:00.000Z",
            "lead-scores b 2026-03-04T00:00:00.000Z");
    assertThat(ran.err())
        .containsExactly("events 3, unusable lines 0, leads 2, stage changes 3, alerts 2");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void whatIsDueAtAnEventsOwnMillisecondComesBeforeIt() throws IOException {
    assertThat(
            said(
                evaluate(
                    visit("e1", "2026-03-02T10:00:00Z", "a"),
                    visit("e2", "2026-03-03T11:00:00.001Z", "a"))))
        .containsSubsequence(
            "stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING",
            "stage-changes a cold>warm 2026-03-03T11:00:00.001Z BEHAVIOUR");
  }

  @Test
  void leadsThatCoolTogetherDoSoByTheirIds() throws IOException {
    assertThat(
            said(
                evaluate(
                    visit("e1", "2026-03-02T10:00:00Z", "b"),
                    visit("e2", "2026-03-02T10:30:00Z", "a"),
                    event("e3", "2026-04-01T00:00:00Z", "other", "c"))))
        .filteredOn(line -> line.endsWith("COOLING"))
        .containsExactly(
            "stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING",
            "stage-changes b warm>cold 2026-03-03T11:00:00.001Z COOLING");
  }

  @Test
  void atEndsTimeThereAndLeavesLaterLinesOut() throws IOException {
    Path events =
        events(visit("e1", "2026-03-02T10:00:00Z", "a"), visit("e2", "2026-03-05T10:00:00Z", "a"));
    Ran ran = evaluate(events, "--at", "2026-03-03T12:00:00Z");
    assertThat(said(ran))
        .endsWith(
            "stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING",
            "lead-scores a 2026-03-03T12:00:00.000Z");
    assertThat(ran.err())
        .containsExactly(
            events + ":2: occurred_at is after --at (FUTURE_TIMESTAMP)",
            "events 1, unusable lines 1, leads 1, stage changes 2, alerts 1");
    assertThat(said(evaluate(events, "--at", "1772539200000"))).isEqualTo(said(ran));
  }

  @Test
  void aLateEventCountsAsIfItHadComeInTime() throws IOException {
    Ran ran =
        evaluate(
            event("e0", "2026-03-03T10:00:00Z", "other", "x"),
            visit("e1", "2026-03-02T10:00:00Z", "a"));
    // Warm only since its own time; a day and 1 ms after its hour is not yet.
    assertThat(said(ran))
        .contains("stage-changes a cold>warm 2026-03-02T10:00:00.000Z BEHAVIOUR")
        .endsWith("lead-scores a 2026-03-03T10:00:00.000Z");
    assertThat(score(ran, "a").path("engagement").asDouble())
        .isCloseTo(10 * Math.pow(2, -23 / 24.0), within(1e-9));
  }

  @Test
  void aTimerThatALateLastEventArmedInThePastFiresAtTheEnd() throws IOException {
    assertThat(
            said(
                evaluate(
                    event("e0", "2026-03-09T00:00:00Z", "other", "x"),
                    visit("e1", "2026-03-02T10:00:00Z", "a"))))
        .contains("stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING");
  }

  @Test
  void aDuplicateAddsNothing() throws IOException {
    Ran ran =
        evaluate(
            visit("e1", "2026-03-02T10:00:00Z", "a"), visit("e1", "2026-03-02T10:01:00Z", "a"));
    assertThat(score(ran, "a").path("contributions").path(0).path("count").asInt()).isEqualTo(1);
    assertThat(score(ran, "a").path("sequence").asInt()).isEqualTo(1);
  }

  @Test
  void theExplanationSumsToTheEngagement() throws IOException {
    JsonNode score =
        score(
            evaluate(
                visit("e1", "2026-03-02T10:00:00Z", "a"),
                visit("e2", "2026-03-04T10:00:00Z", "a"),
                event("e3", "2026-03-05T10:00:00Z", "other", "x")),
            "a");
    double sum = 0;
    for (JsonNode line : score.path("contributions")) {
      sum += line.path("value").asDouble();
    }
    assertThat(score.path("engagement").asDouble()).isCloseTo(sum, within(1e-9)).isPositive();
    assertThat(score.path("emitted_at")).isEqualTo(score.path("as_of"));
  }

  @Test
  void visitorsWithoutANameMoveTimeAndHaveNoScore() throws IOException {
    Ran ran =
        evaluate(
            visit("e1", "2026-03-02T10:00:00Z", "a"),
            "{\"topic\":\"clickstream\",\"event_id\":\"v\",\"occurred_at\":\"2026-03-04T00:00:00Z\",\"type\":\"page_view\",\"visitor_id\":\"v1\",\"url\":\"/p\"}");
    assertThat(said(ran))
        .endsWith(
            "stage-changes a warm>cold 2026-03-03T11:00:00.001Z COOLING",
            "lead-scores a 2026-03-04T00:00:00.000Z");
  }

  @Test
  void linesThatCannotBeUsedAreNamedAndCounted() throws IOException {
    Path events =
        events(
            visit("e1", "2026-03-02T10:00:00Z", "a"),
            "{broken",
            "",
            "{\"topic\":\"clickstream\",\"event_id\":\"x\",\"occurred_at\":\"yesterday\",\"type\":\"page_view\",\"lead_id\":\"a\"}",
            "{\"topic\":\"clickstream\",\"event_id\":\"y\",\"occurred_at\":\"2026-03-02T10:00:00Z\",\"type\":\"page_view\"}");
    Ran ran = evaluate(events);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err())
        .containsExactly(
            events + ":2: not JSON at column 2 (INVALID)",
            events + ":4: occurred_at is no ISO-8601 time with Z or an offset (INVALID)",
            events + ":5: visitor_id, lead_id and email are all missing (NO_IDENTITY)",
            "events 1, unusable lines 3, leads 1, stage changes 1, alerts 1");
  }

  @Test
  void aListIsReadThroughAMapping() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.csv"),
            """
            Who,When,Page
            a,2026-03-02 19:00:00,/p1
            b,2026-03-02 19:00:00,/elsewhere
            c,soon,/p1
            """);
    Path mapping =
        Files.writeString(
            folder.resolve("mapping.yaml"),
            """
            topic: clickstream
            columns: {Who: lead_id, Page: url}
            constants: {type: page_view}
            time: {column: When, format: "yyyy-MM-dd HH:mm:ss", zone: Asia/Tokyo}
            """);
    Ran ran = evaluate(list, "--mapping", mapping.toString());
    assertThat(said(ran))
        .containsExactly(
            "stage-changes a cold>warm 2026-03-02T10:00:00.000Z BEHAVIOUR",
            "sales-alerts a warm 2026-03-02T10:00:00.000Z",
            "lead-scores a 2026-03-02T10:00:00.000Z");
    assertThat(ran.err().get(0)).startsWith(list + ":4:3: occurred_at");
  }

  @Test
  void eventsCanComeFromStandardInput() throws IOException {
    InputStream standard = System.in;
    System.setIn(
        new ByteArrayInputStream(
            visit("e1", "2026-03-02T10:00:00Z", "a").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(said(evaluate(Path.of("-")))).contains("lead-scores a 2026-03-02T10:00:00.000Z");
    } finally {
      System.setIn(standard);
    }
  }

  @Test
  void documentsThatAreWrongAreTheAnswerNo() throws IOException {
    Files.writeString(model, MODEL.replace("visit: {category", "vist: {category"));
    Ran ran = evaluate(visit("e1", "2026-03-02T10:00:00Z", "a"));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .containsExactly(
            model + ":7:3: the catalogue has no signal \"vist\"; did you mean \"visit\"?");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    Ran ran = evaluate(folder.resolve("nothing.jsonl"));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .containsExactly("There is no file " + folder.resolve("nothing.jsonl") + ".");
  }

  private Ran evaluate(String... lines) throws IOException {
    return evaluate(events(lines));
  }

  private Ran evaluate(Path events, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--signals",
                signals.toString(),
                "--model",
                model.toString(),
                "--events",
                events.toString()));
    arguments.addAll(List.of(more));
    return Ran.kizashi(arguments.toArray(String[]::new));
  }

  private Path events(String... lines) throws IOException {
    return Files.write(folder.resolve("events.jsonl"), List.of(lines));
  }

  private static String visit(String id, String at, String lead) {
    return event(id, at, "page_view", lead);
  }

  private static String event(String id, String at, String type, String lead) {
    return "{\"topic\":\"clickstream\",\"event_id\":\"%s\",\"occurred_at\":\"%s\",\"type\":\"%s\",\"lead_id\":\"%s\",\"url\":\"https://example.com/p\"}"
        .formatted(id, at, type, lead);
  }

  private static JsonNode score(Ran ran, String lead) throws IOException {
    for (String line : ran.out()) {
      JsonNode record = JSON.readTree(line);
      if (record.path("topic").asText().equals("lead-scores")
          && record.path("lead_id").asText().equals(lead)) {
        return record;
      }
    }
    throw new AssertionError("no score of " + lead + " in " + ran.out());
  }

  /** Each line in short. */
  private static List<String> said(Ran ran) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line : ran.out()) {
      JsonNode record = JSON.readTree(line);
      String topic = record.path("topic").asText();
      said.add(
          topic
              + " "
              + record.path("lead_id").asText()
              + switch (topic) {
                case "stage-changes" ->
                    " "
                        + record.path("from_stage").asText()
                        + ">"
                        + record.path("to_stage").asText()
                        + " "
                        + record.path("occurred_at").asText()
                        + " "
                        + record.path("cause").asText();
                case "sales-alerts" ->
                    " "
                        + record.path("definition").asText()
                        + " "
                        + record.path("occurred_at").asText();
                default -> " " + record.path("as_of").asText();
              });
    }
    return said;
  }
}
