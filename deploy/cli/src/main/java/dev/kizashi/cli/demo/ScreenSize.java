package dev.kizashi.cli.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal's size in characters. */
record ScreenSize(int width, int height) {
  private static final ScreenSize USUAL = new ScreenSize(80, 24);
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d+) (\\d+)\\s*");

  /** As it is now, by {@code stty}; Java itself does not know. */
  static ScreenSize current() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return of(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return USUAL;
    }
  }

  /** From {@code rows columns}; the usual 80 × 24 from anything else. */
  static ScreenSize of(String sttySize) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(sttySize);
    if (!matcher.matches()) {
      return USUAL;
    }
    ScreenSize size =
        new ScreenSize(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
    return size.width > 0 && size.height > 0 ? size : USUAL;
  }
}
