package dev.kizashi.local;

/** How a component is at this moment. */
public enum Health {
  HEALTHY,
  /** Its process lives and does not answer as it should: still starting, stopped or stuck. */
  NOT_ANSWERING,
  GONE
}
