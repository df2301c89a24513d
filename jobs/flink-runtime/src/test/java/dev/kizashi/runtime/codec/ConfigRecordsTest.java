package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.ConfigKind;
import dev.kizashi.events.ScoringConfig;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.runtime.codec.DecodedConfig.Published;
import dev.kizashi.scoring.documents.ConfigDocument;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigRecordsTest {
  private final ConfigRecords records =
      new ConfigRecords(
          new WriterSchemas(new StubRegistry().with(1, Samples.registered("ScoringConfig"))));

  @Test
  void a_record_carries_one_version_of_a_document() {
    assertThat(records.decode(Samples.framed(1, model().build())))
        .isEqualTo(
            new Published(
                new ConfigDocument(
                    ConfigDocument.Kind.MODEL, "b2b-default", 7, "model: b2b-default\n")));
    assertThat(
            records
                .decode(Samples.framed(1, model().setKind(ConfigKind.SIGNALS).build()))
                .<Object>fold(ConfigDocument::kind, unusable -> unusable))
        .isEqualTo(ConfigDocument.Kind.SIGNALS);
  }

  @Test
  void a_record_without_a_usable_document_is_bad_configuration() {
    Map.of(
            "kind", model().setKind(ConfigKind.UNKNOWN),
            "name", model().setName(""),
            "version", model().setVersion(0),
            "document", model().setDocument(" \n"))
        .forEach(
            (field, record) ->
                assertThat(records.decode(Samples.framed(1, record.build())))
                    .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> {
                          assertThat(unusable.reason()).isEqualTo(DeadLetterReason.BAD_CONFIG);
                          assertThat(unusable.detail()).startsWith(field);
                        }));
    assertThat(reason(null)).isEqualTo(DeadLetterReason.BAD_CONFIG);
  }

  @Test
  void bytes_that_are_no_record_are_told_apart_from_bad_configuration() {
    assertThat(reason(new byte[0])).isEqualTo(DeadLetterReason.UNDECODABLE);
    assertThat(reason(Samples.framed(2, model().build())))
        .isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
    assertThat(reason(new byte[EventDecoder.DEFAULT_MAX_BYTES + 1]))
        .isEqualTo(DeadLetterReason.TOO_LARGE);
  }

  private DeadLetterReason reason(byte[] value) {
    return records.decode(value).fold(document -> null, Unusable::reason);
  }

  private static ScoringConfig.Builder model() {
    return ScoringConfig.newBuilder()
        .setKind(ConfigKind.MODEL)
        .setName("b2b-default")
        .setVersion(7)
        .setDocument("model: b2b-default\n")
        .setPublishedAt(Samples.MONDAY);
  }
}
