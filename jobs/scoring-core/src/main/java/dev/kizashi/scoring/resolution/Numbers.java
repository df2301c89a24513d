package dev.kizashi.scoring.resolution;

/**
 * Where the numbers begin by which those are told apart who came by an address or a visitor. They
 * go up by one. Of whoever was forgotten not even the last number is known: so somebody new begins
 * above every number of all that were forgotten, with a gap that shows where the old ones ended.
 */
public final class Numbers {
  private long highest;

  /** The number before the first. */
  long begin() {
    return highest;
  }

  /** Somebody is forgotten, after so many. */
  void forgotten(long last) {
    highest = Math.max(highest, last + 1);
  }

  /** What is to be kept: says nothing of anybody. */
  public long highest() {
    return highest;
  }

  /** As it was kept; of several the highest counts. */
  public void restore(long kept) {
    highest = Math.max(highest, kept);
  }
}
