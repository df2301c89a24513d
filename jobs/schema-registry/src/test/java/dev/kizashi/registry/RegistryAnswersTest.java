package dev.kizashi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAnswersTest {

  @ParameterizedTest
  @CsvSource({
    "404, 40401, UnknownSchemaException",
    "404, 40402, UnknownSchemaException",
    "404, 40403, UnknownSchemaException",
    "401, 401, RegistryDeniedException",
    "403, 40301, RegistryDeniedException",
    "409, 409, IncompatibleSchemaException",
    "422, 42201, IllegalArgumentException",
    "408, 408, RegistryUnavailableException",
    "429, 429, RegistryUnavailableException",
    "500, 50001, RegistryUnavailableException",
    "503, 50301, RegistryUnavailableException",
  })
  void every_refusal_is_told_by_its_kind(int status, int code, String kind) throws IOException {
    String body = "{\"error_code\":%d,\"message\":\"no\"}".formatted(code);

    assertThat(refusal(status, body).getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>not here</html>", "{\"error_code\":404,\"message\":\"no\"}", ""})
  void a_not_found_that_is_not_the_registrys_own_means_that_there_is_no_registry(String body)
      throws IOException {
    assertThat(refusal(404, body)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void a_page_in_place_of_an_answer_means_that_there_is_no_registry() throws IOException {
    assertThat(refusal(200, "<html>please log in</html>"))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void a_port_without_a_server_is_unavailable() throws IOException {
    try (SchemaRegistry registry =
        ConfluentSchemaRegistry.connect(RegistrySettings.at(urlWithoutServer()))) {
      assertThatThrownBy(() -> registry.schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessage("schema 1: no answer from the registry");
    }
  }

  @Test
  void a_silent_registry_is_unavailable_after_the_read_timeout() throws IOException {
    try (StubRegistry silent = StubRegistry.silent();
        SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(
                new RegistrySettings(
                    List.of(silent.url()), Map.of("http.read.timeout.ms", "200")))) {
      assertThatThrownBy(registry::subjects)
          .isInstanceOf(RegistryUnavailableException.class)
          .hasRootCauseMessage("Read timed out");
    }
  }

  @Test
  void the_second_url_answers_where_the_first_does_not() throws IOException {
    try (StubRegistry open = StubRegistry.open();
        SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(RegistrySettings.at(urlWithoutServer(), open.url()))) {
      assertThat(registry.subjects()).isEmpty();
    }
  }

  private static Throwable refusal(int status, String body) throws IOException {
    try (StubRegistry stub = StubRegistry.answering(status, body);
        SchemaRegistry registry =
            ConfluentSchemaRegistry.connect(RegistrySettings.at(stub.url()))) {
      return catchThrowable(() -> registry.schemaById(1));
    }
  }

  private static String urlWithoutServer() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "http://localhost:" + socket.getLocalPort();
    }
  }
}
