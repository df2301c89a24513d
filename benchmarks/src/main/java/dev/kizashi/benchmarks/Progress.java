package dev.kizashi.benchmarks;

/**
 * How fast a known amount of work is done, seen from outside: how much of it was done at which
 * time. Time begins with the first look at which a third was done, so neither deployment nor the
 * loading and compiling of classes counts, and ends with the first look at which all was.
 */
final class Progress {
  /** One part in this many. */
  private static final int WARM_UP = 3;

  private final long work;
  private long firstNanos;
  private long firstDone;
  private long latestNanos;
  private long latestDone;

  /**
   * @param work at least 1
   */
  Progress(long work) {
    if (work < 1) {
      throw new IllegalArgumentException("there is nothing to do");
    }
    this.work = work;
  }

  /**
   * Takes a look; those after the work was done change nothing.
   *
   * @return whether anything was done since the one before
   */
  boolean seen(long nanos, long done) {
    if (done <= latestDone || isComplete()) {
      return false;
    }
    if (firstDone == 0 && done * WARM_UP >= work) {
      firstNanos = nanos;
      firstDone = done;
    }
    latestNanos = nanos;
    latestDone = done;
    return true;
  }

  boolean isComplete() {
    return latestDone >= work;
  }

  /**
   * The share of all work that was done in a second, once a third was done.
   *
   * @throws IllegalStateException when it went by between two looks
   */
  double sharePerSecond() {
    if (firstDone == 0 || latestNanos == firstNanos) {
      throw new IllegalStateException("over before it could be measured: take more events");
    }
    return (double) (Math.min(latestDone, work) - firstDone)
        / work
        * 1e9
        / (latestNanos - firstNanos);
  }
}
