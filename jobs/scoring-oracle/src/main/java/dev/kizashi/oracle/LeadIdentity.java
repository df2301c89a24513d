package dev.kizashi.oracle;

import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import java.util.Locale;
import java.util.Optional;

/** Who an event names, before any alias is known: its lead id, else its normalised address. */
public final class LeadIdentity {
  private LeadIdentity() {}

  /**
   * The lead that the event names; empty for an anonymous one.
   *
   * @throws IllegalArgumentException when it carries an address that is none
   */
  public static Optional<String> leadOf(Event event) {
    String written = event.text(EventField.EMAIL);
    Optional<String> address = written == null ? Optional.empty() : addressIn(written);
    if (written != null && address.isEmpty()) {
      throw new IllegalArgumentException("not an e-mail address: " + written);
    }
    String leadId = event.text(EventField.LEAD_ID);
    return leadId == null ? address : Optional.of(leadId);
  }

  /** The text as a normalised address, or empty: exactly one {@code @}, text on both sides. */
  public static Optional<String> addressIn(String text) {
    String address = text.strip().toLowerCase(Locale.ROOT);
    int at = address.indexOf('@');
    boolean valid = at > 0 && at < address.length() - 1 && address.indexOf('@', at + 1) < 0;
    return valid ? Optional.of(address) : Optional.empty();
  }
}
