package dev.kizashi.cli.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own in memory, small enough to be filled; only root may have one. */
final class SmallDisk implements AutoCloseable {
  /** Room for what RocksDB sets aside for itself in each of its instances. */
  private static final String SIZE = "256m";

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Empty where this user may not mount anything, or this machine cannot. */
  static Optional<SmallDisk> mount(Path root) throws IOException {
    Files.createDirectories(root);
    return run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "kizashi-test", root.toString())
        ? Optional.of(new SmallDisk(root))
        : Optional.empty();
  }

  Path root() {
    return root;
  }

  /** Leaves no byte to anybody else. */
  void fill() {
    try (OutputStream out = Files.newOutputStream(filler())) {
      for (int block = 1 << 20; block > 0; block >>= 10) {
        fill(out, new byte[block]);
      }
    } catch (IOException e) {
      // Closing may find it full as well.
    }
  }

  private static void fill(OutputStream out, byte[] block) {
    try {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      // As was wanted.
    }
  }

  /** Somebody has made room. */
  void makeRoom() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return root.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", root.toString());
    Files.delete(root);
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      // No such command.
      return false;
    }
  }
}
