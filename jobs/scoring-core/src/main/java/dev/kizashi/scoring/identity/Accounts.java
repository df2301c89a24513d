package dev.kizashi.scoring.identity;

import dev.kizashi.scoring.profile.Profile;
import java.util.Locale;

/**
 * The company of a lead: the CRM's account, else that of its address ({@link Account}). Each
 * judgement asks, and the public suffix list is slow to ask: hosts and their accounts are
 * remembered in a small direct-mapped table. Not thread-safe: one instance a task.
 */
public final class Accounts {
  private static final int SLOTS = 1 << 12;

  private final String[] hosts = new String[SLOTS];
  private final String[] accounts = new String[SLOTS];

  /** The account's id, or null. */
  public String of(String leadId, Profile profile) {
    if (profile.accountId() != null) {
      return profile.accountId();
    }
    String email = profile.email();
    if (email != null) {
      return ofAddress(email.strip().toLowerCase(Locale.ROOT));
    }
    return EmailAddress.isAddress(leadId) ? ofAddress(leadId) : null;
  }

  private String ofAddress(String address) {
    String host = address.substring(address.indexOf('@') + 1);
    int hash = host.hashCode();
    int slot = (hash ^ hash >>> Short.SIZE) & SLOTS - 1;
    if (!host.equals(hosts[slot])) {
      accounts[slot] = Account.ofHost(host);
      hosts[slot] = host;
    }
    return accounts[slot];
  }
}
