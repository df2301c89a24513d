package dev.kizashi.cli;

import dev.kizashi.runtime.codec.CsvMapping;
import dev.kizashi.runtime.codec.CsvReader;
import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.documents.Parsed;
import dev.kizashi.scoring.documents.Problem;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events in a file: JSON Lines, or CSV with a mapping. Read as it goes, whatever its size; empty
 * lines are nothing.
 *
 * @param name a path, or {@code -} for standard input
 * @param mapping how CSV becomes events; empty for JSON Lines
 */
public record EventFile(String name, Optional<CsvMapping> mapping) {
  private static final String STANDARD_INPUT = "-";
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** Takes what a file holds, in its order. */
  public interface Taker {
    /**
     * An event that the job would accept.
     *
     * @param line from 1
     * @param decoded what the job makes of it, never unusable
     */
    void event(long line, JsonLines.Line written, Decoded decoded);

    /**
     * A line that is none.
     *
     * @param located what is wrong, with file and line
     */
    void unusable(DeadLetterReason reason, String located);
  }

  /**
   * Reads a mapping.
   *
   * @param file null when there is none
   * @throws Failure the mapping cannot be read, or is wrong
   */
  public static Optional<CsvMapping> mapping(Path file) {
    if (file == null) {
      return Optional.empty();
    }
    Parsed<CsvMapping> parsed = CsvMapping.parse(file.toString(), TextFile.read(file));
    if (!parsed.isValid()) {
      throw Failure.usage(
          parsed.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return parsed.value();
  }

  /**
   * Hands over every line.
   *
   * @throws Failure the file cannot be read, or is no list that the mapping fits
   */
  public void read(Taker taker) {
    Charset charset = mapping.map(CsvMapping::charset).orElse(StandardCharsets.UTF_8);
    try (Reader text =
        new InputStreamReader(
            name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name)),
            charset)) {
      if (mapping.isPresent()) {
        readRows(text, mapping.get(), taker);
      } else {
        readLines(new BufferedReader(text), taker);
      }
    } catch (IOException e) {
      throw TextFile.unreadable(Path.of(name), e);
    }
  }

  private void readLines(BufferedReader lines, Taker taker) throws IOException {
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
        line = line.substring(1);
      }
      if (!line.isBlank()) {
        try {
          take(number, JsonLines.read(line), taker);
        } catch (InvalidEventException e) {
          taker.unusable(DeadLetterReason.INVALID, located(number, e.getMessage()));
        }
      }
    }
  }

  private void readRows(Reader text, CsvMapping fitting, Taker taker) throws IOException {
    CsvReader rows;
    try {
      rows = new CsvReader(name, text, fitting);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage() + ".");
    }
    boolean more = true;
    while (more) {
      try {
        Optional<CsvReader.Row> row = rows.next();
        row.ifPresent(read -> take(read.lineNumber(), read.line(), taker));
        more = row.isPresent();
      } catch (InvalidEventException e) {
        taker.unusable(DeadLetterReason.INVALID, e.getMessage());
      }
    }
  }

  private void take(long number, JsonLines.Line written, Taker taker) {
    Decoded decoded = written.decoded();
    if (decoded instanceof Decoded.Unusable unusable) {
      taker.unusable(unusable.reason(), located(number, unusable.detail()));
    } else {
      taker.event(number, written, decoded);
    }
  }

  /** What is said of a line, with its place before it. */
  public String located(long number, String message) {
    return name + ":" + number + ": " + message;
  }
}
