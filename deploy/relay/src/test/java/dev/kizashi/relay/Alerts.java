package dev.kizashi.relay;

import dev.kizashi.events.AlertStatus;
import dev.kizashi.events.Cause;
import dev.kizashi.events.Evidence;
import dev.kizashi.events.Moment;
import dev.kizashi.events.SalesAlert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Alerts to test with. */
final class Alerts {
  static final Instant MONDAY = Instant.parse("2026-03-02T09:15:00.120Z");

  private Alerts() {}

  static SalesAlert.Builder raised() {
    return SalesAlert.newBuilder()
        .setAlertId("5f0c2f0e-0000-0000-0000-000000000001")
        .setLeadId("L1")
        .setSequence(8)
        .setDefinition("hot-lead")
        .setOrdinal(1)
        .setStatus(AlertStatus.RAISED)
        .setPriority("high")
        .setOccurredAt(MONDAY)
        .setCause(Cause.BEHAVIOUR)
        .setEngagement(71.5)
        .setFit(80)
        .setGrade("A")
        .setLabel("A1")
        .setEvidence(
            List.of(new Evidence("pricing-view", "Viewed pricing", 2L, 20.0, MONDAY, 0L, Map.of())))
        .setMoments(List.of(new Moment("Viewed pricing", MONDAY, "/pricing", null)))
        .setModel("b2b-default")
        .setModelVersion(7)
        .setSignalsVersion(3);
  }

  /** A record whose value does not matter. */
  static Undelivered record(PartitionProgress progress, int partition, long offset, String lead) {
    return new Undelivered(
        progress,
        new ConsumerRecord<>(
            "sales-alerts",
            partition,
            offset,
            lead == null ? null : lead.getBytes(StandardCharsets.UTF_8),
            new byte[0]));
  }
}
