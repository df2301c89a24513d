package dev.kizashi.leadscoring;

import static dev.kizashi.leadscoring.Scenario.DAY;
import static dev.kizashi.leadscoring.Scenario.HOUR;
import static dev.kizashi.leadscoring.Scenario.NOON;
import static dev.kizashi.leadscoring.Scenario.pricingView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Fate;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.evaluate.Message;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadScoringOperatorTest {
  /** Two pricing views are worth 20 until the hour ends, and 10 a half-life later. */
  private static final Instant COOLED = Instant.ofEpochMilli(NOON + HOUR + DAY + 1);

  private static final int MAX_PARALLELISM = LeadsHarness.MAX_PARALLELISM;

  private static final long ACTIVE_BYTES = 1 << 20;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable harness : open) {
      harness.close();
    }
  }

  @Test
  void a_lead_that_falls_silent_cools_at_the_computed_millisecond() throws Exception {
    LeadsHarness harness = started(1.0);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON + 1, 2);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES))
        .extracting(record -> ((StageChange) record).getToStage())
        .containsExactly("warm");
    harness.watermark(COOLED.toEpochMilli() - 2);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES)).isEmpty();
    harness.watermark(COOLED.toEpochMilli() + DAY);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES))
        .singleElement()
        .satisfies(
            record -> {
              StageChange change = (StageChange) record;
              assertThat(change.getToStage()).isEqualTo("cold");
              assertThat(change.getOccurredAt().toEpochMilli())
                  .isBetween(COOLED.toEpochMilli() - 1, COOLED.toEpochMilli());
            });
    assertThat(harness.timers()).isZero();
  }

  @Test
  void a_lead_has_one_timer_however_often_it_acts() throws Exception {
    LeadsHarness harness = started(1.0);
    for (int i = 0; i < 50; i++) {
      harness.view("L1", NOON + i * HOUR, i);
      assertThat(harness.timers()).isLessThanOrEqualTo(1);
    }
    assertThat(harness.timers()).isEqualTo(1);
    harness.watermark(NOON + 1000 * DAY);
    assertThat(harness.timers()).isZero();
  }

  @Test
  void time_goes_on_while_every_input_is_silent() throws Exception {
    LeadsHarness harness = started(1000.0);
    harness.operator.setProcessingTime(0);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON + 1, 2);
    harness.watermark(NOON + 1);
    harness.emitted(OutputTopic.STAGE_CHANGES);
    harness.operator.setProcessingTime(DAY / 100);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES)).isEmpty();
    harness.operator.processWatermarkStatus1(WatermarkStatus.IDLE);
    harness.operator.setProcessingTime(2 * DAY / 100);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES)).hasSize(1);
  }

  @Test
  void who_was_erased_stays_erased_at_another_parallelism_and_no_key_names_them() throws Exception {
    LeadsHarness before = started(1.0);
    for (int lead = 0; lead < 40; lead++) {
      before.view("L" + lead, NOON, lead);
      before.erase("L" + lead, NOON + 5, 1 + lead);
    }
    try (Stream<String> keys = before.leads.leadIds()) {
      assertThat(keys).isEmpty();
    }
    before.emittedRecords();
    OperatorSubtaskState whole = before.operator.snapshot(1, 1);
    int refused = 0;
    int begunAnew = 0;
    for (int subtask = 0; subtask < 3; subtask++) {
      LeadsHarness part = harness(1.0, 3, subtask);
      part.operator.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              whole, MAX_PARALLELISM, 1, 3, subtask));
      part.operator.open();
      for (int lead = 0; lead < 40; lead++) {
        if (part.owns("L" + lead)) {
          part.view("L" + lead, NOON + 5, 1000 + lead);
          refused += part.emittedRecords().isEmpty() ? 1 : 0;
          part.view("L" + lead, NOON + 6, 2000 + lead);
          begunAnew += part.emittedRecords().isEmpty() ? 0 : 1;
        }
      }
    }
    assertThat(refused).isEqualTo(40);
    assertThat(begunAnew).isEqualTo(40);
  }

  @Test
  void an_erasure_is_forgotten_after_thirty_days() throws Exception {
    LeadsHarness harness = started(1.0);
    harness.erase("L1", NOON, 1);
    harness.emittedRecords();
    harness.watermark(NOON + 30 * DAY - 1);
    harness.view("L1", NOON, 1);
    assertThat(harness.emittedRecords()).isEmpty();
    harness.watermark(NOON + 30 * DAY);
    harness.view("L1", NOON, 2);
    assertThat(harness.emitted(OutputTopic.LEAD_SCORES)).hasSize(1);
  }

  @Test
  void a_lead_that_moves_leaves_no_timer_and_sends_on_what_comes_later() throws Exception {
    LeadsHarness harness = started(1.0);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON + 1, 2);
    assertThat(harness.timers()).isEqualTo(1);
    harness.send(new Message.MoveTo("L1", "L2", NOON + 2, 1, null, null));
    harness.view("L1", NOON + 3, 3);
    harness.watermark(NOON + 1000 * DAY);
    assertThat(harness.timers()).isZero();
    assertThat(harness.emittedRecords())
        .extracting(OutputRecord::topic)
        .filteredOn(topic -> topic == OutputTopic.LEAD_TRANSFERS)
        .hasSize(2);
  }

  @Test
  void the_trail_tells_of_what_a_record_led_to_at_a_lead_that_it_did_not_reach() throws Exception {
    LeadsHarness harness = audited();
    harness.view("kim@acme.example", NOON, 1);
    harness.send(new Message.Claimed("kim@acme.example", "L1", NOON + 1, 2, true, sent(1)));
    harness.send(new Message.MoveTo("kim@acme.example", "L1", NOON + 1, 1, null, sent(2)));
    harness.send(
        new Message.Erase("kim@acme.example", NOON + 2, false, List.of(), 2, false, sent(3)));

    assertThat(harness.trail())
        .extracting(
            AuditEntry::getTopic,
            AuditEntry::getOffset,
            AuditEntry::getFate,
            AuditEntry::getSequence,
            AuditEntry::getDetail)
        .containsExactly(
            tuple("clickstream", 1L, Fate.SCORED, 1L, "test/1 signals/1"),
            tuple("lead-transfers", 1L, Fate.FOLLOWED, null, null),
            tuple("lead-transfers", 2L, Fate.FOLLOWED, 2L, "test/1 signals/1"),
            tuple("lead-transfers", 3L, Fate.FOLLOWED, null, null));
  }

  @Test
  void the_trail_tells_that_an_erasure_was_still_known_when_a_lead_begins_anew() throws Exception {
    LeadsHarness harness = audited();
    harness.erase("L1", NOON, 1);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON + 1, 2);
    harness.view("L1", NOON + 2, 3);
    harness.erase("L2", NOON, 2);
    harness.watermark(NOON + 30 * DAY);
    harness.view("L2", NOON + 1, 4);

    assertThat(harness.trail())
        .extracting(AuditEntry::getOffset, AuditEntry::getFate, AuditEntry::getDetail)
        .containsExactly(
            tuple(1L, Fate.IGNORED, null),
            tuple(2L, Fate.SCORED, "test/1 signals/1 anew"),
            tuple(3L, Fate.SCORED, "test/1 signals/1"),
            tuple(4L, Fate.SCORED, "test/1 signals/1"));
  }

  @Test
  void the_trail_tells_what_had_waited_and_goes_with_an_erased_lead() throws Exception {
    LeadsHarness harness = audited();
    LeadEvent record = pricingView("L1", NOON + 1, 7);
    harness.send(new Message.MoveTo("L1", "L2", NOON, 1, null, sent(1)));
    harness.send(new Message.Recall("L1", 2, record));
    harness.view("L1", NOON + 5, 8);
    harness.send(new Message.Claimed("L1", "L3", NOON + 1, 2, true, sent(2)));
    assertThat(harness.trail()).extracting(AuditEntry::getOffset).containsExactly(1L, 7L);

    harness.send(new Message.Erase("L1", NOON + 2, false, List.of(), 3, false, sent(3)));

    assertThat(harness.trail())
        .extracting(AuditEntry::getOffset, AuditEntry::getFate, AuditEntry::getDetail)
        .containsExactly(
            tuple(3L, Fate.FOLLOWED, null),
            tuple(8L, Fate.IGNORED, "dropped"),
            tuple(2L, Fate.FOLLOWED, "dropped"));
  }

  private static LeadEvent.Origin sent(long offset) {
    return new LeadEvent.Origin(InputTopic.LEAD_TRANSFERS, 0, offset);
  }

  @Test
  void time_goes_on_in_silence_after_a_restore() throws Exception {
    LeadsHarness before = started(1.0);
    before.operator.setProcessingTime(1_000);
    before.view("L1", NOON, 1);
    before.view("L1", NOON + 1, 2);
    before.watermark(NOON + 1);
    OperatorSubtaskState state = before.operator.snapshot(1, 1);
    LeadsHarness after = harness(1.0, 1, 0);
    after.operator.setProcessingTime(1_000 + 2 * DAY);
    after.operator.initializeState(state);
    after.operator.open();
    after.operator.processWatermarkStatus1(WatermarkStatus.IDLE);
    after.operator.setProcessingTime(1_000 + 2 * DAY + 500);
    assertThat(after.emitted(OutputTopic.STAGE_CHANGES)).hasSize(1);
  }

  @Test
  void a_late_event_whose_cooling_is_already_due_cools_at_once() throws Exception {
    LeadsHarness harness = started(1.0);
    harness.watermark(NOON + 5 * DAY);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON + 1, 2);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES))
        .extracting(record -> ((StageChange) record).getToStage())
        .containsExactly("warm", "cold");
  }

  @Test
  void duplicates_change_nothing() throws Exception {
    LeadsHarness harness = started(1.0);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON, 1);
    harness.view("L1", NOON, 1);
    assertThat(harness.emitted(OutputTopic.LEAD_SCORES))
        .extracting(record -> ((LeadScore) record).getEngagement())
        .containsExactly(10.0);
  }

  @Test
  void another_version_rejudges_every_lead_when_its_time_comes() throws Exception {
    LeadsHarness harness = started(1.0);
    for (int lead = 0; lead < 1_200; lead++) {
      harness.view("L" + lead, NOON, lead);
    }
    harness.emitted(OutputTopic.LEAD_SCORES);
    harness.document(Scenario.model(2, 30, NOON + 10 * 60_000));
    harness.watermark(NOON + 5 * 60_000);
    harness.operator.setProcessingTime(100);
    assertThat(harness.emitted(OutputTopic.STAGE_CHANGES)).isEmpty();
    harness.watermark(NOON + 15 * 60_000);
    for (int tick = 0; tick < 10; tick++) {
      harness.operator.setProcessingTime(200 + tick);
    }
    List<SpecificRecord> all = harness.emittedAll();
    assertThat(all)
        .filteredOn(record -> record instanceof StageChange)
        .hasSize(1_200)
        .allSatisfy(
            record -> {
              StageChange change = (StageChange) record;
              assertThat(change.getCause().name()).isEqualTo("MODEL_CHANGE");
              assertThat(change.getModelVersion()).isEqualTo(2);
              assertThat(change.getOccurredAt().toEpochMilli()).isEqualTo(NOON + 10 * 60_000);
            });
    assertThat(all).filteredOn(record -> record instanceof SalesAlert).hasSize(1_200);
  }

  @Test
  void leads_survive_a_restore_at_another_parallelism() throws Exception {
    LeadsHarness before = started(1.0);
    for (int lead = 0; lead < 100; lead++) {
      before.view("L" + lead, NOON, lead);
    }
    before.emitted(OutputTopic.LEAD_SCORES);
    OperatorSubtaskState whole = before.operator.snapshot(1, 1);
    int warm = 0;
    for (int subtask = 0; subtask < 3; subtask++) {
      LeadsHarness part = harness(1.0, 3, subtask);
      part.operator.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              whole, MAX_PARALLELISM, 1, 3, subtask));
      part.operator.open();
      for (int lead = 0; lead < 100; lead++) {
        if (part.owns("L" + lead)) {
          part.view("L" + lead, NOON + 1, 1000 + lead);
        }
      }
      warm += part.emitted(OutputTopic.STAGE_CHANGES).size();
    }
    assertThat(warm).isEqualTo(100);
  }

  private LeadsHarness started(double idlePace) throws Exception {
    LeadsHarness harness = harness(idlePace, 1, 0);
    harness.operator.open();
    return harness;
  }

  private LeadsHarness audited() throws Exception {
    LeadsHarness harness = new LeadsHarness(1.0, true, ACTIVE_BYTES, 1, 0);
    open.add(harness);
    harness.operator.open();
    return harness;
  }

  private LeadsHarness harness(double idlePace, int parallelism, int subtask) throws Exception {
    LeadsHarness harness = new LeadsHarness(idlePace, false, ACTIVE_BYTES, parallelism, subtask);
    open.add(harness);
    return harness;
  }
}
