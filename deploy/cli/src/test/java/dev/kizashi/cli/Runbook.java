package dev.kizashi.cli;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code docs/operations.md} as what is to be typed and what is then to be read. */
record Runbook(List<Block> blocks) {
  static final Path PAGE = Installation.locate().home().resolve("docs/operations.md");

  private static final String FENCE = "```";
  private static final String LONG = "<!-- long -->";

  /** Stands for anything within a line, and alone for any number of lines. */
  private static final String ANYTHING = "…";

  /**
   * @param section the heading above it, empty for none
   * @param line of its first command, counted from 1
   * @param isLong whether only a full run types it
   * @param prints what standard output has to be; null where the page does not say
   */
  record Block(
      String section, int line, List<String> commands, boolean isLong, List<String> prints) {

    /** Whether standard output is what the page says, however many spaces are in a row. */
    boolean isAnsweredBy(List<String> out) {
      return prints == null || matches(prints, out.stream().map(Runbook::normal).toList());
    }
  }

  static Runbook read() {
    try {
      return parse(Files.readAllLines(PAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Runbook parse(List<String> page) {
    List<Block> blocks = new ArrayList<>();
    String section = "";
    boolean isLong = false;
    boolean answersTheLast = false;
    for (int i = 0; i < page.size(); i++) {
      String line = page.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1;
        while (!page.get(end).equals(FENCE)) {
          end++;
        }
        List<String> content = List.copyOf(page.subList(i + 1, end));
        boolean typed = line.equals(FENCE + "sh");
        if (typed) {
          blocks.add(new Block(section, i + 2, content, isLong, null));
        } else if (line.equals(FENCE + "text") && answersTheLast) {
          Block last = blocks.remove(blocks.size() - 1);
          blocks.add(
              new Block(
                  last.section(),
                  last.line(),
                  last.commands(),
                  last.isLong(),
                  content.stream().map(Runbook::normal).toList()));
        }
        answersTheLast = typed;
        isLong = false;
        i = end;
      } else if (!line.isBlank()) {
        answersTheLast = false;
        isLong = line.equals(LONG);
        if (line.startsWith("## ")) {
          section = line.substring(3);
        }
      }
    }
    return new Runbook(List.copyOf(blocks));
  }

  private static String normal(String line) {
    return line.strip().replaceAll("\\s+", " ");
  }

  private static boolean matches(List<String> patterns, List<String> lines) {
    int pattern = 0;
    int line = 0;
    int anyLines = -1;
    int resume = 0;
    while (line < lines.size()) {
      if (pattern < patterns.size() && patterns.get(pattern).equals(ANYTHING)) {
        anyLines = pattern++;
        resume = line;
      } else if (pattern < patterns.size() && matches(patterns.get(pattern), lines.get(line))) {
        pattern++;
        line++;
      } else if (anyLines >= 0) {
        pattern = anyLines + 1;
        line = ++resume;
      } else {
        return false;
      }
    }
    return patterns.subList(pattern, patterns.size()).stream().allMatch(ANYTHING::equals);
  }

  private static boolean matches(String pattern, String line) {
    String[] parts = pattern.split(ANYTHING, -1);
    if (!line.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int at = last ? line.length() - parts[i].length() : line.indexOf(parts[i], from);
      if (at < from || !line.startsWith(parts[i], at)) {
        return false;
      }
      from = at + parts[i].length();
    }
    return from == line.length();
  }
}
