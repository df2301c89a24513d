package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kizashi.relay.RelaySettings.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaySettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://crm.example/hooks/t0ken",
        "http://localhost:8080/",
        "http://127.0.0.1:8080/alerts",
        "http://[::1]/alerts"
      })
  void httpsAndThisMachineWillDo(String endpoint) {
    assertThat(Target.endpoint(endpoint, false)).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://crm.example/t0ken",
        "http://127.0.0.1.crm.example/t0ken",
        "https://user:t0ken@crm.example/",
        "ftp://crm.example/t0ken",
        "crm.example/t0ken",
        "https:///t0ken",
        "https://crm example/t0ken",
        ""
      })
  void anythingElseWillNotAndIsNotQuoted(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.endpoint(endpoint, false))
        .withNoCause()
        .withMessageNotContaining("t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://crm.example/", "http://10.0.0.7:8080/"})
  void httpWillDoWhereItIsAskedFor(String endpoint) {
    assertThat(Target.endpoint(endpoint, true)).hasToString(endpoint);
  }
}
