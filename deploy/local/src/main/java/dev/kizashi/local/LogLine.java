package dev.kizashi.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** A line of a process's log, for people. */
final class LogLine {
  private LogLine() {}

  /** Time, level, logger and message, then the exception; what is no JSON as it stands. */
  static String readable(String line) {
    JsonNode fields;
    try {
      fields = line.startsWith("{") ? Json.JSON.readTree(line) : null;
    } catch (JsonProcessingException e) {
      // Half a line, where the tail begins, or what a JVM says itself.
      fields = null;
    }
    if (fields == null) {
      return line;
    }
    String said =
        "%s %-5s %s - %s"
            .formatted(
                fields.path("time").asText(),
                fields.path("level").asText(),
                fields.path("logger").asText(),
                fields.path("message").asText());
    return fields.has("exception") ? said + '\n' + fields.path("exception").asText() : said;
  }
}
