package dev.kizashi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kizashi.benchmarks.Report.Round;
import dev.kizashi.local.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Map<Backlog.Kind, Backlog> BACKLOGS =
      Map.of(
          Backlog.Kind.NAMED,
          backlog(Backlog.Kind.NAMED, Map.of("lead_id", 1_000L), new Distribution(0, 0, 0, 0)),
          Backlog.Kind.AS_THEY_COME,
          backlog(
              Backlog.Kind.AS_THEY_COME,
              Map.of("lead_id", 750L, "visitor_id", 250L),
              new Distribution(20, 60, 100, 110)));

  private static final Report REPORT =
      report(
          BACKLOGS,
          round(50_000, 25_000, 100_000, 10_000, 20_000, 25_000),
          round(60_000, 54_000, 80_000, 20_000, 40_000, 25_000),
          round(40_000, 30_000, 160_000, 20_000, 32_000, 25_000));

  private static Report report(Map<Backlog.Kind, Backlog> backlogs, Round... rounds) {
    return new Report(
        "2026-03-02",
        "abc1234",
        "benchmarks/run end-to-end --events 1000",
        new Machine("A processor", 2, 24, "Linux 6", "OpenJDK 17"),
        2,
        4096,
        backlogs,
        List.of(rounds));
  }

  private static Backlog backlog(
      Backlog.Kind kind, Map<String, Long> knownBy, Distribution visitors) {
    return new Backlog(
        kind,
        1_000,
        900,
        190_000,
        knownBy,
        Duration.ofDays(3).toMillis(),
        new StateSizes(
            new Distribution(10, 251.5, 900, 1_200),
            new Distribution(2, 300, 310, 310),
            new Distribution(10, 12.5, 40, 50),
            visitors,
            new Distribution(5, 12, 14, 14)));
  }

  private static Round round(
      double named,
      double asTheyCome,
      double passingThrough,
      double withoutActiveLeads,
      double kafkaStreams,
      double flinkSql) {
    return new Round(
        Map.of(
            Contender.WITHOUT_IDENTITY, outcome(named, 0),
            Contender.WITH_IDENTITY, outcome(asTheyCome, 400),
            Contender.PASSING_THROUGH, outcome(passingThrough, 0),
            Contender.WITHOUT_ACTIVE_LEADS, outcome(withoutActiveLeads, 0),
            Contender.KAFKA_STREAMS, Outcome.ofPeer(kafkaStreams, 0.75, 16),
            Contender.FLINK_SQL, Outcome.ofPeer(flinkSql, 0.25, 16)));
  }

  private static Outcome outcome(double eventsPerSecond, long toVisitors) {
    Map<Stage, Long> received = new EnumMap<>(Stage.class);
    Map<Stage, Long> bytes = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      received.put(stage, stage == Stage.VISITORS ? toVisitors : 800L);
      bytes.put(stage, stage == Stage.VISITORS ? 1_600L : 5_000L);
    }
    return new Outcome(eventsPerSecond, 0.5, 400, received, bytes, bytes);
  }

  @Test
  void the_ratio_is_taken_within_each_round() {
    assertThat(REPORT.markdown())
        .contains("| the job, without identity | 50,000 | 40,000 | 60,000 |")
        .contains("| the job, with identity | 30,000 | 25,000 | 54,000 |")
        .contains("passing through, without identity | 100,000 | 80,000 | 160,000 |")
        .contains("| with / without identity | 0.75 | 0.50 | 0.90 |")
        .contains("| without identity / passing through | 0.50 | 0.25 | 0.75 |")
        .contains("| without identity / without active leads | 3.00 | 2.00 | 5.00 |");
  }

  @Test
  void the_job_is_compared_to_the_best_peer_of_each_round_and_the_best_by_median_is_named() {
    assertThat(REPORT.markdown())
        .contains("| peer: decayed sum with Kafka Streams | 32,000 | 20,000 | 40,000 |")
        .contains("best peer of the round (by median kafka-streams) | 1.50 | 1.25 | 2.00 |")
        .contains("| records, for an event consumed | 0.750 | 0.250 |");
  }

  @Test
  void rounds_are_told_in_the_order_in_which_contenders_ran() {
    assertThat(REPORT.markdown())
        .contains(
            "| round | without-identity | with-identity | passing-through | without-active-leads"
                + " | kafka-streams | flink-sql |")
        .contains("| 2 | 60,000 | 54,000 | 80,000 | 20,000 | 40,000 | 25,000 |");
  }

  @Test
  void of_peers_alone_there_is_neither_ratio_nor_stage_nor_state() {
    Report peers =
        report(
            Map.of(Backlog.Kind.NAMED, BACKLOGS.get(Backlog.Kind.NAMED)),
            new Round(Map.of(Contender.PLAIN_FLINK, Outcome.ofPeer(10_000, 0.5, 16))));

    assertThat(peers.markdown())
        .contains("| peer: decayed sum as a plain Flink job | 10,000 | 10,000 | 10,000 |")
        .contains("| events without the CRM's | 900 |")
        .doesNotContain("ratio", "stage", "bytes of state");
  }

  @Test
  void it_can_be_written_as_json() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(mapper.writeValueAsString(REPORT));

    assertThat(json.at("/rounds/1/outcomes/WITHOUT_IDENTITY/eventsPerSecond").asDouble())
        .isEqualTo(60_000);
    assertThat(json.at("/backlogs/NAMED/behaviour").asLong()).isEqualTo(900);
  }

  @Test
  void what_each_stage_received_is_told_for_both_kinds_of_traffic() {
    assertThat(REPORT.markdown())
        .contains("| follow visitors | 0 | 400 | 0 | 0 |")
        .contains("| known by visitor_id | 0.00 % | 25.00 % |")
        .contains("| bytes of a value, mean | 190 | 190 |");
  }

  @Test
  void state_is_told_for_a_lead_a_visitor_and_an_address() {
    assertThat(REPORT.markdown())
        .contains("| how many there are | 10 | 10 | 20 | 5 |")
        .contains("RocksDB's files, median | 500 | 500 | 80 | 1000 |")
        .contains("| the value alone, p99 | 900 | 900 | 100 | 14 |")
        .contains("| 300 (2) | 300 (2) |");
  }

  @Test
  void it_says_by_which_command_and_on_which_machine() {
    assertThat(REPORT.markdown())
        .contains("commit abc1234", "    benchmarks/run end-to-end --events 1000")
        .contains("A processor, 2 cores, 24 GiB, Linux 6, OpenJDK 17");
  }
}
