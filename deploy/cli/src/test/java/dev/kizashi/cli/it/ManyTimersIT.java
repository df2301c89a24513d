package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.Axis;
import dev.kizashi.events.Cause;
import dev.kizashi.events.StageChange;
import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.records.OutputTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Leads who did the same at the same time and are all due at one millisecond. How many: the system
 * property {@code kizashi.timers}.
 */
class ManyTimersIT {
  private static final int LEADS = Integer.getInteger("kizashi.timers", 20_000);

  private static final Instant FIRST =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(60));

  private final List<StageChange> temperatures = new ArrayList<>();
  private int seen;

  @Test
  void however_many_are_due_at_once_each_cools_once_and_checkpoints_complete() {
    try (ScoringStack stack =
        ScoringStack.start(
            StackSettings.builder(),
            // Only events move time.
            "--watermarks.idle-pace=0",
            "--watermarks.idleness=1 s")) {
      CommittedRecords changes = stack.read(OutputTopic.STAGE_CHANGES);
      for (int lead = 0; lead < LEADS; lead++) {
        send(stack, "lead-" + lead, FIRST);
      }
      stack.flush();
      awaitTemperatures(changes, LEADS);

      Instant due = Instant.now();
      send(stack, "somebody", FIRST.plus(Duration.ofDays(59)));
      stack.flush();
      // Somebody warms as well.
      awaitTemperatures(changes, 2 * LEADS + 1);
      assertThat(stack.flink().checkpoints(stack.job()))
          .noneMatch(checkpoint -> checkpoint.status().equals("FAILED"))
          .anyMatch(
              checkpoint ->
                  checkpoint.status().equals("COMPLETED") && checkpoint.triggeredAt().isAfter(due));

      List<StageChange> coolings =
          temperatures.stream().filter(change -> change.getCause() == Cause.COOLING).toList();
      assertThat(coolings).hasSize(LEADS);
      assertThat(coolings.stream().map(StageChange::getLeadId).distinct()).hasSize(LEADS);
      assertThat(coolings.stream().map(StageChange::getOccurredAt).distinct()).hasSize(1);
      assertThat(stack.restarts()).isZero();
    }
  }

  private void awaitTemperatures(CommittedRecords changes, int count) {
    changes.until(
        all -> {
          // Each is looked at once, however often more have come.
          for (; seen < all.size(); seen++) {
            StageChange change = CommittedRecords.decoded(StageChange.class, all.get(seen).value());
            if (change.getAxis() == Axis.TEMPERATURE) {
              temperatures.add(change);
            }
          }
          return temperatures.size() >= count;
        });
  }

  /** A form, which warms a lead for weeks. */
  private static void send(ScoringStack stack, String lead, Instant at) {
    JsonLines.Line line =
        JsonLines.read(
            """
            {"topic":"clickstream","event_id":"form","occurred_at":"%s","type":"form_submit","lead_id":"%s","properties":{"form":"demo"}}"""
                .formatted(at, lead));
    stack.send(
        line.topic(),
        null,
        stack.framed(line.topic(), line.record()),
        (metadata, failure) -> assertThat(failure).isNull());
  }
}
