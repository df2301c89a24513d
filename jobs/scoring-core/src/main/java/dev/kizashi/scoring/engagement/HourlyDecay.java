package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.facts.Hour;

/**
 * What is left of one point after whole hours, from a table: facts stand by the hour, and each
 * judgement asks for every fact. Equal to the last bit to what {@link Curve#decay} says.
 */
final class HourlyDecay {
  /** Almost two years; what is older is worked out each time. */
  private static final int MOST_HOURS = 1 << 14;

  private final long halfLife;
  private final double[] left;

  /**
   * @param halfLife in millis; 0 for points that do not decay
   * @param retention in millis: what is older does not count
   */
  HourlyDecay(long halfLife, long retention) {
    this.halfLife = halfLife;
    int hours = halfLife == 0 ? 0 : (int) Math.min(retention / Hour.MILLIS + 1, MOST_HOURS);
    this.left = new double[hours];
    for (int hour = 0; hour < hours; hour++) {
      left[hour] = Curve.decay(hour * Hour.MILLIS, halfLife);
    }
  }

  long halfLife() {
    return halfLife;
  }

  /**
   * @param hours 0 or more
   */
  double after(long hours) {
    return hours < left.length ? left[(int) hours] : Curve.decay(hours * Hour.MILLIS, halfLife);
  }
}
