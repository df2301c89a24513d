package dev.kizashi.scoring.engagement;

import dev.kizashi.scoring.model.ScoringModel.Temperature;
import java.util.List;

/**
 * Temperatures with hysteresis: §5. A rank counts from 0, the coldest. Bounds are compared with a
 * tolerance, so that a score that is 20 but for rounding still is 20.
 */
public final class Thermometer {
  /** What two correct implementations may differ by. */
  public static final double TOLERANCE = 1e-9;

  private final List<Temperature> temperatures;

  public Thermometer(List<Temperature> temperatures) {
    this.temperatures = List.copyOf(temperatures);
  }

  public int hottest() {
    return temperatures.size() - 1;
  }

  public String name(int rank) {
    return temperatures.get(rank).name();
  }

  /** 1 for the hottest. */
  public int labelRank(int rank) {
    return temperatures.size() - rank;
  }

  /** The rank that a lead of this rank has at this engagement. */
  public int step(int rank, double engagement) {
    int up = hottest();
    while (up > rank && engagement < riseAt(up)) {
      up--;
    }
    if (up > rank) {
      return up;
    }
    int down = rank;
    if (engagement < fallBelow(rank)) {
      down--;
      while (down > 0 && engagement < fallBelow(down)) {
        down--;
      }
    }
    return down;
  }

  /** The least engagement at which a lead of this rank rises; infinite for the hottest. */
  double riseFrom(int rank) {
    return rank == hottest() ? Double.POSITIVE_INFINITY : riseAt(rank + 1);
  }

  /** Below this a lead of this rank falls; negative infinity for the coldest. */
  double fallBelow(int rank) {
    return rank == 0 ? Double.NEGATIVE_INFINITY : temperatures.get(rank).exit() - TOLERANCE;
  }

  private double riseAt(int rank) {
    return temperatures.get(rank).enter() - TOLERANCE;
  }
}
