package dev.kizashi.scoring.alerts;

/**
 * An alert that may still be withdrawn, with what it takes to judge it again.
 *
 * @param definition {@link dev.kizashi.scoring.facts.Hashes#ofSignal} of the definition's name
 * @param ordinal from 1
 * @param raisedAt {@code occurred_at}
 * @param ground what it rests on
 * @param rankBefore of the temperature just before; 0 where the ground does not ask
 * @param grade that it was judged with, or null; null where the ground does not ask
 * @param hour of the event that raised it; 0 where the ground does not ask
 */
public record OpenAlert(
    int definition,
    long ordinal,
    long raisedAt,
    Ground ground,
    int rankBefore,
    String grade,
    int hour) {

  /**
   * What an alert rests on, as far as a correction can take it away. The numbers stand in state.
   */
  public enum Ground {
    /** Whatever happens to facts, it holds. */
    FIRM(0),
    /** The lead rose to a temperature. */
    TEMPERATURE(1),
    /** A clause of {@code qualify} held. */
    QUALIFIED(2),
    /** A signal was seen. */
    SIGNAL(3);

    private final int code;

    Ground(int code) {
      this.code = code;
    }

    /** What stands for the ground in bytes: two bits. */
    public int code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException when no ground has that code
     */
    public static Ground ofCode(int code) {
      for (Ground ground : values()) {
        if (ground.code == code) {
          return ground;
        }
      }
      throw new IllegalArgumentException("no ground of an alert has the code " + code);
    }
  }
}
