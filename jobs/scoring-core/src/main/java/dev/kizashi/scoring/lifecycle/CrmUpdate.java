package dev.kizashi.scoring.lifecycle;

import java.util.Map;
import java.util.Objects;

/**
 * What the CRM says of a lead. Never matches signals.
 *
 * @param attributes the profile, for {@link Kind#PROFILE_UPSERTED}; an empty value clears one
 */
public record CrmUpdate(
    Kind kind,
    Map<String, String> attributes,
    String email,
    String accountId,
    String owner,
    String reason,
    String stage,
    String otherLeadId,
    String alertId) {

  public CrmUpdate {
    Objects.requireNonNull(kind, "kind");
    attributes = Map.copyOf(attributes);
  }

  /** The contract's kinds. */
  public enum Kind {
    PROFILE_UPSERTED(1),
    ACCEPTED(2),
    REJECTED(3),
    OPPORTUNITY_OPENED(4),
    WON(5),
    LOST(6),
    CHURNED(7),
    STAGE_SET(8),
    MERGED(9),
    UNMERGED(10),
    ERASED(11),
    ALERT_ACKNOWLEDGED(12);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    /** What stands for the kind in bytes. */
    public byte code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException when no kind has that code
     */
    public static Kind ofCode(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no CRM kind has the code " + code);
    }
  }
}
