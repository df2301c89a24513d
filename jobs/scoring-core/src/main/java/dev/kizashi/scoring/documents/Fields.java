package dev.kizashi.scoring.documents;

import static dev.kizashi.scoring.documents.Problems.nearMissOrAll;
import static dev.kizashi.scoring.documents.Problems.quoted;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A map with known keys; reading it reports the unknown, the doubled and the missing ones. */
public final class Fields {
  private final Value map;
  private final Map<String, Value> values = new LinkedHashMap<>();

  Fields(Value map, Collection<String> allowed) {
    this.map = map;
    for (Value.Entry entry : map.entries(Integer.MAX_VALUE)) {
      String key = entry.key().text();
      if (allowed.contains(key)) {
        values.put(key, entry.value());
      } else {
        entry.key().wrong("unknown key " + quoted(key) + nearMissOrAll(key, allowed));
      }
    }
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  Stream<String> keys() {
    return values.keySet().stream();
  }

  /** The value, or null. */
  public Value get(String key) {
    return values.get(key);
  }

  /** What the reader makes of the value; {@code otherwise} when it is absent or wrong. */
  public <T> T read(String key, T otherwise, Function<Value, T> reader) {
    Value value = values.get(key);
    T read = value == null ? null : reader.apply(value);
    return read == null ? otherwise : read;
  }

  /** As {@link #read}; absence is an error. */
  public <T> T require(String key, T placeholder, Function<Value, T> reader) {
    if (!values.containsKey(key) && map.isMap()) {
      map.wrong(map.name() + " needs the key " + quoted(key));
    }
    return read(key, placeholder, reader);
  }

  /** Items of a list under the key, none when it is absent. */
  <T> List<T> list(String key, int most, Function<Value, T> reader) {
    return read(key, List.of(), value -> Value.each(value.items(most), reader));
  }
}
