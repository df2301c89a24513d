package dev.kizashi.scoring.identity;

import com.google.common.net.InternetDomainName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The company behind an address: its registrable domain (by the public suffix list) unless anybody
 * can have an address there.
 */
public final class Account {
  private static final Set<String> FREE_MAIL = freeMailDomains();

  private Account() {}

  /** The registrable domain of a normalised address, or null for free mail and odd hosts. */
  public static String ofAddress(String address) {
    return ofHost(address.substring(address.indexOf('@') + 1));
  }

  static String ofHost(String host) {
    if (!InternetDomainName.isValid(host)) {
      return null;
    }
    InternetDomainName domain = InternetDomainName.from(host);
    if (domain.isRegistrySuffix() || domain.parts().size() < 2) {
      return null;
    }
    String registrable =
        domain.isUnderRegistrySuffix()
            ? domain.topDomainUnderRegistrySuffix().toString()
            : lastTwoLabels(domain);
    return FREE_MAIL.contains(registrable) ? null : registrable;
  }

  /** What the public suffix list's default rule says of a suffix it does not know. */
  private static String lastTwoLabels(InternetDomainName domain) {
    List<String> labels = domain.parts();
    return String.join(".", labels.subList(labels.size() - 2, labels.size()));
  }

  private static Set<String> freeMailDomains() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Account.class.getResourceAsStream("free-mail-domains.txt"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("the list of free-mail domains cannot be read", e);
    }
  }
}
