package dev.kizashi.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AssetCountsTest {
  /** Assets that share their low bits, few and many, one signal after the other. */
  @Test
  void takes_what_a_map_would_take() {
    SplittableRandom random = new SplittableRandom(3);
    AssetCounts counts = new AssetCounts();
    for (int signal = 0; signal < 500; signal++) {
      counts.clear();
      Map<Long, Integer> used = new HashMap<>();
      int assets = 1 + random.nextInt(signal % 10 == 0 ? 200 : 8);
      int cap = 1 + random.nextInt(4);
      for (int fact = 0; fact < 3 * assets; fact++) {
        long asset = (long) random.nextInt(assets) << random.nextInt(0, 60);
        int count = 1 + random.nextInt(3);
        int before = used.getOrDefault(asset, 0);
        int kept = Math.min(count, cap - before);
        used.put(asset, before + kept);
        assertThat(counts.take(asset, count, cap)).isEqualTo(kept);
      }
    }
  }
}
