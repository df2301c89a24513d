package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.CurveTerm;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.LeadScore;
import dev.kizashi.runtime.codec.Decoded.Behaviour;
import dev.kizashi.runtime.codec.Decoded.Unusable;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

  @Test
  void the_contracts_own_examples_are_read() {
    JsonLines.Line click =
        JsonLines.read(
            """
            {"topic":"clickstream","event_id":"e1","occurred_at":"2026-03-02T09:15:00Z","type":"page_view","visitor_id":"v1","url":"https://example.com/pricing?ref=x","dwell_ms":42000}
            """);
    JsonLines.Line crm =
        JsonLines.read(
            """
            {"topic":"crm-updates","event_id":"c1","occurred_at":"2026-03-02T10:00:00Z","lead_id":"L1","kind":"PROFILE_UPSERTED","email":"a@acme.example","attributes":{"title":"Director"}}
            """);

    assertThat(click)
        .isEqualTo(
            new JsonLines.Line(
                InputTopic.CLICKSTREAM,
                ClickstreamEvent.newBuilder()
                    .setEventId("e1")
                    .setOccurredAt(Instant.parse("2026-03-02T09:15:00Z"))
                    .setType("page_view")
                    .setVisitorId("v1")
                    .setUrl("https://example.com/pricing?ref=x")
                    .setDwellMs(42_000L)
                    .build()));
    assertThat(crm.decoded()).isInstanceOf(Decoded.Crm.class);
    assertThat(((CrmUpdate) crm.record()).getAttributes()).isEqualTo(Map.of("title", "Director"));
  }

  @Test
  void what_is_written_is_read_back() {
    Map<InputTopic, SpecificRecord> records =
        Map.of(
            InputTopic.CLICKSTREAM, Samples.click().build(),
            InputTopic.EMAIL_ENGAGEMENT, Samples.mail().build(),
            InputTopic.OFFLINE_ACTIVITY, Samples.booth().build(),
            InputTopic.CRM_UPDATES, Samples.crm(CrmKind.WON).build());

    records.forEach(
        (topic, record) ->
            assertThat(JsonLines.read(JsonLines.write(topic.topicName(), record)))
                .isEqualTo(new JsonLines.Line(topic, record)));
  }

  @Test
  void the_topic_comes_first_then_the_schemas_order_and_nothing_that_has_no_value() {
    LeadScore score =
        LeadScore.newBuilder()
            .setLeadId("L1")
            .setSequence(7)
            .setAsOf(Instant.parse("2026-03-02T09:15:00Z"))
            .setModel("b2b")
            .setModelVersion(7)
            .setSignalsVersion(3)
            .setRole("champion")
            .setEngagement(0.1 + 0.2)
            .setFit(2e-3)
            .setTemperature("cold")
            .setLabel("-3")
            .setLifecycleStage("lead")
            .setCurve(
                List.of(
                    new CurveTerm("web", 40.0, 604_800_000L, Instant.ofEpochMilli(-1), null, 5e22)))
            .setEmittedAt(Instant.parse("+12026-03-02T09:15:00.5Z"))
            .build();

    assertThat(JsonLines.write("lead-scores", score))
        .isEqualTo(
            "{\"topic\":\"lead-scores\",\"lead_id\":\"L1\",\"sequence\":7,"
                + "\"as_of\":\"2026-03-02T09:15:00.000Z\",\"model\":\"b2b\",\"model_version\":7,"
                + "\"signals_version\":3,\"role\":\"champion\","
                + "\"engagement\":0.30000000000000004,\"fit\":0.002,\"temperature\":\"cold\","
                + "\"label\":\"-3\",\"lifecycle_stage\":\"lead\",\"curve\":[{\"category\":\"web\","
                + "\"value\":40.0,\"half_life_ms\":604800000,"
                + "\"holds_until\":\"1969-12-31T23:59:59.999Z\",\"ceiling\":5.0E22}],"
                + "\"contributions\":[],\"emitted_at\":\"+12026-03-02T09:15:00.500Z\"}");
  }

  @Test
  void an_amount_is_a_number_with_its_decimals_and_flags_are_booleans() {
    assertThat(JsonLines.write("crm-updates", Samples.crm(CrmKind.WON).build()))
        .contains("\"kind\":\"WON\"", "\"amount\":1234567.8900,")
        .contains("\"attributes\":{\"budget\":\"\",\"title\":\"Director\"}");
    assertThat(JsonLines.write("email-engagement", Samples.mail().build()))
        .contains("\"machine_open\":true");
  }

  @ParameterizedTest
  @CsvSource({
    "1772442900123, 1772442900123",
    "-1, -1",
    "9223372036854775807, 9223372036854775807",
    "\"2026-03-02T09:15:00.123Z\", 1772442900123",
    "\"2026-03-02T18:15:00.123+09:00\", 1772442900123",
    "\"2026-03-02T18:15:00.123+09\", 1772442900123",
    "\"2026-03-02T04:45:00.123-04:30\", 1772442900123",
    "\"2026-03-02T09:15Z\", 1772442900000",
    "\"2026-03-02T09:15:00.123999999999999Z\", 1772442900123",
    "\"1969-12-31T23:59:59.9999Z\", -1",
  })
  void a_time_is_millis_or_iso_8601_with_an_offset(String written, long millis) {
    assertThat(((ClickstreamEvent) JsonLines.read(click(written)).record()).getOccurredAt())
        .isEqualTo(Instant.ofEpochMilli(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-03-02T09:15:00\"",
        "\"2026-03-02\"",
        "\"2026-02-30T09:15:00Z\"",
        "\"2026-03-02T24:00:00Z\"",
        "\"02/03/2026 09:15\"",
        "\"1772442900123\"",
        "\"+999999999-03-02T09:15:00Z\"",
        "\"\"",
        "1772442900123.0",
        "1.7e12",
        "9223372036854775808",
        "true",
        "null",
        "{}"
      })
  void anything_else_is_no_time(String written) {
    assertInvalid(click(written), "occurred_at");
  }

  @Test
  void a_property_keeps_the_text_that_it_was_written_as() {
    ClickstreamEvent click =
        (ClickstreamEvent)
            JsonLines.read(
                    click(
                        "0,\"properties\":{\"price\":1.50,\"big\":1E+400,\"zero\":-0,"
                            + "\"text\":\" x \",\"yes\":true,\"gone\":null}"))
                .record();

    assertThat(click.getProperties())
        .isEqualTo(
            Map.of("price", "1.50", "big", "1E+400", "zero", "-0", "text", " x ", "yes", "true"));
  }

  @Test
  void an_id_that_is_a_number_is_the_text_that_it_was_written_as() {
    ClickstreamEvent click =
        (ClickstreamEvent) JsonLines.read(click("0,\"lead_id\":00123".replace("00", ""))).record();

    assertThat(click.getLeadId()).isEqualTo("123");
  }

  @Test
  void unknown_keys_are_ignored_whatever_they_hold() {
    assertThat(
            JsonLines.read(click("0,\"new\":{\"a\":[1,{\"b\":null}]},\"campaign\":{\"new\":1}"))
                .decoded())
        .isInstanceOf(Behaviour.class);
  }

  @Test
  void null_is_the_same_as_absent() {
    EmailEngagementEvent mail =
        (EmailEngagementEvent)
            JsonLines.read(
                    "{\"topic\":\"email-engagement\",\"event_id\":\"m1\",\"occurred_at\":0,"
                        + "\"type\":\"sent\",\"lead_id\":\"L1\",\"machine_open\":null,"
                        + "\"properties\":null,\"ip\":null}")
                .record();

    assertThat(mail.getMachineOpen()).isFalse();
    assertThat(mail.getProperties()).isEmpty();
  }

  @Test
  void amounts_have_at_most_four_decimals_and_sixteen_digits_before() {
    assertThat(amount("1e15").getAmount()).isEqualTo(new BigDecimal("1000000000000000.0000"));
    assertThat(amount("0.12340").getAmount()).isEqualTo(new BigDecimal("0.1234"));
    assertThat(amount("0e-999999999").getAmount()).isEqualTo(new BigDecimal("0.0000"));
    for (String tooMuch :
        List.of("1e16", "0.00001", "1e999999999", "1e-999999999", "1e9999999999", "\"12\"")) {
      assertThatThrownBy(() -> amount(tooMuch))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageStartingWith("amount must be a number");
    }
  }

  @Test
  void rules_that_hold_for_bytes_hold_for_lines() {
    Decoded nobody =
        JsonLines.read(
                "{\"topic\":\"clickstream\",\"event_id\":\"e\",\"occurred_at\":0,\"type\":\"click\"}")
            .decoded();

    assertThat(nobody)
        .isInstanceOfSatisfying(
            Unusable.class,
            unusable -> assertThat(unusable.reason()).isEqualTo(DeadLetterReason.NO_IDENTITY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"topic\":\"clickstream\"|not JSON at column",
        "{'topic':1}|not JSON at column 2",
        "[]|not a JSON object",
        "''|not a JSON object",
        "{} {}|follows the JSON object, at column 4",
        "{}|topic is missing",
        "{\"topic\":\"lead-scores\"}|topic must be one of clickstream",
        "{\"topic\":\"clickstream\",\"topic\":\"clickstream\"}|topic is given twice",
        "{\"topic\":\"clickstream\",\"occurred_at\":1,\"type\":\"x\"}|event_id is missing",
      })
  void a_line_that_is_no_record_says_where_and_why(String line, String message) {
    assertInvalid(line, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"lead_id\":true|lead_id must be a text",
        "\"url\":{}|url must be a text",
        "\"dwell_ms\":\"5\"|dwell_ms must be an integer",
        "\"dwell_ms\":5.0|dwell_ms must be an integer",
        "\"campaign\":\"spring\"|campaign must be an object",
        "\"campaign\":{\"name\":[]}|campaign.name must be a text",
        "\"properties\":[]|properties must be an object",
        "\"properties\":{\"a\":{}}|properties.a must be a text",
        "\"properties\":{\"a\\nb\":[]}|properties.a b must be a text",
        "\"properties\":{\"a\":1,\"a\":1}|a is given twice",
      })
  void a_field_of_another_type_is_named(String fields, String message) {
    assertInvalid(click("0," + fields), message);
  }

  @Test
  void a_kind_that_is_not_known_comes_with_those_that_are() {
    assertInvalid(
        "{\"topic\":\"crm-updates\",\"event_id\":\"c\",\"occurred_at\":0,\"lead_id\":\"L\","
            + "\"kind\":\"WONN\"}",
        "kind must be one of");
  }

  private static CrmUpdate amount(String amount) {
    return (CrmUpdate)
        JsonLines.read(
                "{\"topic\":\"crm-updates\",\"event_id\":\"c\",\"occurred_at\":0,"
                    + "\"lead_id\":\"L\",\"kind\":\"WON\",\"amount\":"
                    + amount
                    + "}")
            .record();
  }

  private static String click(String occurredAtAndMore) {
    return "{\"type\":\"click\",\"event_id\":\"e\",\"visitor_id\":\"v\",\"occurred_at\":"
        + occurredAtAndMore
        + ",\"topic\":\"clickstream\"}";
  }

  private static void assertInvalid(String line, String message) {
    assertThatThrownBy(() -> JsonLines.read(line))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(message);
  }
}
