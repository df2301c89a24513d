package dev.kizashi.registry;

/**
 * What a registry demands of a subject's next schema. BACKWARD: it reads what the latest wrote;
 * FORWARD: the latest reads what it writes; FULL: both; TRANSITIVE: not only the latest but all.
 */
public enum CompatibilityLevel {
  NONE,
  BACKWARD,
  BACKWARD_TRANSITIVE,
  FORWARD,
  FORWARD_TRANSITIVE,
  FULL,
  FULL_TRANSITIVE
}
