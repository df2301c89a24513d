package dev.kizashi.local;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** One component of a running stack: how it is started, and the process that it is now. */
final class Part {

  private static final int TAIL_BYTES = 64 * 1024;
  private static final int TAIL_LINES = 12;

  private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");
  static final Pattern PORT_TAKEN =
      Pattern.compile(
          "Address already in use|[Pp]ort\\(?s?\\)? already bound|on any port in port range");
  private static final Pattern DISK_FULL = Pattern.compile("No space left on device");
  private static final Pattern FOLDER_TAKEN =
      Pattern.compile("Failed to acquire lock on file|Database may be already in use");
  private static final Pattern WRONG_JAVA = Pattern.compile("UnsupportedClassVersionError");
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          // Not the option, which some processes log.
          "(?<!ExitOn)OutOfMemoryError|insufficient memory|Could not reserve enough space");
  private static final Pattern JAR_MISSING =
      Pattern.compile("NoClassDefFoundError|ClassNotFoundException|find or load main class");

  private final Launch launch;
  private final Installation installation;
  private final StateFolder folder;

  private Process process;
  private Component component;
  private long logStart;

  Part(Launch launch, Installation installation, StateFolder folder) {
    this.launch = launch;
    this.installation = installation;
    this.folder = folder;
  }

  String name() {
    return launch.name();
  }

  Launch launch() {
    return launch;
  }

  Component component() {
    return component;
  }

  void start(Launch.Lifetime lifetime) {
    File log = launch.log().toFile();
    logStart = log.length();
    ProcessBuilder builder =
        new ProcessBuilder(launch.command(installation, folder, lifetime))
            // Neither the registry nor Flink shall find configuration lying about where we are.
            .directory(folder.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    if (lifetime == Launch.Lifetime.ON_ITS_OWN) {
      builder.redirectInput(new File("/dev/null"));
    }
    Instant startedAt = Instant.now();
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new StackFailure("%s could not be started: %s.".formatted(name(), e.getMessage()), e);
    }
    component =
        new Component(
            name(),
            launch.role(),
            process.pid(),
            startedAt.toEpochMilli(),
            launch.address(),
            launch.log());
  }

  /** Its process ended by itself. */
  boolean hasDied() {
    return !process.isAlive();
  }

  /** Why it died, as far as its log tells, and what to do about it. */
  StackFailure death() {
    String tail = logTail();
    String message =
        "%s %s%nThe last lines of its log:%n%s".formatted(name(), reason(tail), lastLines(tail));
    return PORT_TAKEN.matcher(tail).find()
        ? new StackFailure.PortTaken(message)
        : new StackFailure(message);
  }

  StackFailure silence(Duration deadline) {
    return new StackFailure(
        "%s is running but did not answer at %s within %d s: see whether the machine is overloaded.%nThe last lines of its log:%n%s"
            .formatted(name(), launch.address(), deadline.toSeconds(), lastLines(logTail())));
  }

  private String reason(String tail) {
    if (PORT_TAKEN.matcher(tail).find()) {
      return "could not listen at %s, the port is in use: start again, or end what holds it."
          .formatted(launch.address());
    }
    if (DISK_FULL.matcher(tail).find()) {
      return "found the disk under %s full: free some space, or name another state folder."
          .formatted(folder.root());
    }
    if (FOLDER_TAKEN.matcher(tail).find()) {
      return "found %s in use by another stack: end that one, or name another state folder."
          .formatted(folder.root());
    }
    if (WRONG_JAVA.matcher(tail).find()) {
      return "does not run on this JDK (%s): set JAVA_HOME to a JDK 17."
          .formatted(Runtime.version());
    }
    if (NO_MEMORY.matcher(tail).find()) {
      return "ran out of memory: give it more in the stack's settings, or free some on this machine.";
    }
    if (JAR_MISSING.matcher(tail).find()) {
      return "misses a jar: build again with `mvn -pl deploy/local -am clean package` in %s."
          .formatted(installation.home());
    }
    return "ended by itself with exit code %d; its log may say why.".formatted(process.exitValue());
  }

  /** What this process has logged, but no more than its end; earlier processes share the file. */
  private String logTail() {
    if (!Files.exists(launch.log())) {
      return "";
    }
    try (RandomAccessFile log = new RandomAccessFile(launch.log().toFile(), "r")) {
      long from = Math.max(logStart, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(the log cannot be read: %s)".formatted(e);
    }
  }

  private static String lastLines(String tail) {
    List<String> lines =
        tail.lines()
            .flatMap(line -> LogLine.readable(line).lines())
            .filter(line -> !STACK_FRAME.matcher(line).lookingAt())
            .toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
