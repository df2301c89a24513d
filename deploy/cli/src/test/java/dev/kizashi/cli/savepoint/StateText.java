package dev.kizashi.cli.savepoint;

import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.evaluate.Identity;
import dev.kizashi.scoring.facts.Facts;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.History;
import dev.kizashi.scoring.facts.Hour;
import dev.kizashi.scoring.facts.RecentEvents;
import dev.kizashi.scoring.profile.Profile.Value;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value of the state holds, as lines that a person can compare.
 *
 * <p>It is taken from the value as the codec has read it, field by field, and not from its bytes:
 * another format of the same value has the same text, and no field can be forgotten. What is not
 * set (null, zero, empty, an instant that stands for never) is left out, so a field that a later
 * version adds does not show in what an earlier one wrote. Fields go by their names in the code;
 * where one is renamed there, the texts are to be changed along with it.
 */
final class StateText {
  /** Numbers between these are instants: 2001 to 2100. */
  private static final long EARLIEST = 978_307_200_000L;

  private static final long LATEST = 4_102_444_800_000L;

  /** A smaller number is a count and not a hash. */
  private static final int LEAST_HASH = 1 << 16;

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]+");

  private final Map<Integer, String> words = new HashMap<>();

  /** Names for the hashes by which state knows signals, models and alerts: those of a document. */
  void learn(String document) {
    WORD.matcher(document)
        .results()
        .forEach(word -> words.put(Hashes.ofSignal(word.group()), word.group()));
  }

  /** The value's lines; none where nothing in it is set. */
  List<String> of(Object value) {
    List<String> lines = new ArrayList<>();
    if (isPlain(value)) {
      lines.add(plain(value));
    } else {
      add("", value, lines);
    }
    return lines;
  }

  private void add(String path, Object value, List<String> lines) {
    if (isUnset(value)) {
      return;
    }
    if (isPlain(value)) {
      lines.add(path + ": " + plain(value));
    } else if (value instanceof History history) {
      addHistory(history, lines);
    } else if (value instanceof Value said) {
      lines.add(path + ": " + plain(said));
    } else if (value instanceof Collection<?> all) {
      all.forEach(each -> lines.add(path + ": " + plain(each)));
    } else if (value instanceof Map<?, ?> map) {
      byText(map).forEach((key, each) -> add(path + "[" + key + "]", each, lines));
    } else {
      if (value instanceof Identity identity && identity.isReturning()) {
        // Also where nothing has come to wait for it yet.
        lines.add(path + ": its facts are on their way back");
      }
      Map<String, Object> fields = fields(value);
      // Those of the history, once more.
      fields.values().removeIf(Facts.class::isInstance);
      fields.forEach((name, each) -> add(path.isEmpty() ? name : path + "." + name, each, lines));
    }
  }

  /** Facts of one signal and hour on a line, recent events by arrival, the latest last. */
  private void addHistory(History history, List<String> lines) {
    List<String> paths = history.sources().paths();
    for (int source = 1; source <= paths.size(); source++) {
      lines.add("source %d: %s".formatted(source, paths.get(source - 1)));
    }
    Facts facts = history.facts();
    SortedMap<String, List<String>> byHour = new TreeMap<>();
    for (int i = 0; i < facts.size(); i++) {
      String fact =
          "%x%s%s x%d%s"
              .formatted(
                  facts.asset(i),
                  facts.source(i) == 0 ? "" : " source " + facts.source(i),
                  facts.mark(i) == 0 ? "" : " mark " + facts.mark(i),
                  facts.count(i),
                  facts.unreported(i) == 0 ? "" : " unreported " + facts.unreported(i));
      Instant hour = Instant.ofEpochMilli(Hour.startOf(facts.hour(i)));
      byHour
          .computeIfAbsent(
              "fact %s %.13sZ: ".formatted(plain(facts.signal(i)), hour), it -> new ArrayList<>())
          .add(fact);
    }
    byHour.forEach(
        (hour, all) -> lines.add(hour + all.stream().sorted().collect(Collectors.joining(", "))));
    history.sightings().lastSeen().stream()
        .map(
            seen ->
                "seen %s %s%s%s"
                    .formatted(
                        plain(seen.signal()),
                        plain(seen.occurredAt()),
                        seen.source() == 0 ? "" : " source " + seen.source(),
                        seen.suspect() ? " suspect" : ""))
        .sorted()
        .forEach(lines::add);
    addSorted("moment", history.sightings().moments(), lines);
    addSorted("campaign", history.sightings().campaigns(), lines);
    RecentEvents events = history.recent();
    for (int i = 0; i < events.size(); i++) {
      lines.add(
          "event %x %s %d later%s%s"
              .formatted(
                  events.key(i),
                  Instant.ofEpochMilli(events.occurredAt(i)),
                  events.age(i),
                  events.source(i) == 0 ? "" : " source " + events.source(i),
                  events.watched(i) == null ? "" : " " + plain(events.watched(i))));
    }
  }

  private void addSorted(String name, Collection<?> values, List<String> lines) {
    values.stream().map(each -> name + " " + parts(each)).sorted().forEach(lines::add);
  }

  /** On one line. */
  String plain(Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof Integer number) {
      String word = Math.abs((long) number) < LEAST_HASH ? null : words.get(number);
      return word == null ? number.toString() : word;
    }
    if (value instanceof Long number) {
      boolean instant = number > EARLIEST && number < LATEST;
      return instant ? Instant.ofEpochMilli(number).toString() : number.toString();
    }
    if (value instanceof String text) {
      return text.replace("\\", "\\\\").replace("\n", "\\n");
    }
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    if (value instanceof long[] numbers) {
      List<Object> all = new ArrayList<>();
      for (long number : numbers) {
        all.add(number);
      }
      return plain(all);
    }
    if (isPlain(value)) {
      return value.toString();
    }
    if (value instanceof Collection<?> all) {
      return all.stream().map(this::plain).toList().toString();
    }
    if (value instanceof ConfigDocument document) {
      return "%s %s version %d, text %x"
          .formatted(
              document.kind(), document.name(), document.version(), Hashes.ofText(document.text()));
    }
    if (value instanceof History history) {
      List<String> lines = new ArrayList<>();
      addHistory(history, lines);
      return lines.toString();
    }
    if (value instanceof Value said) {
      return said.text() + " at " + plain(said.occurredAt());
    }
    return (value instanceof Map ? "" : value.getClass().getSimpleName()) + parts(value);
  }

  /** What is set in it. */
  private String parts(Object value) {
    Map<String, String> parts = new TreeMap<>();
    Map<String, Object> named = value instanceof Map<?, ?> map ? byText(map) : fields(value);
    named.forEach(
        (name, each) -> {
          if (!isUnset(each)) {
            parts.put(name, plain(each));
          }
        });
    return parts.toString();
  }

  private Map<String, Object> byText(Map<?, ?> map) {
    Map<String, Object> named = new TreeMap<>();
    map.forEach((key, each) -> named.put(plain(key), each));
    return named;
  }

  private static boolean isPlain(Object value) {
    return value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof String
        || value instanceof Enum
        || value instanceof byte[]
        || value instanceof long[];
  }

  private static boolean isUnset(Object value) {
    return value == null
        || Set.<Object>of(0, 0L, (byte) 0, false, "").contains(value)
        || Set.<Object>of(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE).contains(value)
        || (value instanceof Collection<?> all && all.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  /** Of the object and what it extends, by name; what is transient follows from the others. */
  private static Map<String, Object> fields(Object value) {
    Map<String, Object> fields = new TreeMap<>(Comparator.naturalOrder());
    for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
          try {
            field.setAccessible(true);
            fields.put(field.getName(), field.get(value));
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return fields;
  }
}
