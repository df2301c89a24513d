package dev.kizashi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

  @Test
  void what_is_printed_names_the_settings_and_shows_no_value() {
    RegistrySettings settings =
        new RegistrySettings(
            List.of("https://registry.example:8081"),
            Map.of(
                "basic.auth.user.info", "kizashi:s3cret",
                "schema.registry.ssl.truststore.password", "ch4ngeit"));

    assertThat(settings)
        .hasToString(
            "RegistrySettings[urls=[https://registry.example:8081],"
                + " client=[basic.auth.user.info, schema.registry.ssl.truststore.password]]");
  }

  @Test
  void a_registry_without_url_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(RegistrySettings::at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry:8081", "ftp://registry", "http:///subjects", "http://a b"})
  void a_url_that_is_none_is_refused(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> RegistrySettings.at(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://kizashi:s3cret@registry", "http://kizashi:s3cret@", "http://k:s3cret @r"})
  void a_url_with_credentials_is_refused_and_not_repeated(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegistrySettings.at(url))
        .withMessageNotContaining("s3cret")
        .withNoCause();
  }

  @Test
  void settings_that_the_client_does_not_accept_are_refused_without_their_values() {
    RegistrySettings settings =
        new RegistrySettings(
            List.of("https://registry.example"),
            Map.of(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "kizashi:s3cret",
                "bearer.auth.credentials.source", "STATIC_TOKEN",
                "bearer.auth.token", "t0ken"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfluentSchemaRegistry.connect(settings))
        .havingCause()
        .withMessageNotContainingAny("s3cret", "t0ken")
        .withMessageContaining("Only one of");
  }
}
