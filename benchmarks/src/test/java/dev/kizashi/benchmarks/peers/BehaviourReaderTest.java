package dev.kizashi.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class BehaviourReaderTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private static byte[] written(SpecificRecord event) {
    return WireFormat.frame(7, new OutputEncoder().body(event));
  }

  private static ClickstreamEvent.Builder onTheSite(String type, String lead) {
    return ClickstreamEvent.newBuilder()
        .setEventId("e-1")
        .setOccurredAt(NOON)
        .setType(type)
        .setLeadId(lead)
        .setUrl("/pricing")
        .setProperties(Map.of("plan", "team"));
  }

  @Test
  void every_topic_of_behaviour_is_read() throws IOException {
    assertThat(
            new BehaviourReader(BehaviourTopic.CLICKSTREAM)
                .read(written(onTheSite("form_submit", "L-1").build())))
        .isEqualTo(new Behaviour("L-1", 10, NOON.toEpochMilli()));
    assertThat(
            new BehaviourReader(BehaviourTopic.EMAIL_ENGAGEMENT)
                .read(
                    written(
                        EmailEngagementEvent.newBuilder()
                            .setEventId("e-2")
                            .setOccurredAt(NOON)
                            .setType("clicked")
                            .setLeadId("L-2")
                            .build())))
        .isEqualTo(new Behaviour("L-2", 3, NOON.toEpochMilli()));
    assertThat(
            new BehaviourReader(BehaviourTopic.OFFLINE_ACTIVITY)
                .read(
                    written(
                        OfflineActivityEvent.newBuilder()
                            .setEventId("e-3")
                            .setOccurredAt(NOON)
                            .setType("booth_visit")
                            .setLeadId("L-3")
                            .build())))
        .isEqualTo(new Behaviour("L-3", 10, NOON.toEpochMilli()));
  }

  @Test
  void one_event_leaves_nothing_behind_for_the_next() throws IOException {
    BehaviourReader reader = new BehaviourReader(BehaviourTopic.CLICKSTREAM);
    reader.read(written(onTheSite("page_view", "L-1").build()));

    assertThat(reader.read(written(onTheSite("scrolled", null).setVisitorId("v").build())))
        .isEqualTo(new Behaviour(null, 0, NOON.toEpochMilli()))
        .matches(it -> !it.saysSomething());
  }
}
