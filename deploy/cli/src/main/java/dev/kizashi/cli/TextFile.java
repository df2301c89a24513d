package dev.kizashi.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a command was told to read, UTF-8. */
final class TextFile {
  private TextFile() {}

  /**
   * The whole text.
   *
   * @throws Failure there is no such file, or it cannot be read
   */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static Failure unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return Failure.usage("There is no file %s.".formatted(file));
    }
    if (e instanceof CharacterCodingException) {
      return Failure.usage("%s is not UTF-8 text.".formatted(file));
    }
    return Failure.usage(
        "%s cannot be read: %s."
            .formatted(file, Files.isDirectory(file) ? "it is a folder" : e.getMessage()));
  }
}
