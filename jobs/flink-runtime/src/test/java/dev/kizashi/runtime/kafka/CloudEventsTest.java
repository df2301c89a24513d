package dev.kizashi.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.EmissionRecords;
import dev.kizashi.runtime.records.OutputRecord;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued.Status;
import dev.kizashi.scoring.evaluate.Emission.Bant;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The specification's own SDK reads the records that the sink writes. */
class CloudEventsTest {
  private static final int SCHEMA_ID = 7;
  private static final OffsetDateTime MONDAY = OffsetDateTime.parse("2026-03-02T09:15:00.120Z");

  private final EmissionRecords records = new EmissionRecords("/kizashi/lead-scoring");
  private final OutputRecordWriter writer =
      new OutputRecordWriter(
          "", Map.of(OutputTopic.SALES_ALERTS, SCHEMA_ID, OutputTopic.STAGE_CHANGES, SCHEMA_ID));

  @Test
  void an_alerts_record_is_a_cloud_event_with_the_records_bytes_as_its_data() {
    AlertIssued alert = alert(Status.RAISED, null);
    CloudEvent event = event(written(alert));

    assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(event.getId()).isEqualTo("a-1");
    assertThat(event.getType()).isEqualTo("dev.kizashi.sales-alert.v1");
    assertThat(event.getSource()).isEqualTo(URI.create("/kizashi/lead-scoring"));
    assertThat(event.getSubject()).isEqualTo("L1");
    assertThat(event.getTime()).isEqualTo(MONDAY);
    assertThat(event.getDataContentType()).isEqualTo("application/avro");
    assertThat(event.getDataSchema()).isNull();
    assertThat(event.getExtensionNames()).isEmpty();
    assertThat(event.getData().toBytes())
        .isEqualTo(
            WireFormat.frame(
                SCHEMA_ID, new OutputEncoder().body(OutputEncoder.toRecord(alert, 0))));
  }

  @Test
  void a_withdrawal_is_another_event_of_the_same_subject() {
    CloudEvent raised = event(written(alert(Status.RAISED, null)));
    CloudEvent withdrawn = event(written(alert(Status.WITHDRAWN, "SUSPECT")));

    assertThat(withdrawn.getId()).isEqualTo(raised.getId() + ":withdrawn");
    assertThat(withdrawn.getSubject()).isEqualTo(raised.getSubject());
    assertThat(withdrawn.getType()).isEqualTo(raised.getType());
  }

  @Test
  void a_lead_that_has_other_than_ascii_letters_is_spelt_as_it_is() {
    ProducerRecord<byte[], byte[]> record = written(alert("リード-1", Status.RAISED, null));
    assertThat(event(record).getSubject()).isEqualTo("リード-1");
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("リード-1");
  }

  @Test
  void other_records_are_no_cloud_events() {
    StageChanged change =
        new StageChanged(
            "L1",
            "acme.example",
            9,
            Emission.Axis.TEMPERATURE,
            "cold",
            "warm",
            MONDAY.toInstant().toEpochMilli(),
            Cause.BEHAVIOUR,
            31,
            0,
            null,
            "-2",
            "b2b",
            4,
            "champion",
            null);
    assertThatExceptionOfType(CloudEventRWException.class).isThrownBy(() -> event(written(change)));
  }

  private ProducerRecord<byte[], byte[]> written(Emission emission) {
    List<OutputRecord> said = new ArrayList<>();
    records.of(emission, 0, said::add);
    assertThat(said).hasSize(1);
    return writer.serialize(said.get(0), null, null);
  }

  private static CloudEvent event(ProducerRecord<byte[], byte[]> record) {
    MessageReader reader = KafkaMessageFactory.createReader(record.headers(), record.value());
    return reader.toEvent();
  }

  private static AlertIssued alert(Status status, String reason) {
    return alert("L1", status, reason);
  }

  private static AlertIssued alert(String leadId, Status status, String reason) {
    return new AlertIssued(
        "a-1",
        leadId,
        "acme.example",
        "sato",
        9,
        "hot",
        2,
        status,
        reason,
        "high",
        MONDAY.toInstant().toEpochMilli(),
        Cause.BEHAVIOUR,
        "warm",
        "hot",
        71.5,
        80,
        "A",
        "A1",
        List.of(),
        List.of(),
        new Bant(null, null, null, null),
        List.of(),
        null,
        null,
        "b2b",
        4,
        3);
  }
}
