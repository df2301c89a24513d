package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Fate;
import dev.kizashi.registry.RegistryUnavailableException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class OutputDecoderTest {
  private static final int KNOWN = 7;

  private final AuditEntry entry =
      AuditEntry.newBuilder()
          .setTopic("clickstream")
          .setPartition(1)
          .setOffset(2)
          .setFate(Fate.SCORED)
          .setLeadId("L1")
          .build();
  private final StubRegistry registry =
      new StubRegistry().with(KNOWN, Samples.registered("AuditEntry"));
  private final OutputDecoder decoder = new OutputDecoder(registry);

  @Test
  void a_record_is_read_by_the_schema_that_it_was_written_with_and_the_registry_asked_once() {
    assertThat(decoder.decode(AuditEntry.class, framed(KNOWN))).isEqualTo(entry);
    assertThat(decoder.decode(AuditEntry.class, framed(KNOWN))).isEqualTo(entry);
    assertThat(registry.asked).containsExactly(KNOWN);
  }

  @Test
  void what_an_older_release_wrote_has_the_defaults_of_ours() {
    Schema older =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"AuditEntry","namespace":"dev.kizashi.events","fields":[
                  {"name":"topic","type":"string"},{"name":"partition","type":"int"},
                  {"name":"offset","type":"long"},{"name":"suspect","type":"boolean"},
                  {"name":"fate","type":{"type":"enum","name":"Fate","symbols":["SCORED"]}}]}
                """);
    GenericData.Record record = new GenericData.Record(older);
    record.put("topic", "clickstream");
    record.put("partition", 1);
    record.put("offset", 2L);
    record.put("suspect", false);
    record.put("fate", new GenericData.EnumSymbol(older.getField("fate").schema(), "SCORED"));
    registry.with(8, older);
    AuditEntry read = decoder.decode(AuditEntry.class, Samples.framed(8, older, record));
    assertThat(read.getTopic()).isEqualTo("clickstream");
    assertThat(read.getFate()).isEqualTo(Fate.SCORED);
    assertThat(read.getLeadId()).isNull();
  }

  @Test
  void whatever_the_bytes_are_they_are_unusable_and_nothing_worse() {
    byte[] whole = framed(KNOWN);
    IntStream.range(0, whole.length)
        .mapToObj(length -> Arrays.copyOf(whole, length))
        .forEach(cut -> assertUnusable(cut, DeadLetterReason.UNDECODABLE));
    assertUnusable(Arrays.copyOf(whole, whole.length + 1), DeadLetterReason.UNDECODABLE);
    assertUnusable(null, DeadLetterReason.UNDECODABLE);
    assertUnusable(framed(KNOWN + 1), DeadLetterReason.UNKNOWN_SCHEMA);
    registry.with(9, "no schema");
    assertUnusable(framed(9), DeadLetterReason.UNDECODABLE);
  }

  @Test
  void a_registry_without_an_answer_is_for_the_caller_to_wait_out() {
    registry.failing(new RegistryUnavailableException("no answer", null), 1);
    assertThatThrownBy(() -> decoder.decode(AuditEntry.class, framed(KNOWN)))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(decoder.decode(AuditEntry.class, framed(KNOWN))).isEqualTo(entry);
  }

  private void assertUnusable(byte[] value, DeadLetterReason reason) {
    assertThatThrownBy(() -> decoder.decode(AuditEntry.class, value))
        .isInstanceOfSatisfying(
            UnusableException.class, e -> assertThat(e.unusable().reason()).isEqualTo(reason));
  }

  private byte[] framed(int schemaId) {
    return Samples.framed(schemaId, entry);
  }
}
