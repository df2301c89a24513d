package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The headers of the AsyncAPI document are those that the code writes. */
class PublishedHeadersTest {
  private static final Path DOCUMENT = Path.of("..", "..", "schemas", "asyncapi.yaml");

  @Test
  void of_dead_letters() throws IOException {
    Map<String, String> written =
        DeadLetterHeaders.of("clickstream", 1, 2, 3, DeadLetterReason.INVALID, "why");
    Map<?, ?> headers = headers("DeadLetter");
    assertThat((List<?>) headers.get("required")).isEqualTo(List.copyOf(written.keySet()));
    assertThat(at(headers, "properties").keySet()).isEqualTo(written.keySet());
    assertThat(at(headers, "properties", "dl.reason").get("enum"))
        .isEqualTo(Arrays.stream(DeadLetterReason.values()).map(DeadLetterReason::name).toList());
  }

  @Test
  void of_alerts_as_cloud_events() throws IOException {
    Map<String, String> written =
        new AlertCloudEvent("a-1", "/kizashi", "L1", "2026-03-02T09:15:00.120Z").kafkaHeaders();
    Map<?, ?> headers = headers("SalesAlert");
    assertThat((List<?>) headers.get("required")).isEqualTo(List.copyOf(written.keySet()));
    Map<?, ?> properties = at(headers, "properties");
    assertThat(properties.keySet()).isEqualTo(written.keySet());
    for (String constant : List.of("ce_specversion", "ce_type", "content-type")) {
      assertThat(at(properties, constant).get("const")).isEqualTo(written.get(constant));
    }
  }

  private static Map<?, ?> headers(String message) throws IOException {
    try (InputStream in = Files.newInputStream(DOCUMENT)) {
      Map<?, ?> document =
          (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return at(document, "components", "messages", message, "headers");
    }
  }

  private static Map<?, ?> at(Map<?, ?> map, String... path) {
    Map<?, ?> place = map;
    for (String key : path) {
      place = (Map<?, ?>) place.get(key);
    }
    return place;
  }
}
