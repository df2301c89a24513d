package dev.kizashi.local;

import java.time.Duration;

/** Hears how a stack comes up, part by part, in the thread that starts it. */
public interface StackListener {

  /** Hears nothing. */
  StackListener SILENT = new StackListener() {};

  /**
   * A component is being started.
   *
   * @param component its name, such as {@code kafka} or {@code taskmanager-1}
   * @param address where it will answer
   */
  default void starting(String component, String address) {}

  /**
   * A component has answered for the first time.
   *
   * @param took since its process was started
   */
  default void ready(String component, Duration took) {}

  /** Everything is started once more, on other ports. */
  default void startingAgain(String reason) {}
}
