package dev.kizashi.runtime.codec;

import dev.kizashi.registry.RegistryDeniedException;
import dev.kizashi.registry.RegistryUnavailableException;
import dev.kizashi.registry.SchemaRegistry;
import dev.kizashi.registry.UnknownSchemaException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * The contract's records from bytes, for whoever reads what the jobs write. Unlike {@link
 * EventDecoder} it waits for nothing: a registry without an answer is the caller's to wait out,
 * because only the caller knows what else has to go on meanwhile.
 *
 * <p>For several threads at once. A schema once known is kept, an id never changes its schema.
 */
public final class OutputDecoder {
  private final SchemaRegistry registry;
  private final Map<Integer, Schema> writers = new ConcurrentHashMap<>();

  public OutputDecoder(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * One record.
   *
   * @param value in the registry's wire format; null is unusable
   * @throws UnusableException when the bytes are no such record, or name a schema that there is not
   * @throws RegistryUnavailableException when nothing can be said of them yet
   * @throws RegistryDeniedException when the registry does not let us in
   */
  public <T extends SpecificRecord> T decode(Class<T> type, byte[] value) {
    if (value == null) {
      throw UnusableException.undecodable("the value is null");
    }
    int id = WireFormat.schemaId(value);
    SpecificData model = SpecificData.getForClass(type);
    AvroBytes bytes = new AvroBytes();
    bytes.open(value, WireFormat.HEADER_BYTES);
    try {
      T record =
          new SpecificDatumReader<T>(writer(id), model.getSchema(type), model).read(null, bytes);
      bytes.requireEnd();
      return record;
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | StackOverflowError e) {
      // A branch or symbol out of range is whatever Avro's tables throw.
      throw UnusableException.undecodable(
          "the record does not follow its schema " + id + ": " + e.getClass().getName());
    }
  }

  private Schema writer(int id) {
    Schema known = writers.get(id);
    if (known != null) {
      return known;
    }
    Schema schema = parsed(id, text(id));
    writers.put(id, schema);
    return schema;
  }

  private String text(int id) {
    try {
      return registry.schemaById(id);
    } catch (UnknownSchemaException e) {
      throw new UnusableException(
          DeadLetterReason.UNKNOWN_SCHEMA, "the registry has no schema " + id);
    }
  }

  private static Schema parsed(int id, String text) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(text);
    } catch (AvroRuntimeException | StackOverflowError e) {
      throw UnusableException.undecodable("schema " + id + " is no Avro schema");
    }
  }
}
