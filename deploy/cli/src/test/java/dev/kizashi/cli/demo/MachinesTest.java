package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MachinesTest {
  @Test
  void reasons_are_told_in_words_most_first() {
    assertThat(Machines.inWords(Map.of("USER_AGENT", 1L, "CLICK_AT_DELIVERY", 3L, "ADDRESS", 1L)))
        .isEqualTo("3 as click at delivery, 1 from an excluded address, 1 by a crawler");
    assertThat(Machines.inWords(Map.of("MACHINE_OPEN", 2L))).isEqualTo("2 by the mail app");
    assertThat(Machines.inWords(Map.of("OTHER", 2L))).isEqualTo("2 by a machine");
  }
}
