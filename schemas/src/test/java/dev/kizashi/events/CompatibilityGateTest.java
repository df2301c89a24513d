package dev.kizashi.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class CompatibilityGateTest {

  private static final String ID = field("id", "'string'");
  private static final String COLOUR =
      field("colour", "{'type':'enum','name':'Colour','symbols':['NONE','RED'],'default':'NONE'}");
  private static final String SEEN_AT =
      field("seen_at", "{'type':'long','logicalType':'timestamp-millis'}");

  @Test
  void nothing_changed_is_fine() {
    assertThat(objections(lead(ID, COLOUR, SEEN_AT), lead(ID, COLOUR, SEEN_AT))).isEmpty();
  }

  @Test
  void a_field_with_a_default_may_come() {
    assertThat(objections(lead(ID, optional("note", "'string'")), lead(ID))).isEmpty();
  }

  @Test
  void a_field_with_a_default_may_go() {
    assertThat(objections(lead(ID), lead(ID, optional("note", "'string'")))).isEmpty();
  }

  @Test
  void a_field_without_default_must_not_come() {
    assertThat(objections(lead(ID, field("note", "'string'")), lead(ID)))
        .singleElement()
        .asString()
        .startsWith("Lead cannot read version 1: note at /fields/1");
  }

  @Test
  void a_field_without_default_must_not_go() {
    assertThat(objections(lead(ID), lead(ID, field("note", "'string'"))))
        .singleElement()
        .asString()
        .startsWith("Lead cannot be read by version 1: note at /fields/1");
  }

  @Test
  void a_type_must_not_change() {
    assertThat(objections(lead(field("id", "'long'")), lead(ID))).isNotEmpty();
  }

  @Test
  void a_type_must_not_widen_either_because_old_readers_cannot_follow() {
    assertThat(objections(lead(field("count", "'long'")), lead(field("count", "'int'"))))
        .singleElement()
        .asString()
        .startsWith("Lead cannot be read by version 1");
  }

  @Test
  void a_required_field_must_not_become_optional() {
    assertThat(objections(lead(optional("id", "'string'")), lead(ID))).isNotEmpty();
  }

  @Test
  void a_field_must_not_be_renamed() {
    assertThat(objections(lead(field("identity", "'string'")), lead(ID))).hasSize(2);
  }

  @Test
  void a_symbol_may_come_to_an_enum_with_a_default() {
    String wider =
        field(
            "colour",
            "{'type':'enum','name':'Colour','symbols':['NONE','RED','BLUE'],'default':'NONE'}");
    assertThat(objections(lead(ID, wider), lead(ID, COLOUR))).isEmpty();
  }

  @Test
  void a_symbol_must_not_come_to_an_enum_without_default() {
    assertThat(
            objections(
                lead(field("colour", "{'type':'enum','name':'Colour','symbols':['RED','BLUE']}")),
                lead(field("colour", "{'type':'enum','name':'Colour','symbols':['RED']}"))))
        .isNotEmpty();
  }

  @Test
  void a_symbol_must_not_go_although_avro_would_read_the_default_in_its_place() {
    String narrower =
        field("colour", "{'type':'enum','name':'Colour','symbols':['NONE'],'default':'NONE'}");
    assertThat(objections(lead(ID, narrower), lead(ID, COLOUR)))
        .containsExactly("the set of symbols of Lead.colour differs from version 1");
  }

  @Test
  void a_logical_type_must_not_change_although_the_bytes_stay_readable() {
    String micros = field("seen_at", "{'type':'long','logicalType':'timestamp-micros'}");
    assertThat(objections(lead(micros), lead(SEEN_AT)))
        .containsExactly("the logical type of Lead.seen_at differs from version 1");
  }

  @Test
  void a_decimal_keeps_its_scale_also_inside_an_optional_field() {
    assertThat(
            objections(
                lead(optional("amount", decimal(20, 2))), lead(optional("amount", decimal(20, 4)))))
        .containsExactly("the logical type of Lead.amount differs from version 1");
  }

  @Test
  void changes_inside_nested_records_are_found() {
    assertThat(
            objections(
                lead(field("lines", listOfLines("'double'"))),
                lead(field("lines", listOfLines("'long'")))))
        .isNotEmpty();
  }

  @Test
  void a_released_record_must_not_vanish() {
    assertThat(CompatibilityGate.objections(Map.of(), Map.of("1", Map.of("Lead", lead(ID)))))
        .containsExactly("Lead of version 1 has vanished");
  }

  @Test
  void a_new_record_may_come() {
    assertThat(CompatibilityGate.objections(Map.of("Lead", lead(ID)), Map.of("1", Map.of())))
        .isEmpty();
  }

  @Test
  void a_field_that_went_must_not_return_as_something_else_because_every_version_counts() {
    assertThat(
            objections(
                lead(ID, optional("note", "'long'")),
                lead(ID, optional("note", "'string'")),
                lead(ID)))
        .isNotEmpty()
        .allMatch(objection -> objection.contains("version 1"));
  }

  private static List<String> objections(Schema now, Schema version1) {
    return CompatibilityGate.objections(Map.of("Lead", now), Map.of("1", Map.of("Lead", version1)));
  }

  private static List<String> objections(Schema now, Schema version1, Schema version2) {
    return CompatibilityGate.objections(
        Map.of("Lead", now), Map.of("1", Map.of("Lead", version1), "2", Map.of("Lead", version2)));
  }

  private static Schema lead(String... fields) {
    return new Schema.Parser()
        .parse(
            "{'type':'record','name':'Lead','fields':[%s]}"
                .formatted(String.join(",", fields))
                .replace('\'', '"'));
  }

  private static String field(String name, String type) {
    return "{'name':'%s','type':%s}".formatted(name, type);
  }

  private static String optional(String name, String type) {
    return "{'name':'%s','type':['null',%s],'default':null}".formatted(name, type);
  }

  private static String decimal(int precision, int scale) {
    return "{'type':'bytes','logicalType':'decimal','precision':%d,'scale':%d}"
        .formatted(precision, scale);
  }

  private static String listOfLines(String type) {
    return "{'type':'array','items':{'type':'record','name':'Line','fields':[%s]}}"
        .formatted(field("value", type));
  }
}
