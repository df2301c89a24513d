package dev.kizashi.scoring.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashesTest {
  /** They stand in savepoints; these were computed by another program. */
  @Test
  void hashes_never_change() {
    assertThat(Hashes.ofText("")).isEqualTo(0xefd01f60ba992926L);
    assertThat(Hashes.ofText("/pricing")).isEqualTo(0x61786c23295e53dfL);
    assertThat(Hashes.ofSignal("pricing-view")).isEqualTo(0x65aa3d9f);
  }

  @Test
  void a_million_texts_have_a_million_hashes() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 1_000_000; i++) {
      hashes.add(Hashes.ofText("/page/" + i));
    }
    assertThat(hashes).hasSize(1_000_000).doesNotContain(0L);
  }
}
