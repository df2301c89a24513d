package dev.kizashi.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordsTest {

  private static final Instant MONDAY = Instant.parse("2026-03-02T09:15:00.123Z");

  @Test
  void an_event_needs_only_what_is_required() throws IOException {
    ClickstreamEvent event =
        ClickstreamEvent.newBuilder()
            .setEventId("e1")
            .setOccurredAt(MONDAY)
            .setType("page_view")
            .build();

    assertThat(event.getCampaign()).isNull();
    assertThat(event.getProperties()).isEmpty();
    assertThat(reread(event)).isEqualTo(event);
  }

  @Test
  void an_event_without_what_is_required_cannot_be_built() {
    assertThatThrownBy(() -> ClickstreamEvent.newBuilder().setEventId("e1").build())
        .isInstanceOf(AvroRuntimeException.class)
        .hasMessageContaining("occurred_at");
  }

  @Test
  void the_properties_and_texts_of_an_event_come_back_as_java_strings() throws IOException {
    ClickstreamEvent event =
        ClickstreamEvent.newBuilder()
            .setEventId("e1")
            .setOccurredAt(MONDAY)
            .setType("page_view")
            .setDwellMs(42_000L)
            .setCampaign(Campaign.newBuilder().setName("spring").build())
            .setProperties(Map.of("section", "pricing"))
            .build();

    ClickstreamEvent reread = reread(event);
    assertThat(reread).isEqualTo(event);
    assertThat(reread.getProperties().get("section")).isEqualTo("pricing");
  }

  @Test
  void the_worth_of_a_deal_keeps_four_decimals() throws IOException {
    CrmUpdate won =
        CrmUpdate.newBuilder()
            .setEventId("c1")
            .setOccurredAt(MONDAY)
            .setLeadId("L1")
            .setKind(CrmKind.WON)
            .setAmount(new BigDecimal("1234567.8900"))
            .setCurrency("JPY")
            .build();

    assertThat(reread(won).getAmount()).isEqualTo(new BigDecimal("1234567.8900"));
  }

  @Test
  void a_score_keeps_its_curve_its_explanation_and_its_optional_times() throws IOException {
    LeadScore score =
        LeadScore.newBuilder()
            .setLeadId("L1")
            .setSequence(7)
            .setAsOf(MONDAY)
            .setModel("b2b-default")
            .setModelVersion(7)
            .setSignalsVersion(3)
            .setRole("champion")
            .setEngagement(40)
            .setEngagementMin(0.0)
            .setFit(0)
            .setTemperature("warm")
            .setLabel("-2")
            .setLifecycleStage("lead")
            .setCurve(List.of(new CurveTerm("web", 50.0, 604_800_000L, MONDAY, null, 40.0)))
            .setValidUntil(MONDAY.plusSeconds(60))
            .setContributions(
                List.of(
                    new Contribution(
                        ContributionKind.SIGNAL,
                        "web",
                        "page-view",
                        50L,
                        1L,
                        Map.of("USER_AGENT", 1L),
                        50.0),
                    new Contribution(
                        ContributionKind.CATEGORY_CLAMP, "web", null, 0L, 0L, Map.of(), -10.0)))
            .setNextTemperature("cold")
            .setCoolsAt(MONDAY.plusSeconds(30))
            .setEmittedAt(MONDAY)
            .build();

    assertThat(reread(score)).isEqualTo(score);
  }

  @Test
  void an_alert_keeps_its_evidence_and_moments_and_its_withdrawal() throws IOException {
    SalesAlert alert =
        SalesAlert.newBuilder()
            .setAlertId("00000000-0000-0000-0000-000000000000")
            .setLeadId("L1")
            .setSequence(8)
            .setDefinition("hot-lead")
            .setOrdinal(1)
            .setStatus(AlertStatus.WITHDRAWN)
            .setWithdrawnReason(WithdrawnReason.SUSPECT)
            .setPriority("high")
            .setOccurredAt(MONDAY)
            .setCause(Cause.CORRECTION)
            .setEngagement(71.5)
            .setFit(80)
            .setGrade("A")
            .setLabel("A1")
            .setEvidence(
                List.of(
                    new Evidence("pricing-view", "Viewed pricing", 2L, 20.0, MONDAY, 0L, Map.of())))
            .setMoments(List.of(new Moment("Viewed pricing", MONDAY, "/pricing", null)))
            .setRespondBy(MONDAY.plusSeconds(14_400))
            .setModel("b2b-default")
            .setModelVersion(7)
            .setSignalsVersion(3)
            .build();

    assertThat(reread(alert)).isEqualTo(alert);
    assertThat(alert.getBant()).isEqualTo(new Bant());
  }

  @Test
  void a_fate_that_is_newer_than_the_reader_is_unknown_to_it() throws IOException {
    Schema newer =
        new Schema.Parser()
            .parse(AuditEntry.getClassSchema().toString().replace("\"IGNORED\"", "\"ADMIRED\""));
    GenericRecord entry = new GenericData.Record(newer);
    entry.put("topic", "clickstream");
    entry.put("partition", 0);
    entry.put("offset", 1L);
    entry.put("fate", new GenericData.EnumSymbol(newer.getField("fate").schema(), "ADMIRED"));
    entry.put("suspect", false);
    entry.put("passed", List.of());

    byte[] bytes = write(new GenericDatumWriter<>(newer), entry);

    AuditEntry read =
        new SpecificDatumReader<AuditEntry>(newer, AuditEntry.getClassSchema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    assertThat(read.getFate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void the_text_to_register_is_in_the_jar_and_says_what_the_classes_say() throws IOException {
    for (Map.Entry<String, Schema> file : SchemaFiles.current().entrySet()) {
      try (var text = ClickstreamEvent.class.getResourceAsStream(file.getKey() + ".avsc")) {
        Schema registered = new Schema.Parser().parse(text);
        String generated = SpecificData.get().getSchema(classOf(registered)).toString();
        assertThat(registered.toString()).doesNotContain("avro.java.string");
        assertThat(
                new Schema.Parser()
                    .parse(generated.replace(",\"avro.java.string\":\"String\"", "")))
            .isEqualTo(registered);
      }
    }
  }

  private static Class<?> classOf(Schema schema) {
    return SpecificData.get().getClass(schema);
  }

  private static <T extends SpecificRecord> T reread(T original) throws IOException {
    byte[] bytes = write(new SpecificDatumWriter<>(original.getSchema()), original);
    return new SpecificDatumReader<T>(original.getSchema())
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static <T> byte[] write(DatumWriter<T> writer, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
