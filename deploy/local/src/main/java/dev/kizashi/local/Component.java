package dev.kizashi.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process of a stack, as it can be written down and found again.
 *
 * @param name {@code zookeeper}, {@code kafka}, {@code registry}, {@code jobmanager}, {@code
 *     taskmanager-1} …
 * @param startedAtMillis when its process was started, epoch milliseconds
 * @param address where it answers: {@code host:port} of the broker, else a URL
 */
public record Component(
    String name, Role role, long pid, long startedAtMillis, String address, Path logFile) {

  // The operating system rounds a process's start, and counts it from a boot time that moves with
  // the clock. A pid comes round again only after all others, never within seconds.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

  /** Asks, which takes milliseconds when it is well and up to a few seconds when it is not. */
  public Health health() {
    if (process().isEmpty()) {
      return Health.GONE;
    }
    return Probe.answers(this) ? Health.HEALTHY : Health.NOT_ANSWERING;
  }

  /** Its live process; empty once it ended, even if its pid now belongs to another. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(this::isOurs);
  }

  /**
   * Sends a signal to its process.
   *
   * @param name as the command {@code kill} takes it
   * @throws StackFailure it has no process any more, or it cannot be sent
   */
  void signal(String name) {
    try {
      int sent =
          new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (sent != 0) {
        throw new StackFailure(
            "%s (process %d) cannot be sent %s.".formatted(this.name, pid, name));
      }
    } catch (IOException e) {
      throw new StackFailure("No signal can be sent from here: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while sending a signal.", e);
    }
  }

  Instant startedAt() {
    return Instant.ofEpochMilli(startedAtMillis);
  }

  private boolean isOurs(ProcessHandle process) {
    // An ended process that nobody waited for keeps its pid and start, but has no command left.
    return process.info().command().isPresent()
        && process
            .info()
            .startInstant()
            .map(
                start -> Duration.between(start, startedAt()).abs().compareTo(START_TOLERANCE) <= 0)
            .orElse(false);
  }
}
