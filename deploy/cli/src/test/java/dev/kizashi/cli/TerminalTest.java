package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aPipeGetsNeitherColourNorProgress() {
    Terminal terminal = new Terminal(out, err, false, false, true);
    terminal.progress("1 %");
    terminal.line(terminal.red("no"));
    terminal.note(terminal.greenNote("done"));
    terminal.flush();
    assertThat(text(out)).isEqualTo("no\n");
    assertThat(text(err)).isEqualTo("done\n");
  }

  @Test
  void onATerminalProgressIsReplacedByWhatFollows() {
    Terminal terminal = new Terminal(out, err, true, true, true);
    terminal.progress("1 %");
    terminal.progress("2 %");
    terminal.note("done");
    assertThat(text(err)).isEqualTo("\r\u001b[2K1 %\r\u001b[2K2 %\r\u001b[2Kdone\n");
    terminal.line(terminal.red("no"));
    assertThat(text(out)).isEqualTo("\u001b[31mno\u001b[0m\n");
  }

  @Test
  void colourCanBeOffOnATerminal() {
    Terminal terminal = new Terminal(out, err, true, true, false);
    terminal.line(terminal.bold("plain"));
    assertThat(text(out)).isEqualTo("plain\n");
  }

  @Test
  void columnsLineUpWhateverTheirColour() {
    Terminal terminal = new Terminal(out, err, true, true, true);
    terminal.table(
        List.of(List.of(terminal.red("a"), "1"), List.of("héron", "2"), List.of("no", "3")));
    assertThat(text(out).replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo("a      1\nhéron  2\nno     3\n");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
