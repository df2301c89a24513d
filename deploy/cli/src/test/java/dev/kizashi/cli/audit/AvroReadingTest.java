package dev.kizashi.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.Fate;
import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.registry.UnknownSchemaException;
import dev.kizashi.runtime.codec.OutputEncoder;
import dev.kizashi.runtime.codec.WireFormat;
import dev.kizashi.runtime.records.OutputTopic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvroReadingTest {
  private static final int KNOWN = 7;

  private final Reading reading = new AvroReading(new OneSchema());
  private final AuditEntry entry =
      AuditEntry.newBuilder()
          .setTopic("clickstream")
          .setPartition(1)
          .setOffset(2)
          .setFate(Fate.SCORED)
          .setLeadId("L1")
          .setSequence(3L)
          .build();

  @Test
  void reads_what_was_written_by_the_schema_of_the_frame() {
    assertThat(reading.output(OutputTopic.AUDIT_TRAIL, framed(KNOWN))).isEqualTo(entry);
  }

  @Test
  void says_nothing_of_bytes_that_are_no_record() {
    byte[] whole = framed(KNOWN);

    assertThat(reading.output(OutputTopic.AUDIT_TRAIL, null)).isNull();
    assertThat(reading.output(OutputTopic.AUDIT_TRAIL, new byte[] {0, 0})).isNull();
    assertThat(reading.output(OutputTopic.AUDIT_TRAIL, framed(KNOWN + 1))).isNull();
    assertThat(reading.output(OutputTopic.AUDIT_TRAIL, Arrays.copyOf(whole, whole.length - 3)))
        .isNull();
  }

  private byte[] framed(int schemaId) {
    return WireFormat.frame(schemaId, new OutputEncoder().body(entry));
  }

  private static final class OneSchema implements SchemaRegistry {
    @Override
    public String schemaById(int id) {
      if (id != KNOWN) {
        throw new UnknownSchemaException("no schema " + id, null);
      }
      return AuditEntry.getClassSchema().toString();
    }

    @Override
    public int idOf(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int register(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean accepts(String subject, String schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> subjects() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
