package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority, two certificates of this machine's that it has signed, one of them expired, and
 * another authority; made by the JDK's keytool.
 */
final class Certificates {
  /** Of every store. */
  static final String PASSWORD = "st0re-Passw0rd";

  private static final String HOST = "san=dns:localhost,ip:127.0.0.1";

  private final Path folder;
  private final KeyStore all;

  private Certificates(Path folder, KeyStore all) {
    this.folder = folder;
    this.all = all;
  }

  static Certificates make(Path folder) throws Exception {
    Path all = folder.resolve("all.p12");
    keytool(all, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
    keytool(all, "-alias", "stranger", "-dname", "CN=stranger", "-ext", "bc:c");
    keytool(all, "-alias", "server", "-dname", "CN=server", "-ext", HOST, "-signer", "authority");
    keytool(
        all,
        "-alias",
        "expired",
        "-dname",
        "CN=expired",
        "-ext",
        HOST,
        "-signer",
        "authority",
        "-startdate",
        "-30d",
        "-validity",
        "10");
    return new Certificates(folder, KeyStore.getInstance(all.toFile(), PASSWORD.toCharArray()));
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(arguments));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  /** A store with one identity, its key and its chain. */
  Path identity(String alias) throws IOException, GeneralSecurityException {
    char[] password = PASSWORD.toCharArray();
    KeyStore store = empty();
    store.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    return stored(store, alias + "-identity.p12");
  }

  /** A store that believes one authority. */
  Path trust(String authority) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    store.setCertificateEntry(authority, all.getCertificate(authority));
    return stored(store, authority + "-trust.p12");
  }

  /** An authority's certificate as text. */
  Path pem(String authority) throws IOException, GeneralSecurityException {
    Certificate certificate = all.getCertificate(authority);
    return Files.writeString(
        folder.resolve(authority + ".pem"),
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded())));
  }

  /** What a server needs to show an identity. */
  SSLContext server(String alias) throws IOException, GeneralSecurityException {
    char[] password = PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(identity(alias).toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Path stored(KeyStore store, String name) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
