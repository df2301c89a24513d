package dev.kizashi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that a job has left on disk, also when no JobManager remembers it any more. */
public final class Checkpoints {

  private static final String PREFIX = "chk-";

  private Checkpoints() {}

  /**
   * The latest complete checkpoint, as {@link FlinkRest.Submission#from} takes it.
   *
   * @param stateFolder of the stack that the job ran on
   */
  public static Optional<String> latest(Path stateFolder, String job) {
    Path folder = new StateFolder(stateFolder).checkpoints().resolve(job);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
          .filter(entry -> Files.exists(entry.resolve("_metadata")))
          .max(Comparator.comparingLong(Checkpoints::number))
          .map(entry -> entry.toUri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The checkpoint or savepoint written last, whatever job's, as {@link FlinkRest.Submission#from}
   * takes it.
   *
   * @param stateFolder of the stack that the jobs ran on
   */
  public static Optional<String> newest(Path stateFolder) {
    StateFolder folder = new StateFolder(stateFolder);
    try (Stream<Path> checkpoints = files(folder.checkpoints());
        Stream<Path> savepoints = files(folder.savepoints())) {
      return Stream.concat(checkpoints, savepoints)
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(Checkpoints::writtenAt))
          .map(metadata -> metadata.getParent().toUri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    return Files.isDirectory(folder) ? Files.walk(folder, 3) : Stream.empty();
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }
}
