package dev.kizashi.benchmarks;

import java.util.Arrays;

/**
 * How a quantity is spread over many leads.
 *
 * @param p99 the least value that at least 99 % do not exceed
 */
public record Distribution(int count, double mean, long p99, long max) {
  private static final double MOST = 0.99;

  /** Of nothing, all is 0. */
  static Distribution of(long... values) {
    if (values.length == 0) {
      return new Distribution(0, 0, 0, 0);
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(MOST * sorted.length);
    return new Distribution(
        sorted.length,
        Arrays.stream(sorted).average().orElseThrow(),
        sorted[rank - 1],
        sorted[sorted.length - 1]);
  }
}
