package dev.kizashi.cli.savepoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a savepoint holds, as text.
 *
 * @param states by {@code uid/state}, then by key, the lines that say what the key has
 */
public record SavepointContents(SortedMap<String, SortedMap<String, List<String>>> states) {
  public SavepointContents {
    SortedMap<String, SortedMap<String, List<String>>> copy = new TreeMap<>();
    states.forEach((name, keys) -> copy.put(name, Collections.unmodifiableSortedMap(keys)));
    states = Collections.unmodifiableSortedMap(copy);
  }

  /** A state's keys with what each has. */
  public SortedMap<String, List<String>> of(String state) {
    if (!states.containsKey(state)) {
      throw new IllegalArgumentException("no state %s, but %s".formatted(state, states.keySet()));
    }
    return states.get(state);
  }

  /** The whole of it, a block a key. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    states.forEach(
        (name, keys) -> {
          lines.add("== %s: %d".formatted(name, keys.size()));
          keys.forEach(
              (key, block) -> {
                lines.add(key.isEmpty() ? "(all)" : key);
                block.forEach(line -> lines.add("  " + line));
              });
        });
    return lines;
  }

  /** Where two texts part: a few lines from each such place, none where they are the same. */
  public static List<String> differences(List<String> expected, List<String> actual) {
    List<String> differences = new ArrayList<>();
    for (int line = 0; line < Math.max(expected.size(), actual.size()); line++) {
      String was = line < expected.size() ? expected.get(line) : "(nothing more)";
      String is = line < actual.size() ? actual.get(line) : "(nothing more)";
      if (!was.equals(is)) {
        differences.add("line %d: %s%n  but was: %s".formatted(line + 1, was, is));
      }
    }
    return differences;
  }
}
