package dev.kizashi.oracle;

/**
 * How much is kept of visitors, and how long.
 *
 * @param waitMillis after its latest event a visitor that nobody knows is forgotten
 * @param rememberMillis after its latest event a visitor is forgotten who was named
 * @param waitingFacts how many a visitor holds that nobody knows: different in signal, asset, hour
 *     or mark
 * @param namings how many a visitor keeps
 * @param erasureMillis how long what names an erased lead is refused
 */
public record Bounds(
    long waitMillis, long rememberMillis, int waitingFacts, int namings, long erasureMillis) {
  private static final long DAY = 86_400_000L;

  /** What the rules say. */
  public static final Bounds USUAL = new Bounds(90 * DAY, 400 * DAY, 1000, 256, 30 * DAY);
}
