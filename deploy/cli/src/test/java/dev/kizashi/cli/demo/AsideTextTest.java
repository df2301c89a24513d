package dev.kizashi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AsideTextTest {
  private final AsideText text = new AsideText(ZoneOffset.UTC, Ink.PLAIN, 80);

  @Test
  void who_is_recognised_is_told_with_what_they_had_done_as_a_stranger() {
    assertThat(text.lines(Samples.view().named().orElseThrow()))
        .containsExactly(
            "● recognised Tue 3 Mar 10:41  cold → warm  nora.berg.296@iris-software-12.examp…",
            "  Until then v-1a2b3c4d-296, a visitor without a name: 3 × Viewed pricing, 1 ×",
            "  Viewed a page.",
            "  Then the visitor said who it is, and all of that counts at once, as of when it",
            "  was done: 31.5 points.");
  }

  @Test
  void what_machines_did_is_told_with_what_becomes_of_it() {
    assertThat(text.lines(Samples.view().notCounted().orElseThrow()))
        .containsExactly(
            "○ not counted Ravi Clarke  Tue 3 Mar 10:41",
            "  Clicked in an e-mail: 6 as click at delivery.",
            "  What machines do, such as scanners of mail, is shown and gives no points: the",
            "  lead stays cold with 27.1, and nobody is called because of it.");
  }
}
