package dev.kizashi.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers, times and texts as a person reads them, in a given width. */
final class Words {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  private Words() {}

  static String when(Instant instant, ZoneId zone) {
    return DAY_AND_TIME.format(instant.atZone(zone));
  }

  /** The two largest units: {@code 9 d 4 h}. */
  static String lasting(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " m";
    }
    return Math.max(0, duration.toMinutes()) + " m";
  }

  static String points(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }

  static String score(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** With a space between thousands. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }

  /** Filled with blanks or cut with an ellipsis. */
  static String left(String text, int width) {
    String cut = cut(text, width);
    return cut + " ".repeat(width - cut.length());
  }

  static String right(String text, int width) {
    String cut = cut(text, width);
    return " ".repeat(width - cut.length()) + cut;
  }

  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /** Parts side by side while they fit, else below each other. */
  static List<String> wrapped(List<String> parts, String between, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (line.length() > 0 && line.length() + between.length() + part.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : between).append(cut(part, width));
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }
}
