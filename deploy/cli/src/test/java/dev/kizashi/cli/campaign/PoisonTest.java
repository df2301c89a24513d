package dev.kizashi.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoisonTest {
  @Test
  void it_is_never_the_good_record_and_of_every_kind() {
    Poison poison = new Poison(1);
    byte[] good = {0, 0, 0, 0, 1, 8, 'a', 'b', 'c', 'd'};
    List<byte[]> made = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      made.add(poison.of(good));
    }
    assertThat(made).noneMatch(value -> Arrays.equals(value, good));
    assertThat(made).anyMatch(value -> value.length == 0);
    assertThat(made).anyMatch(value -> value.length > good.length && value[5] == good[5]);
    assertThat(made).anyMatch(value -> value.length > 0 && value.length < good.length);
  }
}
