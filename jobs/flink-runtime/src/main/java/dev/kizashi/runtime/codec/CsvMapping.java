package dev.kizashi.runtime.codec;

import static dev.kizashi.scoring.documents.Problems.nearMissOrAll;
import static dev.kizashi.scoring.documents.Problems.quoted;

import dev.kizashi.runtime.codec.AsWritten.Digits;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.documents.Fields;
import dev.kizashi.scoring.documents.Parsed;
import dev.kizashi.scoring.documents.Value;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * How the rows of a list, exported from a mail service or a CRM, become records of one topic:
 *
 * <pre>{@code
 * topic: email-engagement
 * charset: Shift_JIS                      # default UTF-8
 * separator: ";"                          # default a comma; one character
 * columns:                                # column: field, or properties.<key>, campaign.<field>, …
 *   Address: email
 *   Action: type
 *   List: properties.list
 * constants: {campaign_id: spring}        # where no column gives the field, or its cell is empty
 * types: {Open: opened, Click: clicked}   # what the type (a CRM record's kind) is called here
 * type_constants: {opened: {machine_open: true}}   # constants of one type, named as it is here
 * time: {column: Sent at, format: "yyyy/MM/dd HH:mm:ss", zone: Asia/Tokyo}
 * event_id: "{Address}-{Sent at}-{Action}"
 * }</pre>
 *
 * <p>{@code time.format} is {@code iso} (the default; an integer is epoch millis), {@code
 * epoch_seconds} or a pattern of {@link java.time.format.DateTimeFormatter}; {@code zone} is that
 * of times without an offset. Without an {@code event_id}, as column or template, a row is known by
 * file and line: exporting the list again in another order makes other events. An empty cell is an
 * absent value.
 */
public final class CsvMapping {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
  private static final int MAX_ENTRIES = 1_000;
  private static final String EVENT_ID = "event_id";
  private static final String OCCURRED_AT = "occurred_at";

  private final InputTopic topic;
  private final Charset charset;
  private final char separator;
  private final Map<String, Target> columns;
  private final Map<Target, String> constants;
  private final Map<String, String> types;
  private final Map<String, Map<Target, String>> typeConstants;
  private final String timeColumn;
  private final CsvTime time;
  private final String eventId;

  /**
   * Where a text goes.
   *
   * @param field of the topic's schema
   * @param key a map's key, a nested record's field, or null
   * @param type of the text's place
   */
  private record Target(String field, String key, Schema type) {
    String name() {
      return key == null ? field : field + "." + key;
    }
  }

  private CsvMapping(Value root) {
    Fields fields =
        root.fields(
            "topic",
            "charset",
            "separator",
            "columns",
            "constants",
            "types",
            "type_constants",
            "time",
            EVENT_ID);
    topic = fields.require("topic", InputTopic.CLICKSTREAM, CsvMapping::topic);
    charset = fields.read("charset", StandardCharsets.UTF_8, CsvMapping::charset);
    separator = fields.read("separator", ',', CsvMapping::separator);
    columns = fields.require("columns", Map.of(), this::columns);
    constants = fields.read("constants", Map.of(), this::texts);
    types = fields.read("types", Map.of(), this::types);
    typeConstants = fields.read("type_constants", Map.of(), this::typeConstants);
    Value timeValue = fields.get("time");
    Fields timeFields = timeValue == null ? null : timeValue.fields("column", "format", "zone");
    timeColumn = timeFields == null ? null : timeFields.require("column", null, Value::filledText);
    time = timeFields == null ? null : time(timeFields);
    eventId = fields.read(EVENT_ID, null, CsvMapping::template);
    requireEveryField(root);
  }

  /**
   * @param file the name by which problems speak of the mapping
   */
  public static Parsed<CsvMapping> parse(String file, String yaml) {
    return Documents.read(file, yaml, "the mapping", CsvMapping::new);
  }

  public InputTopic topic() {
    return topic;
  }

  public Charset charset() {
    return charset;
  }

  char separator() {
    return separator;
  }

  /** The columns that the list must have. */
  Set<String> columns() {
    Set<String> needed = new LinkedHashSet<>(columns.keySet());
    if (timeColumn != null) {
      needed.add(timeColumn);
    }
    if (eventId != null) {
      PLACEHOLDER.matcher(eventId).results().forEach(column -> needed.add(column.group(1)));
    }
    return needed;
  }

  /**
   * The record of one row.
   *
   * @param cells by column, empty where there is nothing
   * @param row what the row is called, for its event id
   */
  JsonLines.Line line(Map<String, String> cells, String row) {
    Map<Target, String> given = new LinkedHashMap<>();
    columns.forEach(
        (column, target) -> {
          if (!cells.get(column).isEmpty()) {
            given.put(target, cells.get(column));
          }
        });
    Target typeField = typeField();
    String type = given.getOrDefault(typeField, constants.get(typeField));
    Map<Target, String> texts = new LinkedHashMap<>(constants);
    if (type != null) {
      String here = types.getOrDefault(type, type);
      texts.putAll(typeConstants.getOrDefault(here, Map.of()));
      given.put(typeField, here);
    }
    texts.putAll(given);

    Map<String, Object> values = new LinkedHashMap<>();
    texts.forEach((target, text) -> put(values, target, text));
    if (time != null && !cells.get(timeColumn).isEmpty()) {
      values.put(OCCURRED_AT, new Digits(Long.toString(millis(cells))));
    }
    values.putIfAbsent(EVENT_ID, eventId == null ? row : filled(eventId, cells::get));
    return new JsonLines.Line(topic, WrittenRecord.of(schema(), values));
  }

  /** The column whose cell by itself is what is wrong with a row, if it is one cell. */
  Optional<String> culprit(Map<String, String> cells) {
    for (Map.Entry<String, Target> column : columns.entrySet()) {
      Target target = column.getValue();
      String cell = cells.get(column.getKey());
      String text = target.equals(typeField()) ? types.getOrDefault(cell, cell) : cell;
      if (!text.isEmpty()) {
        try {
          WrittenRecord.value(target.type, written(target.type, text), target.name());
        } catch (InvalidEventException e) {
          return Optional.of(column.getKey());
        }
      }
    }
    try {
      if (time != null) {
        millis(cells);
      }
      return Optional.empty();
    } catch (InvalidEventException e) {
      return Optional.of(timeColumn);
    }
  }

  private long millis(Map<String, String> cells) {
    try {
      return time.read(cells.get(timeColumn)).toEpochMilli();
    } catch (InvalidEventException e) {
      throw new InvalidEventException(OCCURRED_AT + " " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> values, Target target, String text) {
    Object written = written(target.type, text);
    if (target.key == null) {
      values.put(target.field, written);
    } else {
      ((Map<String, Object>)
              values.computeIfAbsent(target.field, field -> new LinkedHashMap<String, Object>()))
          .put(target.key, written);
    }
  }

  /** A list has texts only; what they are meant as is said by the place that they go to. */
  private static Object written(Schema type, String text) {
    return switch (type.getType()) {
      case LONG ->
          type.getLogicalType() == null || WrittenRecord.isInteger(text) ? new Digits(text) : text;
      case BYTES -> new Digits(text);
      case BOOLEAN ->
          text.equalsIgnoreCase("true")
              ? (Object) true
              : text.equalsIgnoreCase("false") ? (Object) false : text;
      default -> text;
    };
  }

  private static String filled(String template, UnaryOperator<String> cells) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(column -> Matcher.quoteReplacement(cells.apply(column.group(1))));
  }

  private Schema schema() {
    return InputRecords.SCHEMAS.get(topic);
  }

  /** What translation is about. */
  private Target typeField() {
    String name = topic == InputTopic.CRM_UPDATES ? "kind" : "type";
    return new Target(name, null, schema().getField(name).schema());
  }

  // Reading the mapping itself. What is wrong has been reported when a method returns null.

  private static InputTopic topic(Value value) {
    List<String> names = InputRecords.SCHEMAS.keySet().stream().map(InputTopic::topicName).toList();
    String name = value.oneOf("topic of events", names);
    return InputRecords.SCHEMAS.keySet().stream()
        .filter(topic -> topic.topicName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Charset charset(Value value) {
    String name = value.filledText();
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return value.wrong(quoted(name) + " is no character set");
    }
  }

  private static Character separator(Value value) {
    String text = value.filledText();
    if (text == null) {
      return null;
    }
    return text.length() == 1
        ? (Character) text.charAt(0)
        : value.wrong("separator needs one character, not " + quoted(text));
  }

  private Map<String, Target> columns(Value value) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(MAX_ENTRIES)) {
      Target target = target(entry.value());
      if (target != null && targets.containsValue(target)) {
        entry.value().wrong(quoted(target.name()) + " already has a column");
      } else if (target != null) {
        targets.put(entry.key().text(), target);
      }
    }
    return targets;
  }

  private Map<Target, String> texts(Value value) {
    Map<Target, String> texts = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(MAX_ENTRIES)) {
      Target target = target(entry.key());
      String text = entry.value().text();
      if (target != null && text != null) {
        try {
          WrittenRecord.value(target.type, written(target.type, text), target.name());
          texts.put(target, text);
        } catch (InvalidEventException e) {
          entry.value().wrong(e.getMessage());
        }
      }
    }
    return texts;
  }

  private Map<String, String> types(Value value) {
    Map<String, String> translated = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(MAX_ENTRIES)) {
      String here = type(entry.value());
      if (here != null) {
        translated.put(entry.key().text(), here);
      }
    }
    return translated;
  }

  private Map<String, Map<Target, String>> typeConstants(Value value) {
    Map<String, Map<Target, String>> byType = new LinkedHashMap<>();
    for (Value.Entry entry : value.entries(MAX_ENTRIES)) {
      String here = type(entry.key());
      Map<Target, String> texts = texts(entry.value());
      if (here != null) {
        byType.put(here, texts);
      }
    }
    return byType;
  }

  private String type(Value value) {
    Schema type = typeField().type;
    return type.getType() == Schema.Type.ENUM
        ? value.oneOf("kind of CRM record", type.getEnumSymbols())
        : value.filledText();
  }

  private Target target(Value value) {
    String text = value.filledText();
    if (text == null) {
      return null;
    }
    int dot = text.indexOf('.');
    String name = dot < 0 ? text : text.substring(0, dot);
    String key = dot < 0 ? null : text.substring(dot + 1);
    Schema.Field field = schema().getField(name);
    if (field != null) {
      Schema type = WrittenRecord.present(field.schema());
      if (type.getType() == Schema.Type.MAP && key != null && !key.isEmpty()) {
        return new Target(name, key, type.getValueType());
      }
      if (type.getType() == Schema.Type.RECORD && key != null && type.getField(key) != null) {
        return new Target(name, key, WrittenRecord.present(type.getField(key).schema()));
      }
      if (type.getType() != Schema.Type.MAP && type.getType() != Schema.Type.RECORD && dot < 0) {
        return new Target(name, null, type);
      }
    }
    return value.wrong(
        quoted(text) + " is no field of " + topic.topicName() + nearMissOrAll(text, targetNames()));
  }

  private List<String> targetNames() {
    List<String> names = new ArrayList<>();
    for (Schema.Field field : schema().getFields()) {
      Schema type = WrittenRecord.present(field.schema());
      switch (type.getType()) {
        case MAP -> names.add(field.name() + ".<key>");
        case RECORD ->
            type.getFields().forEach(nested -> names.add(field.name() + "." + nested.name()));
        default -> names.add(field.name());
      }
    }
    return names;
  }

  private static CsvTime time(Fields fields) {
    ZoneId zone = fields.read("zone", null, CsvMapping::zone);
    return fields.read("format", new CsvTime(CsvTime.ISO, zone), value -> format(value, zone));
  }

  private static CsvTime format(Value value, ZoneId zone) {
    String format = value.filledText();
    try {
      return format == null ? null : new CsvTime(format, zone);
    } catch (IllegalArgumentException e) {
      return value.wrong(
          quoted(format) + " is neither iso nor epoch_seconds nor a pattern of dates and times");
    }
  }

  private static ZoneId zone(Value value) {
    String zone = value.filledText();
    try {
      return zone == null ? null : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return value.wrong(quoted(zone) + " is no time zone");
    }
  }

  private static String template(Value value) {
    String template = value.filledText();
    return template == null || PLACEHOLDER.matcher(template).find()
        ? template
        : value.wrong("event_id names no {column}: every row would be the same event");
  }

  private void requireEveryField(Value root) {
    Set<String> given = new LinkedHashSet<>();
    columns.values().forEach(target -> given.add(target.name()));
    constants.keySet().forEach(target -> given.add(target.name()));
    if (time != null && !given.add(OCCURRED_AT)) {
      root.wrong("occurred_at is given twice, by time and by a column or constant");
    }
    if (eventId != null && !given.add(EVENT_ID)) {
      root.wrong("event_id is given twice, by a template and by a column or constant");
    }
    for (Schema.Field field : schema().getFields()) {
      if (!field.hasDefaultValue()
          && !field.name().equals(EVENT_ID)
          && !given.contains(field.name())) {
        root.wrong("nothing gives " + field.name() + ": it needs a column or a constant");
      }
    }
  }
}
