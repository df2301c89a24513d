package dev.kizashi.cli;

import dev.kizashi.runtime.codec.DeadLetterReason;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Events in a file: JSON Lines, or CSV with a mapping. Read as it goes, whatever its size; empty
 * lines are nothing.
 *
 * @param name a path, or {@code -} for standard input
 * @param mapping how CSV becomes events; empty for JSON Lines
 */
public record EventFile(String name, Optional<Path> mapping) {
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

    /** A line that is none. */
    void unusable(long line, DeadLetterReason reason, String detail);
  }

  /**
   * Hands over every line.
   *
   * @throws Failure the file, or its mapping, cannot be read
   */
  public void read(Taker taker) {
    try (BufferedReader lines = new BufferedReader(open())) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
          line = line.substring(1);
        }
        if (!line.isBlank()) {
          take(number, line, taker);
        }
      }
    } catch (IOException e) {
      throw TextFile.unreadable(Path.of(name), e);
    }
  }

  private Reader open() throws IOException {
    InputStream bytes =
        name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
    return new InputStreamReader(bytes, StandardCharsets.UTF_8);
  }

  private static void take(long number, String line, Taker taker) {
    JsonLines.Line written;
    try {
      written = JsonLines.read(line);
    } catch (InvalidEventException e) {
      taker.unusable(number, DeadLetterReason.INVALID, e.getMessage());
      return;
    }
    Decoded decoded = written.decoded();
    if (decoded instanceof Decoded.Unusable unusable) {
      taker.unusable(number, unusable.reason(), unusable.detail());
    } else {
      taker.event(number, written, decoded);
    }
  }
}
