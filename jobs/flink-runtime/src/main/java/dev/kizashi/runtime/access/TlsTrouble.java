package dev.kizashi.runtime.access;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What a failed TLS handshake comes down to. The JDK tells most of it by the texts of its
 * exceptions only.
 */
final class TlsTrouble {
  private TlsTrouble() {}

  /**
   * The end of a sentence that begins with the server's name, with the option to look at.
   *
   * @param options what goes before the options of TLS, such as {@code kafka.client.ssl.}
   * @return empty when it was not TLS that failed
   */
  static Optional<String> of(Throwable failure, String options) {
    String texts = "";
    String handshake = null;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof CertificateExpiredException) {
        return Optional.of("shows a certificate that has expired: it has to be renewed there");
      }
      if (e instanceof CertificateNotYetValidException) {
        return Optional.of(
            "shows a certificate that is not valid yet: compare the clocks of both machines");
      }
      if (e instanceof SSLException) {
        handshake = e.getMessage();
      }
      texts += e.getMessage() + "\n";
    }
    return handshake == null ? Optional.empty() : Optional.of(byText(texts, handshake, options));
  }

  private static String byText(String texts, String handshake, String options) {
    if (texts.contains("unable to find valid certification path")
        || texts.contains("trustAnchors parameter must be non-empty")) {
      return "shows a certificate that no authority in the trust store has signed (%struststore.location)"
          .formatted(options);
    }
    if (texts.contains("No subject alternative") || texts.contains("No name matching")) {
      return "shows a certificate for another host: use a name that is in it, or have that name added to it";
    }
    if (texts.contains("Unsupported or unrecognized SSL message")) {
      return "does not speak TLS";
    }
    if (texts.contains("certificate_required") || texts.contains("bad_certificate")) {
      return "wants a certificate of ours (%skeystore.location)".formatted(options);
    }
    return "and this job found no common TLS (%s*): %s".formatted(options, handshake);
  }
}
