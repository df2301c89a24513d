package dev.kizashi.runtime.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as one line of JSON each: the contract's field names, and {@code topic}. Written times
 * are ISO-8601 UTC with three decimals, what has no value is left out, doubles have the fewest
 * digits that read back as the same number.
 */
public final class JsonLines {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private JsonLines() {}

  /**
   * An input record by its topic.
   *
   * @param record of the topic's schema
   */
  public record Line(InputTopic topic, SpecificRecord record) {
    public Line {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(record, "record");
    }

    /** What the job would make of it. */
    public Decoded decoded() {
      return EventDecoder.ofRecord(topic, record);
    }
  }

  /**
   * @param topic by the contract's name
   * @return without a line break
   */
  public static String write(String topic, SpecificRecord record) {
    return object(json -> json.writeStringField("topic", topic), record);
  }

  /** The same without {@code topic}, for where it is said elsewhere. */
  public static String write(SpecificRecord record) {
    return object(json -> {}, record);
  }

  @FunctionalInterface
  private interface First {
    void write(JsonGenerator json) throws IOException;
  }

  private static String object(First first, SpecificRecord record) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      first.write(json);
      writeFields(json, record);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void writeFields(JsonGenerator json, IndexedRecord record) throws IOException {
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null) {
        json.writeFieldName(field.name());
        writeValue(json, value);
      }
    }
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof IndexedRecord record) {
      json.writeStartObject();
      writeFields(json, record);
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        writeValue(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        writeValue(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Instant instant) {
      json.writeString(IsoTime.text(instant));
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(value.toString());
    }
  }

  /**
   * An input record from one line. A number where a text is meant, in an own field or under {@code
   * properties} or {@code attributes}, is taken as it was written; a boolean only under those two.
   * Keys that the schema does not have are ignored.
   *
   * @throws InvalidEventException naming the field and what is wrong; the rules that concern
   *     several fields are {@link Line#decoded}'s
   */
  public static Line read(String line) {
    Map<String, Object> values = object(line);
    InputTopic topic = topic(values.get("topic"));
    return new Line(topic, WrittenRecord.of(InputRecords.SCHEMAS.get(topic), values));
  }

  private static Map<String, Object> object(String line) {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidEventException("not a JSON object");
      }
      Map<String, Object> values = AsWritten.object(json);
      if (json.nextToken() != null) {
        throw new InvalidEventException(
            "something follows the JSON object, at column "
                + json.currentTokenLocation().getColumnNr());
      }
      return values;
    } catch (JsonProcessingException e) {
      // The parser's own words quote the line.
      throw new InvalidEventException(
          "not JSON at column " + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputTopic topic(Object name) {
    if (name == null) {
      throw new InvalidEventException("topic is missing");
    }
    for (InputTopic topic : InputRecords.SCHEMAS.keySet()) {
      if (topic.topicName().equals(name)) {
        return topic;
      }
    }
    throw new InvalidEventException(
        "topic must be one of "
            + String.join(
                ", ", InputRecords.SCHEMAS.keySet().stream().map(InputTopic::topicName).toList()));
  }
}
