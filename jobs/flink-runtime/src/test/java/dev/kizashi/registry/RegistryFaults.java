package dev.kizashi.registry;

/** What a registry throws, for registries that are not one: only its own package can make them. */
public final class RegistryFaults {
  private RegistryFaults() {}

  public static UnknownSchemaException unknown() {
    return new UnknownSchemaException("no such schema", null);
  }

  public static RegistryUnavailableException unavailable() {
    return new RegistryUnavailableException("connection\nrefused", null);
  }

  public static RegistryDeniedException denied() {
    return new RegistryDeniedException("401", null);
  }
}
