package dev.kizashi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's settings reach the wire. */
class RegistryCredentialsTest {

  private static final String PASSWORD = "ch4ngeit";

  @TempDir static Path directory;

  private static Path ours;
  private static Path strangers;
  private static Path elsewhere;

  @BeforeAll
  static void make_keys() throws Exception {
    ours = keyStore("ours", "localhost");
    strangers = keyStore("strangers", "localhost");
    elsewhere = keyStore("elsewhere", "elsewhere.example");
  }

  @Test
  void without_settings_no_credentials_are_sent() throws IOException {
    assertThat(authorizationWith(Map.of())).isNull();
  }

  @Test
  void user_and_password_arrive() throws IOException {
    String header =
        authorizationWith(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "kizashi:s3cret"));

    assertThat(header)
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("kizashi:s3cret".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_bearer_token_arrives() throws IOException {
    String header =
        authorizationWith(
            Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"));

    assertThat(header).isEqualTo("Bearer t0ken");
  }

  @Test
  void a_trusted_registry_is_talked_to() throws Exception {
    try (StubRegistry secured = StubRegistry.secured(identity(ours), false);
        SchemaRegistry registry = connect(secured, trusting(ours))) {
      assertThat(registry.subjects()).isEmpty();
    }
  }

  @Test
  void a_registry_of_an_unknown_authority_is_not_talked_to() throws Exception {
    try (StubRegistry secured = StubRegistry.secured(identity(strangers), false);
        SchemaRegistry registry = connect(secured, trusting(ours))) {
      assertThatThrownBy(registry::subjects)
          .isInstanceOf(RegistryUnavailableException.class)
          .hasCauseInstanceOf(SSLHandshakeException.class);
      assertThat(secured.authorization()).isNull();
    }
  }

  @Test
  void a_trusted_certificate_for_another_host_is_not_enough() throws Exception {
    try (StubRegistry secured = StubRegistry.secured(identity(elsewhere), false);
        SchemaRegistry registry = connect(secured, trusting(elsewhere))) {
      assertThatThrownBy(registry::subjects)
          .isInstanceOf(RegistryUnavailableException.class)
          .rootCause()
          .hasMessageContaining("localhost");
    }
  }

  @Test
  void the_host_of_a_certificate_does_not_matter_to_those_who_say_so() throws Exception {
    Map<String, String> careless = new HashMap<>(trusting(elsewhere));
    careless.put("schema.registry.ssl.endpoint.identification.algorithm", "none");

    try (StubRegistry secured = StubRegistry.secured(identity(elsewhere), false);
        SchemaRegistry registry = connect(secured, careless)) {
      assertThat(registry.subjects()).isEmpty();
    }
  }

  @Test
  void our_own_certificate_is_shown_to_a_registry_that_asks_for_it() throws Exception {
    try (StubRegistry secured = StubRegistry.secured(identity(ours), true);
        SchemaRegistry anonymous = connect(secured, trusting(ours));
        SchemaRegistry known =
            connect(
                secured,
                Map.of(
                    "schema.registry.ssl.truststore.location", ours.toString(),
                    "schema.registry.ssl.truststore.password", PASSWORD,
                    "schema.registry.ssl.keystore.location", ours.toString(),
                    "schema.registry.ssl.keystore.password", PASSWORD,
                    "schema.registry.ssl.key.password", PASSWORD))) {
      assertThatThrownBy(anonymous::subjects).isInstanceOf(RegistryUnavailableException.class);
      assertThat(known.subjects()).isEmpty();
    }
  }

  private static String authorizationWith(Map<String, String> client) throws IOException {
    try (StubRegistry open = StubRegistry.open();
        SchemaRegistry registry = connect(open, client)) {
      registry.subjects();
      return open.authorization();
    }
  }

  private static SchemaRegistry connect(StubRegistry stub, Map<String, String> client) {
    return ConfluentSchemaRegistry.connect(new RegistrySettings(List.of(stub.url()), client));
  }

  private static Map<String, String> trusting(Path keyStore) {
    return Map.of(
        "schema.registry.ssl.truststore.location",
        keyStore.toString(),
        "schema.registry.ssl.truststore.password",
        PASSWORD);
  }

  /** A self-signed certificate with its key: an identity to one end, an authority to the other. */
  private static Path keyStore(String name, String host) throws IOException, InterruptedException {
    Path file = directory.resolve(name + ".jks");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "JKS",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return file;
  }

  private static SSLContext identity(Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("JKS");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
