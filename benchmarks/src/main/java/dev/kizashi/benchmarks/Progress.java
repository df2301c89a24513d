package dev.kizashi.benchmarks;

/**
 * How fast a known amount of work is done, seen from outside: how much of it was done at which
 * time. Time begins with the first look at which anything was done, so neither deployment nor the
 * lag of what is looked at counts, and ends with the first look at which all was.
 */
final class Progress {
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
    if (latestDone == 0) {
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
   * The share of all work that was done in a second.
   *
   * @throws IllegalStateException when it went by between two looks
   */
  double sharePerSecond() {
    if (latestNanos == firstNanos) {
      throw new IllegalStateException("over before it could be measured: take more events");
    }
    return (double) (Math.min(latestDone, work) - firstDone)
        / work
        * 1e9
        / (latestNanos - firstNanos);
  }
}
