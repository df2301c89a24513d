package dev.kizashi.runtime.codec;

import dev.kizashi.events.Campaign;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Input records with every field set, and their bytes as Avro itself writes them. */
final class Samples {
  static final Instant MONDAY = Instant.parse("2026-03-02T09:15:00.123Z");

  private Samples() {}

  static ClickstreamEvent.Builder click() {
    return ClickstreamEvent.newBuilder()
        .setEventId("e1")
        .setOccurredAt(MONDAY)
        .setType("page_view")
        .setVisitorId("v1")
        .setLeadId("L1")
        .setEmail(" Ann@Acme.example ")
        .setUrl("https://example.com/pricing?ref=x")
        .setReferrer("https://search.example/")
        .setDwellMs(42_000L)
        .setUserAgent("Mozilla/5.0")
        .setIp("192.0.2.7")
        .setCampaign(new Campaign("newsletter", "email", "spring", "crm", "hero"))
        .setProperties(Map.of("country", "JP", "section", "価格"));
  }

  static EmailEngagementEvent.Builder mail() {
    return EmailEngagementEvent.newBuilder()
        .setEventId("m1")
        .setOccurredAt(MONDAY)
        .setType("clicked")
        .setLeadId("L1")
        .setEmail("ann@acme.example")
        .setVisitorId("v1")
        .setMessageId("msg-1")
        .setCampaignId("c-1")
        .setLinkUrl("https://example.com/demo")
        .setMachineOpen(true)
        .setUserAgent("Mozilla/5.0")
        .setIp("192.0.2.7")
        .setProperties(Map.of("list", "jp"));
  }

  static OfflineActivityEvent.Builder booth() {
    return OfflineActivityEvent.newBuilder()
        .setEventId("o1")
        .setOccurredAt(MONDAY)
        .setType("booth_visit")
        .setLeadId("L1")
        .setEmail("ann@acme.example")
        .setTitle("Expo")
        .setCampaign("spring")
        .setProperties(Map.of("hall", "3"));
  }

  static CrmUpdate.Builder crm(CrmKind kind) {
    return CrmUpdate.newBuilder()
        .setEventId("c1")
        .setOccurredAt(MONDAY)
        .setLeadId("L1")
        .setKind(kind)
        .setAttributes(Map.of("title", "Director", "budget", ""))
        .setEmail("Ann@Acme.example")
        .setAccountId("A1")
        .setOwner("sato")
        .setReason("price")
        .setStage("sql")
        .setOtherLeadId("L2")
        .setAmount(new BigDecimal("1234567.8900"))
        .setCurrency("JPY")
        .setAlertId("a-1");
  }

  /** The text that is registered, as a producer in another language has it. */
  static String registered(InputTopic topic) {
    return registered(InputRecords.SCHEMAS.get(topic).getName());
  }

  static String registered(String name) {
    try (InputStream text = ClickstreamEvent.class.getResourceAsStream(name + ".avsc")) {
      return new Schema.Parser().parse(text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] framed(int schemaId, SpecificRecord record) {
    return WireFormat.frame(schemaId, body(new SpecificDatumWriter<>(record.getSchema()), record));
  }

  static byte[] framed(int schemaId, Schema writer, Object record) {
    return WireFormat.frame(schemaId, body(new GenericDatumWriter<>(writer), record));
  }

  private static <T> byte[] body(DatumWriter<T> writer, T record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
