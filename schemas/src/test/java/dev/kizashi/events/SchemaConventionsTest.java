package dev.kizashi.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaConventionsTest {

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern CAMEL_CASE = Pattern.compile("([A-Z][a-z0-9]+)+");
  private static final Pattern INSTANT = Pattern.compile(".*_(at|until)|as_of|respond_by");

  private final List<String> offenders = new ArrayList<>();

  @Test
  void every_file_is_named_after_its_record() {
    SchemaFiles.current().forEach((file, schema) -> expect(schema.getName().equals(file), file));
    assertThat(offenders).isEmpty();
  }

  @Test
  void every_type_and_every_field_says_what_it_means() {
    eachNamedType((place, type) -> expect(isSentence(type.getDoc()), place));
    eachField((place, field) -> expect(isSentence(field.doc()), place));
    assertThat(offenders).isEmpty();
  }

  @Test
  void fields_are_in_snake_case_and_types_in_camel_case() {
    eachNamedType((place, type) -> expect(CAMEL_CASE.matcher(type.getName()).matches(), place));
    eachField((place, field) -> expect(SNAKE_CASE.matcher(field.name()).matches(), place));
    assertThat(offenders).isEmpty();
  }

  @Test
  void every_type_is_in_the_namespace_of_the_contract() {
    eachNamedType((place, type) -> expect("dev.kizashi.events".equals(type.getNamespace()), place));
    assertThat(offenders).isEmpty();
  }

  @Test
  void times_are_milliseconds_and_nothing_else_is() {
    eachField(
        (place, field) ->
            expect(
                INSTANT.matcher(field.name()).matches()
                    == LogicalTypes.timestampMillis()
                        .equals(content(field.schema()).getLogicalType()),
                place));
    assertThat(offenders).isEmpty();
  }

  @Test
  void a_union_is_an_optional_field_and_nothing_else() {
    eachField(
        (place, field) ->
            expect(
                !field.schema().isUnion()
                    || (field.schema().getTypes().size() == 2
                        && field.schema().getTypes().get(0).getType() == Schema.Type.NULL
                        && field.defaultVal() == JsonProperties.NULL_VALUE),
                place));
    assertThat(offenders).isEmpty();
  }

  @Test
  void free_attributes_and_lists_are_empty_by_default() {
    eachField(
        (place, field) -> {
          switch (field.schema().getType()) {
            case MAP -> expect(Map.of().equals(field.defaultVal()), place);
            case ARRAY -> expect(List.of().equals(field.defaultVal()), place);
            default -> {}
          }
        });
    assertThat(offenders).isEmpty();
  }

  @Test
  void every_enum_can_grow_because_older_readers_see_unknown() {
    eachNamedType(
        (place, type) ->
            expect(
                type.getType() != Schema.Type.ENUM || "UNKNOWN".equals(type.getEnumDefault()),
                place));
    assertThat(offenders).isEmpty();
  }

  /** Each file stands alone, so what two records share is written twice. */
  @Test
  void a_type_that_two_records_share_is_the_same_in_both() {
    Map<String, String> definitions = new HashMap<>();
    eachNamedType(
        (place, type) -> {
          String other = definitions.putIfAbsent(type.getFullName(), type.toString());
          expect(other == null || other.equals(type.toString()), place);
        });
    assertThat(offenders).isEmpty();
  }

  private void expect(boolean kept, String place) {
    if (!kept) {
      offenders.add(place);
    }
  }

  private static boolean isSentence(String doc) {
    return doc != null && doc.endsWith(".");
  }

  private static void eachField(BiConsumer<String, Schema.Field> visitor) {
    eachNamedType(
        (place, type) -> {
          if (type.getType() == Schema.Type.RECORD) {
            type.getFields().forEach(field -> visitor.accept(place + "." + field.name(), field));
          }
        });
  }

  private static void eachNamedType(BiConsumer<String, Schema> visitor) {
    Map<String, Schema> schemas = SchemaFiles.current();
    assertThat(schemas).isNotEmpty();
    schemas.forEach((file, schema) -> visit(file, schema, visitor));
  }

  private static void visit(String place, Schema schema, BiConsumer<String, Schema> visitor) {
    switch (schema.getType()) {
      case RECORD -> {
        visitor.accept(place, schema);
        schema
            .getFields()
            .forEach(field -> visit(place + "." + field.name(), field.schema(), visitor));
      }
      case ENUM -> visitor.accept(place, schema);
      case ARRAY -> visit(place, schema.getElementType(), visitor);
      case MAP -> visit(place, schema.getValueType(), visitor);
      case UNION -> schema.getTypes().forEach(branch -> visit(place, branch, visitor));
      default -> {}
    }
  }

  private static Schema content(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }
}
