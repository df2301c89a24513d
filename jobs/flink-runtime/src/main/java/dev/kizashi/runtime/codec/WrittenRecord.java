package dev.kizashi.runtime.codec;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.runtime.codec.AsWritten.Digits;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Avro records out of what people and their tools write, field by field of the schema. */
final class WrittenRecord {
  private static final SpecificData SPECIFIC =
      new SpecificData(ClickstreamEvent.class.getClassLoader());
  private static final Pattern INTEGER = Pattern.compile("-?\\d+");

  private WrittenRecord() {}

  /**
   * @param values by field name, as {@link AsWritten} says; what the schema does not name is left
   * @throws InvalidEventException naming the field, when it is missing or of another type
   */
  static SpecificRecord of(Schema schema, Map<?, ?> values) {
    return record(schema, values, "");
  }

  private static SpecificRecord record(Schema schema, Map<?, ?> values, String path) {
    SpecificRecord record = (SpecificRecord) SPECIFIC.newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      Object written = values.get(field.name());
      String name = path + field.name();
      record.put(
          field.pos(),
          written == null ? absent(field, name) : value(field.schema(), written, name));
    }
    return record;
  }

  private static Object absent(Schema.Field field, String name) {
    if (!field.hasDefaultValue()) {
      throw new InvalidEventException(name + " is missing");
    }
    return SPECIFIC.deepCopy(field.schema(), SPECIFIC.getDefaultValue(field));
  }

  /**
   * One value of a record.
   *
   * @param name by which errors call it
   */
  static Object value(Schema schema, Object written, String name) {
    return switch (schema.getType()) {
      case UNION -> value(present(schema), written, name);
      case STRING -> text(written, name);
      case LONG -> schema.getLogicalType() == null ? integer(written, name) : time(written, name);
      case BOOLEAN -> written instanceof Boolean ? written : wrong(name, "true or false");
      case ENUM -> symbol(schema, written, name);
      case BYTES -> decimal((LogicalTypes.Decimal) schema.getLogicalType(), written, name);
      case MAP -> texts(written, name);
      case RECORD ->
          written instanceof Map<?, ?> fields
              ? record(schema, fields, name + ".")
              : wrong(name, "an object");
      default -> throw new AssertionError("no input has a " + schema.getType());
    };
  }

  /** The schema of a value that is there: optional ones are unions of null, first, and it. */
  static Schema present(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }

  static boolean isInteger(String text) {
    return INTEGER.matcher(text).matches();
  }

  /** Ids are often numbers in the systems that they come from. */
  private static String text(Object written, String name) {
    if (written instanceof Digits digits) {
      return digits.text();
    }
    return written instanceof String text ? text : wrong(name, "a text");
  }

  private static Long integer(Object written, String name) {
    if (written instanceof Digits digits && isInteger(digits.text())) {
      try {
        return Long.valueOf(digits.text());
      } catch (NumberFormatException e) {
        throw new InvalidEventException(name + " does not fit 64 bits");
      }
    }
    return wrong(name, "an integer");
  }

  private static Instant time(Object written, String name) {
    try {
      return Instant.ofEpochMilli(
          written instanceof String text ? IsoTime.millis(text) : integer(written, name));
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidEventException(name + " is no ISO-8601 time with Z or an offset");
    }
  }

  private static Object symbol(Schema schema, Object written, String name) {
    if (written instanceof String symbol && schema.hasEnumSymbol(symbol)) {
      return SPECIFIC.createEnum(symbol, schema);
    }
    return wrong(name, "one of " + String.join(", ", schema.getEnumSymbols()));
  }

  /** Its size is judged before its digits are written out: an exponent can ask for gigabytes. */
  private static BigDecimal decimal(LogicalTypes.Decimal type, Object written, String name) {
    if (!(written instanceof Digits digits)) {
      return wrong(name, "a number");
    }
    try {
      BigDecimal decimal = new BigDecimal(digits.text()).stripTrailingZeros();
      if (decimal.scale() <= type.getScale()
          && decimal.precision() - (long) decimal.scale()
              <= type.getPrecision() - type.getScale()) {
        return decimal.setScale(type.getScale());
      }
    } catch (NumberFormatException e) {
      return wrong(name, "a number");
    }
    return wrong(
        name,
        "a number of at most "
            + (type.getPrecision() - type.getScale())
            + " digits before and "
            + type.getScale()
            + " after the point");
  }

  private static Map<String, String> texts(Object written, String name) {
    if (!(written instanceof Map<?, ?> entries)) {
      return wrong(name, "an object");
    }
    Map<String, String> texts = new HashMap<>();
    entries.forEach(
        (key, value) -> {
          if (value instanceof Boolean) {
            texts.put((String) key, value.toString());
          } else if (value != null) {
            texts.put((String) key, text(value, OneLine.of(name + "." + key)));
          }
        });
    return texts;
  }

  private static <T> T wrong(String name, String needed) {
    throw new InvalidEventException(name + " must be " + needed);
  }
}
