package dev.kizashi.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * What stands between a change of a schema and everyone who holds on to it: FULL_TRANSITIVE. Every
 * schema must read what each released version wrote, and each released version what it writes.
 *
 * <p>Stricter than Avro and the registry in two places where the bytes stay readable and the
 * meaning is lost: a logical type must not change (milliseconds would be read as microseconds), and
 * a released enum symbol must stay (what was written with it would be read as UNKNOWN).
 */
final class CompatibilityGate {

  private CompatibilityGate() {}

  /**
   * Why the current schemas must not go out; empty when they may.
   *
   * @param current schemas by name
   * @param released schemas by name, of every released version by its name
   */
  static List<String> objections(
      Map<String, Schema> current, Map<String, Map<String, Schema>> released) {
    List<String> objections = new ArrayList<>();
    released.forEach(
        (version, schemas) ->
            schemas.forEach(
                (name, then) -> {
                  Schema now = current.get(name);
                  if (now == null) {
                    objections.add("%s of version %s has vanished".formatted(name, version));
                    return;
                  }
                  unreadable(now, then)
                      .forEach(
                          why ->
                              objections.add(
                                  "%s cannot read version %s: %s".formatted(name, version, why)));
                  unreadable(then, now)
                      .forEach(
                          why ->
                              objections.add(
                                  "%s cannot be read by version %s: %s"
                                      .formatted(name, version, why)));
                  changedMeanings(name, then, now)
                      .forEach(
                          what ->
                              objections.add(
                                  "%s differs from version %s".formatted(what, version)));
                }));
    return objections;
  }

  private static List<String> unreadable(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(found -> "%s at %s".formatted(found.getMessage(), found.getLocation()))
        .toList();
  }

  private static List<String> changedMeanings(String place, Schema then, Schema now) {
    List<String> changes = new ArrayList<>();
    if (then.getType() != now.getType()) {
      return changes;
    }
    if (!Objects.equals(then.getLogicalType(), now.getLogicalType())) {
      changes.add("the logical type of " + place);
    }
    switch (then.getType()) {
      case RECORD -> {
        for (Schema.Field field : then.getFields()) {
          Schema.Field kept = now.getField(field.name());
          if (kept != null) {
            changes.addAll(
                changedMeanings(place + "." + field.name(), field.schema(), kept.schema()));
          }
        }
      }
      case ENUM -> {
        if (!now.getEnumSymbols().containsAll(then.getEnumSymbols())) {
          changes.add("the set of symbols of " + place);
        }
      }
      case ARRAY ->
          changes.addAll(changedMeanings(place, then.getElementType(), now.getElementType()));
      case MAP -> changes.addAll(changedMeanings(place, then.getValueType(), now.getValueType()));
      case UNION -> {
        for (Schema branch : then.getTypes()) {
          Integer kept = now.getIndexNamed(branch.getFullName());
          if (kept != null) {
            changes.addAll(changedMeanings(place, branch, now.getTypes().get(kept)));
          }
        }
      }
      default -> {}
    }
    return changes;
  }
}
