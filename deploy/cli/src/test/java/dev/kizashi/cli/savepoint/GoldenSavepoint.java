package dev.kizashi.cli.savepoint;

import dev.kizashi.local.Installation;
import dev.kizashi.scoring.evaluate.LeadStateCodec;
import dev.kizashi.scoring.resolution.AddressStateCodec;
import dev.kizashi.scoring.resolution.LinkCodec;
import dev.kizashi.scoring.resolution.VisitorStateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A savepoint of the real job that was kept, with its text: what every later version has to read.
 *
 * @param folder named after the formats that are in it
 */
public record GoldenSavepoint(Path folder) {
  private static final String FOLDER = "deploy/cli/src/test/resources/golden";

  /** Where all of them are. */
  public static Path home() {
    return Installation.locate().home().resolve(FOLDER);
  }

  /** All that there are, by name. */
  public static List<GoldenSavepoint> all() {
    try (Stream<Path> folders = Files.list(home())) {
      return folders.filter(Files::isDirectory).sorted().map(GoldenSavepoint::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one of the formats that are written today, whether it is there or not. */
  public static GoldenSavepoint ofToday() {
    String name =
        formats().entrySet().stream()
            .map(format -> format.getKey() + "-" + format.getValue())
            .collect(Collectors.joining("_"));
    return new GoldenSavepoint(home().resolve(name));
  }

  /** The format that each value of ours is written in. */
  public static SortedMap<String, Integer> formats() {
    return new TreeMap<>(
        Map.of(
            "address", AddressStateCodec.VERSION,
            "erased", versionOfErasures(),
            "lead", LeadStateCodec.VERSION,
            "links", LinkCodec.VERSION,
            "visitor", VisitorStateCodec.VERSION));
  }

  /** The operators' own business, so that nobody but a savepoint's reader need know it. */
  private static int versionOfErasures() {
    try {
      Field version =
          Class.forName("dev.kizashi.leadscoring.RememberedErasure").getDeclaredField("VERSION");
      version.setAccessible(true);
      return version.getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /** As Flink takes it. */
  public Path savepoint() {
    return folder.resolve("savepoint");
  }

  /** What every key holds. */
  public Path text() {
    return folder.resolve("state.txt");
  }

  @Override
  public String toString() {
    return name();
  }
}
