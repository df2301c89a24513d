package dev.kizashi.scoring.facts;

/**
 * The short names by which state knows texts: 32 bits for a signal, 64 for an asset or an event id.
 *
 * <p>They stand in savepoints and travel between keys, so they depend on the text alone, never on a
 * dictionary, and may never change. Two signals of one catalogue that share a hash are rejected
 * with the catalogue; for 64 bits the chance that any two of a lead's 10,000 assets collide is
 * 3e-12, and the harm would be one fact taken for another. FNV-1a over the UTF-16 units, finished
 * with MurmurHash3's 64-bit mixer (both public domain), because FNV alone leaves the high bits
 * poor.
 */
public final class Hashes {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hashes() {}

  /** Never 0, which stands for an absent text. */
  public static long ofText(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }

  /** The id of a signal, by its name. */
  public static int ofSignal(String name) {
    return (int) (ofText(name) >>> 32);
  }
}
