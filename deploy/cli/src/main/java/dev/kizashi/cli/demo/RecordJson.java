package dev.kizashi.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kizashi.cli.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Output records as the contract's JSON: ISO-8601 times with three decimals, no empty fields. */
final class RecordJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private RecordJson() {}

  /** A line of that topic. */
  static ObjectNode line(String topic, IndexedRecord record) {
    ObjectNode line = Json.object().put("topic", topic);
    line.setAll((ObjectNode) of(record));
    return line;
  }

  private static JsonNode of(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof IndexedRecord record) {
      ObjectNode object = json.objectNode();
      for (Schema.Field field : record.getSchema().getFields()) {
        Object part = record.get(field.pos());
        if (part != null) {
          object.set(field.name(), of(part));
        }
      }
      return object;
    }
    if (value instanceof Collection<?> list) {
      return json.arrayNode().addAll(list.stream().map(RecordJson::of).toList());
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = json.objectNode();
      map.forEach((key, part) -> object.set(key.toString(), of(part)));
      return object;
    }
    if (value instanceof Instant instant) {
      return json.textNode(TIME.format(instant));
    }
    if (value instanceof Double number) {
      return json.numberNode(number);
    }
    if (value instanceof Long number) {
      return json.numberNode(number);
    }
    if (value instanceof Integer number) {
      return json.numberNode(number);
    }
    if (value instanceof Boolean flag) {
      return json.booleanNode(flag);
    }
    return json.textNode(value.toString());
  }
}
