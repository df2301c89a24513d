package dev.kizashi.runtime.codec;

import dev.kizashi.registry.CompatibilityLevel;
import dev.kizashi.registry.RegistryException;
import dev.kizashi.registry.RegistryFaults;
import dev.kizashi.registry.SchemaRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.avro.Schema;

/** A registry that knows what it was told, throws what it was told to first, and counts. */
final class StubRegistry implements SchemaRegistry {
  private final Map<Integer, String> schemas = new HashMap<>();
  private final Queue<RegistryException> faults = new ArrayDeque<>();
  final List<Integer> asked = new ArrayList<>();

  StubRegistry with(int id, Schema schema) {
    return with(id, schema.toString());
  }

  StubRegistry with(int id, String schema) {
    schemas.put(id, schema);
    return this;
  }

  StubRegistry failing(RegistryException fault, int times) {
    for (int i = 0; i < times; i++) {
      faults.add(fault);
    }
    return this;
  }

  @Override
  public String schemaById(int id) {
    asked.add(id);
    if (!faults.isEmpty()) {
      throw faults.remove();
    }
    if (!schemas.containsKey(id)) {
      throw RegistryFaults.unknown();
    }
    return schemas.get(id);
  }

  @Override
  public int idOf(String subject, String schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int register(String subject, String schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean accepts(String subject, String schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> subjects() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
