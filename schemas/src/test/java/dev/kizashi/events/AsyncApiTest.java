package dev.kizashi.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** {@code asyncapi.yaml} is what it says to be, and speaks of every record that there is. */
class AsyncApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("asyncapi.yaml");

  private final JsonNode document = read();

  @Test
  void the_document_is_valid() throws IOException {
    assertThat(official().validate(document)).isEmpty();
  }

  @Test
  void a_document_that_is_not_valid_would_be_noticed() throws IOException {
    ObjectNode broken = document.deepCopy();
    ((ObjectNode) broken.at("/operations/sendSalesAlerts")).put("action", "publish");
    ((ObjectNode) broken.at("/channels/sales-alerts")).put("topic", "sales-alerts");
    assertThat(official().validate(broken))
        .extracting(ValidationMessage::toString)
        .anyMatch(it -> it.contains("action"))
        .anyMatch(it -> it.contains("topic"));
  }

  @Test
  void it_stays_valid_with_the_schemas_of_the_payloads_in_their_places() throws IOException {
    ObjectNode whole = document.deepCopy();
    for (JsonNode message : whole.at("/components/messages")) {
      if (message.has("payload")) {
        JsonNode reference = message.at("/payload/schema/$ref");
        ((ObjectNode) message.get("payload"))
            .set("schema", JSON.readTree(Path.of(reference.asText()).toFile()));
      }
    }
    assertThat(official().validate(whole)).isEmpty();
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(references(document))
        .isNotEmpty()
        .allMatch(
            reference ->
                reference.startsWith("#")
                    ? !document.at(reference.substring(1)).isMissingNode()
                    : Files.isRegularFile(Path.of(reference)));
  }

  @Test
  void every_record_is_the_payload_of_the_message_of_its_name() {
    Map<String, String> payloads =
        fields(document.at("/components/messages")).stream()
            .filter(name -> document.at("/components/messages/" + name).has("payload"))
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        document
                            .at("/components/messages/" + name + "/payload/schema/$ref")
                            .asText()));
    Map<String, Schema> schemas = SchemaFiles.current();
    assertThat(payloads.keySet()).isEqualTo(schemas.keySet());
    assertThat(payloads)
        .allSatisfy((name, file) -> assertThat(file).endsWith("/" + name + ".avsc"));
    assertThat(schemas).allSatisfy((name, schema) -> assertThat(schema.getName()).isEqualTo(name));
  }

  @Test
  void every_message_and_every_channel_is_used() {
    Set<String> messages = new TreeSet<>();
    for (JsonNode channel : document.path("channels")) {
      channel.path("messages").forEach(message -> messages.add(message.path("$ref").asText()));
    }
    assertThat(messages).isEqualTo(all("/components/messages"));

    Set<String> channels = new TreeSet<>();
    document
        .path("operations")
        .forEach(operation -> channels.add(operation.at("/channel/$ref").asText()));
    assertThat(channels).isEqualTo(all("/channels"));
  }

  @Test
  void every_message_says_what_its_key_is() {
    for (JsonNode message : document.at("/components/messages")) {
      assertThat(message.at("/bindings/kafka/key/description").asText()).isNotEmpty();
    }
  }

  private Set<String> all(String place) {
    return fields(document.at(place)).stream()
        .map(name -> "#" + place + "/" + name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> references(JsonNode node) {
    List<String> found = new ArrayList<>(node.findValuesAsText("$ref"));
    assertThat(found).doesNotContain("");
    return found;
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(FILE.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonSchema official() throws IOException {
    try (InputStream schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
    }
  }
}
