package dev.kizashi.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The contract as it lies on disk: what this build says, and what was ever released. */
final class SchemaFiles {

  private SchemaFiles() {}

  /** The schemas of this build by file name without extension. */
  static Map<String, Schema> current() {
    return in(Path.of("src", "main", "avro"));
  }

  /** Every released version: its name (the directory's), and its schemas like {@link #current}. */
  static Map<String, Map<String, Schema>> released() {
    try (Stream<Path> versions = Files.list(Path.of("released"))) {
      Map<String, Map<String, Schema>> released = new TreeMap<>();
      versions.forEach(version -> released.put(version.getFileName().toString(), in(version)));
      return released;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Schema> in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      Map<String, Schema> schemas = new TreeMap<>();
      for (Path file : (Iterable<Path>) files::iterator) {
        // A parser each: every file must stand alone, that is how it is handed out.
        schemas.put(
            file.getFileName().toString().replace(".avsc", ""),
            new Schema.Parser().parse(file.toFile()));
      }
      return schemas;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
