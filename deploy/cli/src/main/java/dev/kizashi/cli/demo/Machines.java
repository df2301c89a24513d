package dev.kizashi.cli.demo;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was not counted and why, in words. */
final class Machines {
  private Machines() {}

  /**
   * Those that most speak for first, equal ones by name: {@code 3 as click burst, 1 by a crawler}.
   *
   * @param suspects occurrences by reason, as the records have them
   */
  static String inWords(Map<String, Long> suspects) {
    return suspects.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(suspect -> suspect.getValue() + " " + inWords(suspect.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String inWords(String reason) {
    return switch (reason) {
      case "USER_AGENT" -> "by a crawler";
      case "ADDRESS" -> "from an excluded address";
      case "MACHINE_OPEN" -> "by the mail app";
      case "OTHER" -> "by a machine";
      // The catalogue's own name for a burst.
      default -> "as " + reason.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
    };
  }
}
