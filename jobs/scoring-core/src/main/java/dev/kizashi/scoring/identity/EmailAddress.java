package dev.kizashi.scoring.identity;

import dev.kizashi.scoring.signals.InvalidEventException;
import java.util.Locale;

/** An address as it names a lead: trimmed and lower-cased, nothing else. */
public final class EmailAddress {
  private EmailAddress() {}

  /**
   * @throws InvalidEventException unless there is exactly one {@code @}, with text on both sides
   */
  public static String normalised(String address) {
    String trimmed = address.strip().toLowerCase(Locale.ROOT);
    if (!isAddress(trimmed)) {
      // The address itself is personal and stays out of the message.
      throw new InvalidEventException(
          "email is not an address: it needs one @ with text around it");
    }
    return trimmed;
  }

  /** Whether a text is an address in the form in which it names a lead. */
  public static boolean isNormalised(String text) {
    return isAddress(text) && text.equals(text.strip().toLowerCase(Locale.ROOT));
  }

  static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && at == text.lastIndexOf('@') && at < text.length() - 1;
  }
}
