package dev.kizashi.oracle;

import java.util.Objects;
import java.util.Set;

/** §8: one entry of the address book: whom an e-mail address names that stands alone. */
public final class NaiveAddress {
  private final String address;
  private String alias;

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

  /**
   * Leads are erased: where the address is an alias of one, it is forgotten whose it was.
   *
   * @return whether it was
   */
  public boolean forget(Set<String> erased) {
    boolean was = alias != null && erased.contains(alias);
    if (was) {
      alias = null;
    }
    return was;
  }
}
