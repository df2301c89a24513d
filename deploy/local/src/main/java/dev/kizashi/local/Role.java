package dev.kizashi.local;

/** What a component is; says how its health is asked. */
public enum Role {
  COORDINATOR,
  BROKER,
  REGISTRY,
  JOB_MANAGER,
  TASK_MANAGER
}
