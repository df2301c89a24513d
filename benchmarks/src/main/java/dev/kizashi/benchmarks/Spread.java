package dev.kizashi.benchmarks;

import java.util.Arrays;

/** What repeated runs of one thing gave. */
public record Spread(double min, double median, double max) {

  /**
   * @param values at least one; of an even number the median is the mean of the two in the middle
   */
  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
