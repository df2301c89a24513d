package dev.kizashi.cli.campaign;

import dev.kizashi.cli.Failure;
import dev.kizashi.scoring.evaluate.LeadJudge;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;

/** Jars of the job that are not the one that was built. */
final class JobJars {
  /** Of {@link LeadJudge}; where it is renamed, {@link #withoutDeduplication} fails. */
  private static final String DEDUPLICATION = "isDuplicate";

  private final Path built;
  private final Path folder;
  private int count;

  /**
   * @param built the job's jar
   * @param folder for others
   */
  JobJars(Path built, Path folder) {
    this.built = built;
    this.folder = folder;
  }

  Path built() {
    return built;
  }

  /** The same classes in another file: another version as far as a cluster can tell. */
  Path rebuilt() {
    return changed(
        jar ->
            Files.writeString(
                jar.getPath("META-INF", "campaign"), "rebuilt %d times%n".formatted(count)));
  }

  /** A job that takes an event that comes twice for two. */
  Path withoutDeduplication() {
    boolean there =
        Arrays.stream(LeadJudge.class.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals(DEDUPLICATION));
    if (!there) {
      throw new IllegalStateException("no method of that name any more: " + DEDUPLICATION);
    }
    byte[] mutant;
    try (var made =
        new ByteBuddy()
            .redefine(
                LeadJudge.class,
                ClassFileLocator.ForClassLoader.of(LeadJudge.class.getClassLoader()))
            .method(ElementMatchers.named(DEDUPLICATION))
            .intercept(FixedValue.value(false))
            .make()) {
      mutant = made.getBytes();
    }
    String path = LeadJudge.class.getName().replace('.', '/') + ".class";
    return changed(jar -> Files.write(jar.getPath(path), mutant));
  }

  private interface Change {
    Object in(FileSystem jar) throws IOException;
  }

  private Path changed(Change change) {
    Path jar = folder.resolve("job-%d.jar".formatted(++count));
    try {
      Files.copy(built, jar, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem inside =
          FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
        var unused = change.in(inside);
      }
      return jar;
    } catch (IOException e) {
      throw Failure.environment("%s cannot be written: %s.".formatted(jar, e.getMessage()), e);
    }
  }
}
