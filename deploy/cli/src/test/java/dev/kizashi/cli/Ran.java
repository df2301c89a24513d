package dev.kizashi.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command printed and how it ended, in this JVM and without a terminal. */
record Ran(int exitCode, List<String> out, List<String> err) {

  static Ran kizashi(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Kizashi.run(new Terminal(out, err, false, false, true), arguments);
    return new Ran(exitCode, lines(out), lines(err));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
