package dev.kizashi.scoring.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.kizashi.scoring.documents.BadDocuments.Case;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Editors complete by the schemas, the system decides by the reader: they must not drift apart. */
class PublishedSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SIGNALS = schema("signals.schema.json");
  private static final JsonSchema MODEL = schema("model.schema.json");

  static Stream<Case> badDocuments() {
    return BadDocuments.all();
  }

  static Stream<Case> goodDocuments() {
    return GoodDocuments.all();
  }

  @ParameterizedTest
  @MethodSource("badDocuments")
  void the_schema_refuses_what_is_wrong_in_structure_and_nothing_else(Case bad) {
    assertThat(violations(bad).isEmpty()).isEqualTo(!bad.seenBySchema());
  }

  @ParameterizedTest
  @MethodSource("goodDocuments")
  void the_schema_accepts_what_the_reader_accepts(Case good) {
    assertThat(DocumentProblemsTest.read(good.isModel(), good.yaml()).problems()).isEmpty();
    assertThat(violations(good)).isEmpty();
  }

  private static Set<ValidationMessage> violations(Case document) {
    Object yaml =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
            .loadFromString(document.yaml());
    JsonNode json = JSON.valueToTree(yaml);
    return (document.isModel() ? MODEL : SIGNALS).validate(json);
  }

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Documents.class.getResourceAsStream(name));
  }
}
