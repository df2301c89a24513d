package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenSizeTest {
  @Test
  void stty_says_rows_before_columns() {
    assertThat(ScreenSize.of("40 120\n")).isEqualTo(new ScreenSize(120, 40));
  }

  @Test
  void whatever_else_it_says_the_size_is_the_usual() {
    assertThat(ScreenSize.of("0 0\n")).isEqualTo(new ScreenSize(80, 24));
    assertThat(ScreenSize.of("")).isEqualTo(new ScreenSize(80, 24));
  }
}
