package dev.kizashi.scoring.facts;

/**
 * A signal recognised in an event.
 *
 * @param signal {@link Hashes#ofSignal} of its name
 * @param asset the value of the signal's distinct_by property, or null
 */
public record Hit(int signal, String asset) {
  /** How a fact knows the asset: {@link Hashes#ofText}, 0 for none. */
  public long assetKey() {
    return asset == null ? 0 : Hashes.ofText(asset);
  }
}
