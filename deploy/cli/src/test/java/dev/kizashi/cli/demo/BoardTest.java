package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.cli.demo.DemoView.Counters;
import dev.kizashi.cli.demo.DemoView.Standing;
import dev.kizashi.cli.simulation.Population;
import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Axis;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Contribution;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.Passed;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
  private final Population people = new Population(7, 300);
  private final List<String> said = new ArrayList<>();
  private final Board board = new Board(people, Samples.LABELS, (topic, record) -> said.add(topic));

  @Test
  void an_alert_waits_for_the_score_of_the_same_judgement() {
    board.alerted(Samples.alert("L-00217", 9));
    board.scored(Samples.score("L-00217", 8));
    assertThat(board.takeAlert()).isEmpty();

    board.scored(Samples.score("L-00217", 9));
    assertThat(board.takeAlert())
        .hasValueSatisfying(alert -> assertThat(alert.who()).isEqualTo(people.person(217).name()));
    assertThat(board.takeAlert()).isEmpty();
  }

  @Test
  void of_several_alerts_the_most_urgent_is_taken_and_the_others_are_past() {
    for (String priority : List.of("normal", "urgent", "high")) {
      String lead = "of-" + priority;
      board.alerted(Samples.alert(lead, 1, priority));
      board.scored(Samples.score(lead, 1));
    }
    assertThat(board.unexplained()).isEqualTo(3);
    assertThat(board.takeAlert())
        .hasValueSatisfying(alert -> assertThat(alert.leadId()).isEqualTo("of-urgent"));
    assertThat(board.unexplained()).isZero();
    assertThat(said).containsOnly("sales-alerts");
  }

  @Test
  void a_lead_stands_where_its_curve_is_by_now_and_falls() {
    board.scored(Samples.score("L-00001", 1));

    Standing standing = board.warmest(Samples.AT.plus(Duration.ofDays(14)), 5).get(0);

    // The web half has halved, from below its ceiling of 40: 43.25 / 2 + 30.5.
    assertThat(standing.engagement()).isCloseTo(52.125, within(1e-9));
    assertThat(standing.trend()).isEqualTo(-1);
    assertThat(standing.coolsIn()).isEmpty();
  }

  @Test
  void a_lead_that_was_not_there_a_day_ago_rises() {
    LeadScore score = Samples.score("L-00001", 1);
    board.scored(score);

    Standing standing = board.warmest(Samples.AT.plus(Duration.ofHours(1)), 5).get(0);

    assertThat(standing.trend()).isEqualTo(1);
    assertThat(standing.coolsIn())
        .hasValue(Duration.between(Samples.AT, score.getCoolsAt()).minusHours(1));
  }

  @Test
  void the_latest_cooling_is_not_buried_under_what_warms() {
    board.moved(change("cooled", 0, Cause.COOLING));
    for (int hour = 1; hour <= 30; hour++) {
      board.moved(change("warmed " + hour, hour, Cause.BEHAVIOUR));
    }
    assertThat(board.changes())
        .extracting(DemoView.Change::who)
        .startsWith("warmed 30", "warmed 29", "cooled", "warmed 28");
  }

  @Test
  void clicks_of_a_mail_scanner_are_told_of_when_a_score_first_has_them() {
    LeadScore score = Samples.score("L-00217", 8);
    board.scored(score);
    assertThat(board.notCounted()).isEmpty();

    List<Contribution> lines = new ArrayList<>(score.getContributions());
    lines.add(
        Contribution.newBuilder(lines.get(2))
            .setSignal("email-click")
            .setSuspectCount(6)
            .setSuspectReasons(Map.of("CLICK_AT_DELIVERY", 6L))
            .build());
    board.scored(LeadScore.newBuilder(score).setSequence(9).setContributions(lines).build());
    assertThat(board.notCounted())
        .hasValue(
            new DemoView.NotCounted(
                Samples.AT,
                "L-00217",
                people.person(217).name(),
                "hot",
                true,
                "B1",
                70.5,
                "email-click",
                Map.of("CLICK_AT_DELIVERY", 6L)));

    board.scored(Samples.score("L-00001", 1));
    assertThat(board.notCounted())
        .map(DemoView.NotCounted::who)
        .hasValue(people.person(217).name());
  }

  @Test
  void of_a_visitor_who_is_recognised_it_is_told_what_they_had_done_once_all_topics_say_so() {
    board.moved(change("aoi@known.example", 0, Cause.IDENTITY));
    assertThat(board.named()).isEmpty();
    board.audited(
        AuditEntry.newBuilder()
            .setTopic("clickstream")
            .setPartition(0)
            .setOffset(9)
            .setFate(Fate.SCORED)
            .setLeadId("aoi@known.example")
            .setSequence(1L)
            .setPassed(
                List.of(new Passed("address:aoi@known.example", 1L), new Passed("visitor:v1", 4L)))
            .build());
    assertThat(board.named()).isEmpty();
    board.scored(Samples.score("aoi@known.example", 1));

    assertThat(board.named())
        .hasValue(
            new DemoView.Named(
                Samples.AT,
                "aoi@known.example",
                "aoi@known.example",
                "v1",
                "9 × Viewed a product page, 4 × Viewed pricing, 3 × email-open",
                "cold",
                "warm",
                "-2",
                30));
  }

  @Test
  void a_lead_that_was_merged_has_no_place_any_more_and_nobody_is_called_for_it() {
    board.scored(Samples.score("L-00001", 1));
    board.scored(Samples.score("L-00002", 1));
    board.alerted(Samples.alert("L-00001", 1));

    board.removed(OutputTopic.LEAD_SCORES, "L-00001");

    assertThat(board.warmest(Samples.AT, 5))
        .extracting(Standing::who)
        .containsExactly(people.person(2).name());
    assertThat(board.unexplained()).isZero();
    assertThat(board.takeAlert()).isEmpty();
  }

  @Test
  void of_a_lead_that_was_erased_nothing_is_shown() {
    board.scored(Samples.score("L-00001", 1));
    board.moved(change("L-00001", 0, Cause.COOLING));
    board.moved(change("L-00002", 1, Cause.BEHAVIOUR));
    board.moved(change("L-00001", 2, Cause.IDENTITY));
    board.alerted(Samples.alert("L-00001", 1));

    for (OutputTopic topic :
        List.of(OutputTopic.LEAD_SCORES, OutputTopic.STAGE_CHANGES, OutputTopic.SALES_ALERTS)) {
      board.removed(topic, "L-00001");
    }

    assertThat(board.warmest(Samples.AT, 5)).isEmpty();
    assertThat(board.changes())
        .extracting(DemoView.Change::who)
        .containsExactly(people.person(2).name());
    assertThat(board.named()).isEmpty();
    assertThat(board.unexplained()).isZero();
  }

  @Test
  void an_alert_that_is_withdrawn_before_its_turn_is_not_explained() {
    board.alerted(Samples.alert("L-00001", 1));
    board.scored(Samples.score("L-00001", 1));
    board.alerted(
        SalesAlert.newBuilder(Samples.alert("L-00001", 2))
            .setStatus(AlertStatus.WITHDRAWN)
            .build());
    assertThat(board.takeAlert()).isEmpty();
  }

  private static StageChange change(String leadId, int hour, Cause cause) {
    return StageChange.newBuilder()
        .setLeadId(leadId)
        .setSequence(1)
        .setAxis(Axis.TEMPERATURE)
        .setFromStage("cold")
        .setToStage("warm")
        .setOccurredAt(Samples.AT.plus(Duration.ofHours(hour)))
        .setCause(cause)
        .setEngagement(30)
        .setFit(0)
        .setLabel("-2")
        .setModel("b2b-default")
        .setModelVersion(1)
        .setRole("champion")
        .build();
  }

  @Test
  void every_fate_is_counted() {
    int times = 0;
    for (Fate fate :
        List.of(
            Fate.SCORED,
            Fate.UNMATCHED,
            Fate.ANONYMOUS,
            Fate.DUPLICATE,
            Fate.IGNORED,
            Fate.DEAD_LETTER)) {
      times++;
      for (int i = 0; i < times; i++) {
        board.audited(
            AuditEntry.newBuilder()
                .setTopic("clickstream")
                .setPartition(0)
                .setOffset(i)
                .setFate(fate)
                .build());
      }
    }
    Counters counters = board.counters(30);
    assertThat(counters).isEqualTo(new Counters(30, 1, 2, 3, 4, 5, 6, 0));
    assertThat(counters.judged()).isEqualTo(21);
  }
}
