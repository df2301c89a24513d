package dev.kizashi.scoring.alerts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of an alert follows from what it is about, so that reprocessing yields the same ids and
 * consumers can deduplicate on them.
 */
final class AlertId {
  private AlertId() {}

  /**
   * The first 16 bytes of SHA-256 over {@code lead|model|definition|ordinal}, big-endian, as they
   * are: no version or variant bits.
   *
   * @param ordinal from 1
   */
  static String of(String leadId, String model, String definition, long ordinal) {
    String name = leadId + '|' + model + '|' + definition + '|' + ordinal;
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
