package dev.kizashi.benchmarks;

import dev.kizashi.benchmarks.peers.PeerRun;
import dev.kizashi.benchmarks.peers.StreamsLine;
import dev.kizashi.benchmarks.peers.StreamsPeer;
import dev.kizashi.local.Stack;
import dev.kizashi.local.StackFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The process of {@link StreamsPeer}, in which its runs follow one another. It ends when this is
 * closed, and when this JVM ends in whatever way.
 */
final class StreamsProcess implements AutoCloseable {
  private static final int EXIT_SECONDS = 10;

  private final Path errors;
  private final Process process;
  private final Writer orders;

  private volatile OptionalLong consumed = OptionalLong.empty();
  private volatile boolean ended;

  private StreamsProcess(Path errors, Process process) {
    this.errors = errors;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread listener = new Thread(this::listen, "streams-peer");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * @param home the root folder
   * @param heapMegabytes that it may take, besides what RocksDB takes
   */
  static StreamsProcess start(
      Path home, Stack stack, String topicPrefix, int parallelism, int heapMegabytes) {
    Path target = home.resolve("benchmarks/target");
    Path errors = stack.stateFolder().resolve("streams-peer.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx%dm".formatted(heapMegabytes),
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            target.resolve("benchmarks.jar") + ":" + target.resolve("streams-lib/*"),
            StreamsPeer.class.getName(),
            stack.bootstrapServers(),
            topicPrefix,
            stack.stateFolder().resolve("streams-peer").toString(),
            String.valueOf(parallelism));
    try {
      return new StreamsProcess(
          errors, builder.redirectError(ProcessBuilder.Redirect.to(errors.toFile())).start());
    } catch (IOException e) {
      throw new StackFailure("Kafka Streams could not be started: " + e, e);
    }
  }

  /** A run begins. */
  void begin(PeerRun run) {
    consumed = OptionalLong.empty();
    order(run.name());
  }

  /**
   * The events that the run has consumed so far; empty until it says it.
   *
   * @throws StackFailure the process has ended
   */
  OptionalLong consumed() {
    if (!process.isAlive()) {
      throw new StackFailure(
          "Kafka Streams has ended with %d; what it said is in %s."
              .formatted(process.exitValue(), errors));
    }
    return consumed;
  }

  /** Ends the run and waits until all that it has written is committed. */
  void end() {
    ended = false;
    order("end");
    Watch.until(
        "Kafka Streams did not end its run; what it said is in " + errors,
        () -> ended ? Optional.of(true) : Optional.empty());
  }

  Path errors() {
    return errors;
  }

  private void order(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new StackFailure("Kafka Streams has ended; what it said is in " + errors, e);
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void heard(String line) {
    OptionalLong events = StreamsLine.consumedBy(line);
    if (events.isPresent()) {
      consumed = events;
    } else if (StreamsLine.isEnd(line)) {
      ended = true;
    }
  }

  /** Nothing more is asked of it; that ends it, and if not, this does. */
  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw Watch.interrupted(e);
    }
  }
}
