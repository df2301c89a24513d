package dev.kizashi.cli.plan;

import dev.kizashi.local.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an end-to-end benchmark has written, by places such as {@code events/s | the job, with
 * identity | median}: the first cell of a table's head, a row, a column. {@code command | --rounds}
 * is an option of the command that ran it, {@code machine | cores} what the line about the machine
 * has before that word.
 */
final class ResultsFile {
  private static final Path FOLDER =
      Installation.locate().home().resolve("benchmarks").resolve("results");
  private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-[0-9a-f]+\\.md");
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?|\\d+(\\.\\d+)?");

  private static final String COMMAND = "    benchmarks/run end-to-end ";

  private final String name;
  private final Map<String, String> cells = new HashMap<>();

  private ResultsFile(String name, List<String> lines) {
    this.name = name;
    List<String> head = null;
    for (String line : lines) {
      if (line.startsWith(COMMAND)) {
        command(line);
      } else if (line.contains(" cores, ")) {
        cells.put("machine | cores", line.replaceFirst(" cores, .*", "").replaceFirst(".* ", ""));
      } else if (!line.startsWith("|")) {
        head = null;
      } else if (!line.startsWith("| ---")) {
        List<String> row =
            Pattern.compile("\\|").splitAsStream(line.substring(1)).map(String::strip).toList();
        if (head == null) {
          head = row;
        } else {
          row(head, row);
        }
      }
    }
  }

  private void command(String line) {
    String[] words = line.strip().split(" ", -1);
    for (int i = 0; i < words.length - 1; i++) {
      cells.put("command | " + words[i], words[i + 1]);
    }
  }

  private void row(List<String> head, List<String> row) {
    for (int column = 1; column < row.size(); column++) {
      cells.put(String.join(" | ", head.get(0), row.get(0), head.get(column)), row.get(column));
    }
  }

  static ResultsFile parse(String name, String text) {
    return new ResultsFile(name, text.lines().toList());
  }

  private static ResultsFile read(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The latest day's; of several of that day the one with most events in all its rounds. */
  static ResultsFile newest() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return newest(files.map(ResultsFile::read).toList());
    }
  }

  static ResultsFile newest(List<ResultsFile> files) {
    return files.stream()
        .filter(file -> NAME.matcher(file.name).matches())
        .filter(file -> file.cells.containsKey("command | --events"))
        .max(
            Comparator.comparing(ResultsFile::day)
                .thenComparing(ResultsFile::events)
                .thenComparing(ResultsFile::name))
        .orElseThrow();
  }

  private String day() {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private double events() {
    return number("command | --events") * number("command | --rounds");
  }

  String name() {
    return name;
  }

  /** The first number of the cell. */
  double number(String place) {
    return Double.parseDouble(digits(place));
  }

  /** The same as it stands, without separators. */
  String digits(String place) {
    String cell = cells.get(place);
    if (cell == null) {
      throw new NoSuchElementException(name + " has no " + place);
    }
    Matcher number = NUMBER.matcher(cell);
    if (!number.find()) {
      throw new NoSuchElementException("%s: no number in %s: %s".formatted(name, place, cell));
    }
    return number.group().replace(",", "");
  }
}
