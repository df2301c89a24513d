package dev.kizashi.scoring.engagement;

import java.util.Arrays;

/** How much of each asset's cap is used, for one signal after the other. */
final class AssetCounts {
  private static final int INITIAL = 16;

  /** Assets are hashes of texts: their low bits will do. */
  private int mask = INITIAL - 1;

  private long[] assets = new long[INITIAL];
  private int[] used = new int[INITIAL];

  /** Which signal a slot is of: clearing touches nothing. */
  private int[] rounds = new int[INITIAL];

  private int round;
  private int size;

  /** Goes on to another signal. */
  void clear() {
    size = 0;
    if (++round == 0) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
  }

  /** How many of {@code count} the cap still takes. */
  int take(long asset, int count, int cap) {
    int slot = slotOf(asset);
    if (rounds[slot] != round) {
      if (++size > assets.length / 2) {
        grow();
        slot = slotOf(asset);
      }
      rounds[slot] = round;
      assets[slot] = asset;
      used[slot] = 0;
    }
    int kept = Math.min(count, cap - used[slot]);
    used[slot] += kept;
    return kept;
  }

  private int slotOf(long asset) {
    int slot = (int) asset & mask;
    while (rounds[slot] == round && assets[slot] != asset) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] formerAssets = assets;
    int[] formerUsed = used;
    int[] formerRounds = rounds;
    int capacity = assets.length * 2;
    mask = capacity - 1;
    assets = new long[capacity];
    used = new int[capacity];
    rounds = new int[capacity];
    for (int i = 0; i < formerAssets.length; i++) {
      if (formerRounds[i] == round) {
        int slot = slotOf(formerAssets[i]);
        rounds[slot] = round;
        assets[slot] = formerAssets[i];
        used[slot] = formerUsed[i];
      }
    }
  }
}
