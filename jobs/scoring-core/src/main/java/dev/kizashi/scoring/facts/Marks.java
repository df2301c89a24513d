package dev.kizashi.scoring.facts;

/**
 * Why a fact is suspect: shown, never scored. The numbers stand in state and may never change; the
 * lower reason comes first where two apply.
 */
public final class Marks {
  public static final int CLEAN = 0;
  public static final int USER_AGENT = 1;
  public static final int ADDRESS = 2;
  public static final int MACHINE_OPEN = 3;

  /** Burst rules' reasons come after these. */
  private static final int FIRST_REASON = 16;

  private Marks() {}

  /** The mark of a reason that a catalogue names: a hash, apart from the numbers above. */
  public static int ofReason(String reason) {
    return FIRST_REASON + (Hashes.ofSignal(reason) >>> Integer.numberOfTrailingZeros(FIRST_REASON));
  }
}
