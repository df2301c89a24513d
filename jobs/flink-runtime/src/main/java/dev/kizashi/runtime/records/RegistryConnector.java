package dev.kizashi.runtime.records;

import dev.kizashi.registry.SchemaRegistry;
import java.io.Serializable;

/** How a task reaches the registry; travels with the job graph. */
public interface RegistryConnector extends Serializable {
  SchemaRegistry connect();
}
