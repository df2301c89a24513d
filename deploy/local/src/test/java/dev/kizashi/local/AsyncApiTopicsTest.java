package dev.kizashi.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is published of the topics is what they are. */
class AsyncApiTopicsTest {

  @Test
  void every_topic_that_is_shipped_is_published_with_its_cleanup_and_no_other() throws IOException {
    JsonNode document =
        Json.YAML.readTree(Installation.locate().home().resolve("schemas/asyncapi.yaml").toFile());
    Map<String, String> published = new LinkedHashMap<>();
    for (JsonNode channel : document.path("channels")) {
      String bindings = channel.at("/bindings/$ref").asText().substring(1);
      published.put(
          channel.path("address").asText(),
          document
              .at(bindings + "/kafka/topicConfiguration")
              .path("cleanup.policy")
              .path(0)
              .asText());
    }
    assertThat(published)
        .isEqualTo(
            Topics.shipped().stream()
                .collect(
                    Collectors.toMap(
                        Topic::name, topic -> topic.newTopic("").configs().get("cleanup.policy"))));
  }
}
