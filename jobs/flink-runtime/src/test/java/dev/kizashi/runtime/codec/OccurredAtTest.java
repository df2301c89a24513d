package dev.kizashi.runtime.codec;

import static dev.kizashi.scoring.signals.InputTopic.CLICKSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.registry.RegistryFaults;
import dev.kizashi.scoring.signals.InputTopic;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OccurredAtTest {
  private final StubRegistry registry =
      new StubRegistry().with(1, Samples.registered(CLICKSTREAM)).with(2, "\"string\"");
  private final OccurredAt occurredAt = new OccurredAt(new WriterSchemas(registry));

  @ParameterizedTest
  @EnumSource(
      value = InputTopic.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SCORING_CONFIG", "LEAD_TRANSFERS"})
  void every_input_schema_begins_with_the_id_and_the_time(InputTopic topic) {
    assertThat(InputRecords.SCHEMAS.get(topic).getFields().subList(0, 2))
        .extracting(Schema.Field::name)
        .containsExactly("event_id", "occurred_at");
  }

  @Test
  void the_time_is_read_without_the_rest() {
    byte[] value = Samples.framed(1, Samples.click().build());

    assertThat(occurredAt.read(CLICKSTREAM, Arrays.copyOf(value, 20)))
        .isEqualTo(Samples.MONDAY.toEpochMilli());
  }

  @Test
  void a_time_that_cannot_be_read_is_unknown() {
    byte[] value = Samples.framed(1, Samples.click().build());

    assertThat(occurredAt.read(CLICKSTREAM, null)).isEqualTo(OccurredAt.UNKNOWN);
    assertThat(occurredAt.read(CLICKSTREAM, Arrays.copyOf(value, 9))).isEqualTo(OccurredAt.UNKNOWN);
    assertThat(occurredAt.read(CLICKSTREAM, WireFormat.frame(2, new byte[] {2, 'x'})))
        .isEqualTo(OccurredAt.UNKNOWN);
    assertThat(occurredAt.read(CLICKSTREAM, WireFormat.frame(3, new byte[0])))
        .isEqualTo(OccurredAt.UNKNOWN);
  }

  @Test
  void a_registry_that_does_not_let_us_in_leaves_it_to_decoding_to_fail() {
    registry.failing(RegistryFaults.denied(), 1);

    assertThat(occurredAt.read(CLICKSTREAM, Samples.framed(1, Samples.click().build())))
        .isEqualTo(OccurredAt.UNKNOWN);
  }
}
