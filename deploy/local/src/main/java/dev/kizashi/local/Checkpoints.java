package dev.kizashi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }
}
