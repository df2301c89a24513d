package dev.kizashi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** The layout of a stack's folder. */
record StateFolder(Path root) {

  /**
   * Creates what is missing.
   *
   * @throws StackFailure the state is not to be kept, and the folder holds something already
   */
  static StateFolder prepare(StackSettings settings) {
    try {
      Path root =
          settings.stateFolder().isPresent()
              ? Files.createDirectories(settings.stateFolder().get().toAbsolutePath().normalize())
              : Files.createTempDirectory("kizashi-");
      if (!settings.keepState() && !isEmpty(root)) {
        throw new StackFailure(
            "%s is not empty and would be deleted at the end: keep its state, delete it, or name another folder."
                .formatted(root));
      }
      StateFolder folder = new StateFolder(root);
      // What jobs are to go on with names the addresses of a stack that is no more.
      deleteAll(folder.coordinator());
      deleteAll(folder.recovery());
      for (Path part :
          new Path[] {
            folder.conf(),
            folder.logs(),
            folder.coordinator(),
            folder.recovery(),
            folder.broker(),
            folder.registry(),
            folder.checkpoints(),
            folder.savepoints(),
            folder.temporary()
          }) {
        Files.createDirectories(part);
      }
      return folder;
    } catch (IOException e) {
      throw new StackFailure(
          "The state folder could not be created: %s. Name one that can be written to."
              .formatted(e),
          e);
    }
  }

  Path conf() {
    return root.resolve("conf");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log(String component) {
    return logs().resolve(component + ".log");
  }

  /** What the coordinator knows: who leads, and where each job's latest checkpoint lies. */
  Path coordinator() {
    return root.resolve("zookeeper");
  }

  /** What a JobManager needs to go on with another's jobs, beside the coordinator's pointers. */
  Path recovery() {
    return root.resolve("recovery");
  }

  Path broker() {
    return root.resolve("kafka");
  }

  Path registry() {
    return root.resolve("registry");
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  Path savepoints() {
    return root.resolve("savepoints");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  /** Where the processes find their logging configuration. */
  Path logging() {
    return conf().resolve("log4j2.properties");
  }

  void delete() {
    try {
      deleteAll(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException e)
                throws IOException {
              Files.deleteIfExists(emptied);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }
}
