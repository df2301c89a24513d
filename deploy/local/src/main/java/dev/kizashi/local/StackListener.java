package dev.kizashi.local;

import java.time.Duration;

/** Hears how a stack comes up, part by part, in the thread that starts it. */
public interface StackListener {

  /** Hears nothing. */
  StackListener SILENT = new StackListener() {};

  /**
   * @param component its name, such as {@code kafka} or {@code taskmanager-1}
   * @param address where it will answer
   */
  default void starting(String component, String address) {}

  /**
   * @param took from the start of its process to its first healthy answer
   */
  default void ready(String component, Duration took) {}

  /** Everything is started once more, on other ports. */
  default void startingAgain(String reason) {}
}
