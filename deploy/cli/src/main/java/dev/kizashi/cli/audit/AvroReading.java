package dev.kizashi.cli.audit;

import dev.kizashi.events.AuditEntry;
import dev.kizashi.events.LeadScore;
import dev.kizashi.events.SalesAlert;
import dev.kizashi.events.StageChange;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.registry.UnknownSchemaException;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.runtime.codec.WriterSchemas;
import dev.kizashi.runtime.records.OutputTopic;
import dev.kizashi.scoring.signals.InputTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Avro in the registry's frame, by the schemas that the records were written with. */
final class AvroReading implements Reading {
  private static final Map<OutputTopic, Schema> SCHEMAS =
      Map.of(
          OutputTopic.LEAD_SCORES, LeadScore.getClassSchema(),
          OutputTopic.STAGE_CHANGES, StageChange.getClassSchema(),
          OutputTopic.SALES_ALERTS, SalesAlert.getClassSchema(),
          OutputTopic.AUDIT_TRAIL, AuditEntry.getClassSchema());

  /** A zero byte and the id of the writer's schema. */
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final SchemaRegistry registry;
  private final EventDecoder inputs;
  private final Map<Written, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
  private BinaryDecoder decoder;

  private record Written(OutputTopic topic, int schemaId) {}

  AvroReading(SchemaRegistry registry) {
    this.registry = registry;
    this.inputs = new EventDecoder(new WriterSchemas(registry));
  }

  @Override
  public Decoded input(InputTopic topic, byte[] value) {
    return inputs.decode(topic, value);
  }

  @Override
  public SpecificRecord output(OutputTopic topic, byte[] value) {
    if (value == null || value.length < HEADER_BYTES || value[0] != 0) {
      return null;
    }
    int schemaId = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
    try {
      decoder =
          DecoderFactory.get()
              .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
      return readers
          .computeIfAbsent(new Written(topic, schemaId), this::reader)
          .read(null, decoder);
    } catch (IOException | AvroRuntimeException | UnknownSchemaException e) {
      return null;
    }
  }

  private SpecificDatumReader<SpecificRecord> reader(Written written) {
    Schema writer = new Schema.Parser().parse(registry.schemaById(written.schemaId()));
    return new SpecificDatumReader<>(writer, SCHEMAS.get(written.topic()));
  }
}
