package dev.kizashi.cli.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.runtime.codec.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** Values as our producers write them, and as others do whose schemas are their own. */
final class Writers {
  private static final JsonMapper JSON = new JsonMapper();

  /** More than a reader that follows each has stack for. */
  private static final int DEEP = 30_000;

  private static final int OCCURRED_AT = 1;
  private static final String NOISE = "noise";

  private final ScoringStack stack;
  private final Map<String, Writer> others = new HashMap<>();

  private record Writer(Schema schema, int id) {}

  Writers(ScoringStack stack) {
    this.stack = stack;
  }

  byte[] ours(GoodRecord good) {
    return ours(good, good.record());
  }

  byte[] ours(GoodRecord good, SpecificRecord changed) {
    return stack.framed(good.topic(), changed);
  }

  /** {@code occurred_at} is a double that is no number. */
  byte[] timeNotANumber(GoodRecord good) {
    return written(
        other(
            "double", good, fields -> ((ObjectNode) fields.get(OCCURRED_AT)).put("type", "double")),
        good,
        millis -> Double.NaN);
  }

  /** {@code occurred_at} is in microseconds, which resolution would take for milliseconds. */
  byte[] timeInMicroseconds(GoodRecord good) {
    return written(
        other(
            "micros",
            good,
            fields ->
                ((ObjectNode) fields.get(OCCURRED_AT).get("type"))
                    .put("logicalType", "timestamp-micros")),
        good,
        millis -> millis * 1_000);
  }

  /** A field of ours that has no default is not there. */
  byte[] withoutEventId(GoodRecord good) {
    return written(other("lacking", good, fields -> fields.remove(0)), good, millis -> millis);
  }

  /** A long chain of unions, and nothing behind it. */
  byte[] deep(GoodRecord good) {
    byte[] chain = new byte[DEEP];
    Arrays.fill(chain, 0, DEEP - 1, (byte) 2);
    return WireFormat.frame(chained(good).id(), chain);
  }

  /** Good: a short chain and a double that is no number are theirs, the rest is ours. */
  byte[] wider(GoodRecord good) {
    return written(chained(good), good, millis -> millis);
  }

  private Writer chained(GoodRecord good) {
    return other(
        "chained",
        good,
        fields -> {
          fields.insert(0, field(NOISE, "\"double\""));
          fields.insert(
              0,
              field(
                  "chain",
                  """
                  ["null", {"type": "record", "name": "Link", "fields": [
                    {"name": "next", "type": ["null", "Link"]}]}]
                  """));
        });
  }

  private static ObjectNode field(String name, String type) {
    try {
      return JSON.createObjectNode().put("name", name).set("type", JSON.readTree(type));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Writer other(String name, GoodRecord good, Consumer<ArrayNode> change) {
    return others.computeIfAbsent(
        name + "-" + good.topic().topicName(),
        subject -> {
          try {
            ObjectNode schema = (ObjectNode) JSON.readTree(good.record().getSchema().toString());
            change.accept((ArrayNode) schema.get("fields"));
            String theirs = schema.toString();
            return new Writer(new Schema.Parser().parse(theirs), stack.register(subject, theirs));
          } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static byte[] written(Writer writer, GoodRecord good, LongFunction<Object> time) {
    SpecificRecord ours = good.record();
    GenericData.Record theirs = new GenericData.Record(writer.schema());
    for (Schema.Field field : writer.schema().getFields()) {
      Schema.Field known = ours.getSchema().getField(field.name());
      Object value = known == null ? null : ours.get(known.pos());
      if (field.name().equals(NOISE)) {
        value = Double.NaN;
      } else if (value instanceof Instant instant) {
        value = time.apply(instant.toEpochMilli());
      }
      theirs.put(field.pos(), value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(writer.schema()).write(theirs, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WireFormat.frame(writer.id(), bytes.toByteArray());
  }
}
