package dev.kizashi.cli.demo;

/** How emphasis is written. */
enum Ink {
  PLAIN,
  COLOUR;

  private static final String ESCAPE = "\u001b[";

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("31", text);
  }

  /** By the rank of a temperature's label: 1 is the hottest. */
  String heat(int rank, String text) {
    return switch (rank) {
      case 1 -> in("31", text);
      case 2 -> in("33", text);
      default -> in("36", text);
    };
  }

  private String in(String code, String text) {
    return this == COLOUR ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}
