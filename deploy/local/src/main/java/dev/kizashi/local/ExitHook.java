package dev.kizashi.local;

/** Runs when the JVM ends, unless it was withdrawn before. */
final class ExitHook {

  private final Thread thread;

  ExitHook(Runnable action) {
    thread = new Thread(action, "stack-exit");
    Runtime.getRuntime().addShutdownHook(thread);
  }

  void withdraw() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The JVM is ending: what the hook does is being done.
    }
  }
}
