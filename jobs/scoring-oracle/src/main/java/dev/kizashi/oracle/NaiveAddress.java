package dev.kizashi.oracle;

import java.util.Objects;
import java.util.Set;

/** §8: one entry of the address book: whom an e-mail address names that stands alone. */
public final class NaiveAddress {
  private final String address;
  private String alias;
  private Long erasedAt;

  /**
   * @param address normalised
   */
  public NaiveAddress(String address) {
    this.address = Objects.requireNonNull(address, "address");
  }

  /** The lead that the address is an alias of, else the address itself. */
  public String lead() {
    return alias == null ? address : alias;
  }

  /** From now on it is an alias of the lead. */
  public void claimedBy(String leadId) {
    alias = Objects.requireNonNull(leadId, "leadId");
  }

  /** Whether what carries nothing but the address is an erased person's. */
  public boolean refuses(long occurredAt) {
    return erasedAt != null && occurredAt <= erasedAt;
  }

  /** Leads are erased: where the address is an alias of one, it is forgotten whose it was. */
  public void forget(Set<String> erased, long at) {
    if (alias != null && erased.contains(alias)) {
      alias = null;
      erasedAt = erasedAt == null ? at : Math.max(at, erasedAt);
    }
  }

  /**
   * Forgets that there was an erasure.
   *
   * @param until epoch millis: an erasure later than that is remembered
   */
  public void forgetErasure(long until) {
    if (erasedAt != null && erasedAt <= until) {
      erasedAt = null;
    }
  }
}
