package dev.kizashi.cli.plan;

import dev.kizashi.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** What {@code plan} prints where no person reads. */
final class Printed {
  private Printed() {}

  /**
   * @param line as it is typed after {@code ./kizashi}
   */
  static List<String> by(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(out, OutputStream.nullOutputStream(), false, false, false);
    String[] arguments = line.replaceFirst("^plan ", "").split(" ", -1);
    new CommandLine(new PlanCommand(terminal)).execute(arguments);
    terminal.flush();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
