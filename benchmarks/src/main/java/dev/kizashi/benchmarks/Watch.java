package dev.kizashi.benchmarks;

import dev.kizashi.local.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Looks from outside at what goes on elsewhere, again and again, for as long as it goes on. */
final class Watch {
  /** Also how often Flink's JobManager is to fetch what the TaskManagers count. */
  static final int LOOK_MILLIS = 250;

  static final Duration PATIENCE = Duration.ofMinutes(2);

  private Watch() {}

  /**
   * Until all events are consumed.
   *
   * @param consumed how many so far; empty: not known yet; throws when no more will be
   * @param logs where to look when none is consumed any more
   */
  static Progress consumption(long events, Supplier<OptionalLong> consumed, Path logs) {
    Progress progress = new Progress(events);
    long movedAt = System.nanoTime();
    while (!progress.isComplete()) {
      pause();
      OptionalLong seen = consumed.get();
      long now = System.nanoTime();
      if (seen.isPresent() && progress.seen(now, seen.getAsLong())) {
        movedAt = now;
      } else if (now - movedAt > PATIENCE.toNanos()) {
        throw new StackFailure(
            "Nothing was consumed for %d s; the logs are in %s."
                .formatted(PATIENCE.toSeconds(), logs));
      }
    }
    return progress;
  }

  /**
   * Until there is what is waited for.
   *
   * @throws StackFailure it did not come
   */
  static <T> T until(String complaint, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      pause();
    }
    throw new StackFailure(complaint);
  }

  static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static StackFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackFailure("Interrupted during a run.", e);
  }
}
