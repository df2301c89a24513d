package dev.kizashi.runtime.codec;

import dev.kizashi.runtime.codec.Decoded.Unusable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.AvroTypeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;

/**
 * Framed values of one of our schemas, whoever wrote them. What was written with exactly our
 * layout, which is nearly everything, is read straight from the bytes; the rest goes through Avro's
 * schema resolution first. Which of the two is settled once for every schema id.
 *
 * <p>For one thread.
 */
final class RecordValues {
  private final Schema ours;
  private final String ourLayout;
  private final WriterSchemas writers;
  private final int maxBytes;
  private final GenericData generic = new GenericData();
  private final AvroBytes bytes = new AvroBytes();
  private final Map<Integer, Writer> byId = new HashMap<>();
  private Writer latest;

  /**
   * @param maxBytes of a value, framing included
   */
  RecordValues(Schema ours, WriterSchemas writers, int maxBytes) {
    this.ours = ours;
    this.ourLayout = SchemaNormalization.toParsingForm(ours);
    this.writers = writers;
    this.maxBytes = maxBytes;
  }

  /**
   * How what was written under an id is read.
   *
   * @param resolution null when it was written in our layout
   * @param problem null unless nothing of it can be read
   */
  private record Writer(int id, GenericDatumReader<IndexedRecord> resolution, Unusable problem) {}

  /**
   * @param shape takes all fields
   * @throws UnusableException when the bytes are not one whole record
   */
  <T> T read(byte[] value, Function<OrderedFields, T> shape) {
    Writer writer = open(value);
    if (writer.resolution == null) {
      T read = shape.apply(bytes);
      bytes.requireEnd();
      return read;
    }
    return shape.apply(new RecordFields(resolved(writer)));
  }

  /** Like {@link #read} for a shape that takes the first fields only; the rest may be broken. */
  <T> T readLeading(byte[] value, Function<OrderedFields, T> shape) {
    Writer writer = open(value);
    return shape.apply(writer.resolution == null ? bytes : new RecordFields(resolved(writer)));
  }

  private Writer open(byte[] value) {
    if (value == null) {
      throw UnusableException.undecodable("the value is null");
    }
    if (value.length > maxBytes) {
      throw new UnusableException(
          DeadLetterReason.TOO_LARGE,
          "the value has " + value.length + " bytes, at most " + maxBytes + " are accepted");
    }
    Writer writer = writer(WireFormat.schemaId(value));
    if (writer.problem != null) {
      throw new UnusableException(writer.problem.reason(), writer.problem.detail());
    }
    bytes.open(value, WireFormat.HEADER_BYTES);
    return writer;
  }

  private Writer writer(int id) {
    if (latest != null && latest.id == id) {
      return latest;
    }
    Writer writer = byId.get(id);
    if (writer == null) {
      WriterSchemas.Answer answer = writers.byId(id);
      if (answer.schema() == null) {
        // Not kept here: an unknown schema can be registered yet.
        return new Writer(id, null, answer.problem());
      }
      writer = writer(id, answer.schema());
      byId.put(id, writer);
    }
    latest = writer;
    return writer;
  }

  private Writer writer(int id, Schema theirs) {
    String field = fieldOfAnotherUnit(theirs);
    if (field != null) {
      return new Writer(
          id,
          null,
          new Unusable(
              DeadLetterReason.UNDECODABLE,
              "schema " + id + " writes " + field + " in another unit than ours"));
    }
    // The form has names, types and order in it, unions and symbols included, and nothing that does
    // not show in the bytes.
    if (SchemaNormalization.toParsingForm(theirs).equals(ourLayout)) {
      return new Writer(id, null, null);
    }
    return new Writer(id, new GenericDatumReader<>(theirs, ours, generic), null);
  }

  /**
   * Resolution looks through logical types: microseconds would pass for milliseconds, and a
   * decimal's point would move.
   */
  private String fieldOfAnotherUnit(Schema theirs) {
    if (theirs.getType() != Schema.Type.RECORD) {
      return null;
    }
    for (Schema.Field field : ours.getFields()) {
      Schema.Field written = theirs.getField(field.name());
      String unit = unit(field.schema());
      String writtenUnit = written == null ? null : unit(written.schema());
      if (unit != null && writtenUnit != null && !writtenUnit.equals(unit)) {
        return field.name();
      }
    }
    return null;
  }

  private static String unit(Schema schema) {
    for (Schema type : schema.isUnion() ? schema.getTypes() : List.of(schema)) {
      LogicalType logical = type.getLogicalType();
      if (logical != null) {
        return logical instanceof LogicalTypes.Decimal decimal
            ? "decimal with scale " + decimal.getScale()
            : logical.getName();
      }
    }
    return null;
  }

  private IndexedRecord resolved(Writer writer) {
    try {
      IndexedRecord record = writer.resolution.read(null, bytes);
      bytes.requireEnd();
      return record;
    } catch (UnusableException e) {
      throw e;
    } catch (AvroTypeException e) {
      throw UnusableException.undecodable(
          "schema " + writer.id + " does not resolve to ours: " + e.getMessage());
    } catch (RuntimeException | IOException | StackOverflowError e) {
      // A branch or symbol out of range is whatever Avro's tables throw; a value nested too deeply
      // in a part that we skip ends its recursion.
      throw UnusableException.undecodable(
          "the record does not follow its schema " + writer.id + ": " + e.getClass().getName());
    }
  }
}
