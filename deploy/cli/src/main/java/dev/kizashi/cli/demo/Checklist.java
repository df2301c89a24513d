package dev.kizashi.cli.demo;

import java.time.Duration;
import java.util.Locale;

/** What is ticked off while the demo comes up. */
final class Checklist {
  private Checklist() {}

  static String line(String part, Duration took) {
    return String.format(Locale.ROOT, "✓ %-42s %5.1f s", inWords(part), took.toMillis() / 1_000.0);
  }

  /** The names of deploy/local, for people. */
  static String inWords(String part) {
    return switch (part) {
      case "kafka" -> "Kafka, one broker";
      case "registry" -> "schema registry, a process of its own";
      case "flink" -> "Flink, two TaskManagers on RocksDB";
      default -> part;
    };
  }
}
