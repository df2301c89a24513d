package dev.kizashi.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** §7: ids that come out the same whenever a history is judged again. */
final class AlertIds {
  private AlertIds() {}

  static String of(String leadId, String model, String definition, long ordinal) {
    String text = leadId + "|" + model + "|" + definition + "|" + ordinal;
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    String hex = HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
