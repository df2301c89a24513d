package dev.kizashi.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom to believe, out of a file: certificates as PEM, or a Java trust store of any type. */
public final class TrustedCertificates {
  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  private TrustedCertificates() {}

  /**
   * Believes those whose chain ends in the file, and nobody else.
   *
   * @param password of a store, where it has one
   * @throws IllegalArgumentException the file is neither
   */
  public static SSLContext in(Path file, Optional<String> password) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      byte[] bytes = Files.readAllBytes(file);
      KeyStore store =
          new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)
              ? ofPem(bytes)
              : KeyStore.getInstance(file.toFile(), password.map(String::toCharArray).orElse(null));
      if (store.size() == 0) {
        // A PKCS 12 store gives its certificates to the password only.
        throw new IllegalArgumentException(
            file + " holds no certificate, or none without its password");
      }
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          file + " can be read neither as PEM certificates nor as a trust store", e);
    }
  }

  private static KeyStore ofPem(byte[] bytes) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }
}
