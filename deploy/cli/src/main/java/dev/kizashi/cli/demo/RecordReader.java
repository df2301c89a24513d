package dev.kizashi.cli.demo;

import dev.kizashi.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** The contract's records from the registry's wire format. For one thread. */
final class RecordReader {
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private final SchemaRegistry registry;
  private final Map<Integer, Schema> writers = new HashMap<>();

  RecordReader(SchemaRegistry registry) {
    this.registry = registry;
  }

  <T extends SpecificRecord> T read(Class<T> type, byte[] value) {
    SpecificData model = SpecificData.getForClass(type);
    Schema writer =
        writers.computeIfAbsent(
            ByteBuffer.wrap(value, 1, Integer.BYTES).getInt(),
            id -> new Schema.Parser().parse(registry.schemaById(id)));
    try {
      return new SpecificDatumReader<T>(writer, model.getSchema(type), model)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
