package dev.kizashi.cli.demo;

/** What prompted a judgement, in words. */
final class Causes {
  private Causes() {}

  static String inWords(String cause) {
    return switch (cause) {
      case "BEHAVIOUR" -> "by what they did";
      case "COOLING" -> "by silence";
      case "PROFILE" -> "by their profile";
      case "CRM" -> "by the CRM";
      case "MODEL_CHANGE" -> "by another model";
      case "IDENTITY" -> "by being recognised";
      case "CORRECTION" -> "by a correction";
      default -> "by " + cause;
    };
  }
}
