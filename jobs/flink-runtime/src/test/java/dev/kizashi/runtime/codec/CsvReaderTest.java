package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.events.Campaign;
import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.runtime.codec.CsvReader.Row;
import dev.kizashi.scoring.documents.Parsed;
import dev.kizashi.scoring.documents.Problem;
import dev.kizashi.scoring.signals.InvalidEventException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {
  private static final String MAIL =
      """
      topic: email-engagement
      columns:
        Address: email
        Action: type
        Machine: machine_open
        List: properties.list
      constants: {campaign_id: spring, properties.source: export}
      types: {Open: opened, Click: clicked}
      type_constants: {clicked: {link_url: "https://example.com/", properties.source: link}}
      time: {column: Sent at, format: "yyyy/MM/dd HH:mm:ss", zone: Asia/Tokyo}
      event_id: "{Address}-{Sent at}-{Action}"
      """;

  private static final String VISITS =
      """
      topic: clickstream
      columns: {visitor: visitor_id, at: occurred_at, dwell: dwell_ms, source: campaign.source}
      constants: {type: page_view}
      """;

  @Test
  void a_row_becomes_a_record_of_columns_constants_translations_and_a_template()
      throws IOException {
    List<Row> rows =
        rows(
            MAIL,
            """
            \uFEFF"Address", Sent at ,Action,Machine,List,Unused
            ann@acme.example,2026/03/02 18:15:00,Open,TRUE,"a ""b"", c",x
            bob@acme.example,2026/03/02 18:16:00,Click,,,

            eve@acme.example,2026/03/02 18:17:00,bounced,false,"two
            lines",
            """);

    assertThat(rows).extracting(Row::lineNumber).containsExactly(2, 3, 5);
    assertThat(rows.get(0).line().record())
        .isEqualTo(
            EmailEngagementEvent.newBuilder()
                .setEventId("ann@acme.example-2026/03/02 18:15:00-Open")
                .setOccurredAt(Instant.parse("2026-03-02T09:15:00Z"))
                .setType("opened")
                .setEmail("ann@acme.example")
                .setCampaignId("spring")
                .setMachineOpen(true)
                .setProperties(Map.of("list", "a \"b\", c", "source", "export"))
                .build());
    assertThat(rows.get(1).line().record())
        .isEqualTo(
            EmailEngagementEvent.newBuilder()
                .setEventId("bob@acme.example-2026/03/02 18:16:00-Click")
                .setOccurredAt(Instant.parse("2026-03-02T09:16:00Z"))
                .setType("clicked")
                .setEmail("bob@acme.example")
                .setCampaignId("spring")
                .setLinkUrl("https://example.com/")
                .setProperties(Map.of("source", "link"))
                .build());
    assertThat(((EmailEngagementEvent) rows.get(2).line().record()).getType()).isEqualTo("bounced");
  }

  @Test
  void a_row_without_an_id_is_known_by_file_and_line() throws IOException {
    ClickstreamEvent visit =
        (ClickstreamEvent)
            rows(VISITS, "visitor,at,dwell,source\nv1,2026-03-02T09:15:00Z,500,search\n")
                .get(0)
                .line()
                .record();

    assertThat(visit.getEventId()).isEqualTo("list.csv:2");
    assertThat(visit.getDwellMs()).isEqualTo(500);
    assertThat(visit.getCampaign()).isEqualTo(Campaign.newBuilder().setSource("search").build());
  }

  @Test
  void a_crm_export_becomes_updates() throws IOException {
    List<Row> rows =
        rows(
            """
            topic: crm-updates
            columns: {Id: lead_id, Stage: kind, Worth: amount, Title: attributes.title, Seq: event_id}
            constants: {currency: JPY}
            types: {Closed Won: WON, Contact: PROFILE_UPSERTED}
            time: {column: Date, format: yyyy-MM-dd, zone: Asia/Tokyo}
            """,
            "Id,Seq,Stage,Worth,Title,Date\n00Q1,7,Closed Won,1200.5,,2026-03-02\n");

    assertThat(rows.get(0).line().record())
        .isEqualTo(
            CrmUpdate.newBuilder()
                .setEventId("7")
                .setOccurredAt(Instant.parse("2026-03-01T15:00:00Z"))
                .setLeadId("00Q1")
                .setKind(CrmKind.WON)
                .setAmount(new BigDecimal("1200.5000"))
                .setCurrency("JPY")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2026-03-02T09:15:00.5Z, 2026-03-02T09:15:00.500Z",
    "'', 1772442900123, 2026-03-02T09:15:00.123Z",
    "', zone: Asia/Tokyo', 2026-03-02T18:15:00, 2026-03-02T09:15:00Z",
    "', zone: Asia/Tokyo', 2026-03-02T09:15:00Z, 2026-03-02T09:15:00Z",
    "', zone: Asia/Tokyo', 2026-03-02, 2026-03-01T15:00:00Z",
    "', format: epoch_seconds', 1772442900, 2026-03-02T09:15:00Z",
    "', format: \"d MMM yyyy HH:mm xx\"', 2 Mar 2026 18:15 +0900, 2026-03-02T09:15:00Z",
  })
  void times_are_read_as_the_mapping_says(String mapping, String cell, Instant instant)
      throws IOException {
    OfflineActivityEvent call =
        (OfflineActivityEvent)
            rows(
                    "topic: offline-activity\ncolumns: {who: lead_id}\nconstants: {type: call}\n"
                        + "time: {column: at"
                        + mapping
                        + "}\n",
                    "who,at\nL1," + cell + "\n")
                .get(0)
                .line()
                .record();

    assertThat(call.getOccurredAt()).isEqualTo(instant);
  }

  @Test
  void a_list_in_another_character_set_and_with_another_separator_is_read(@TempDir Path directory)
      throws IOException {
    Path list = directory.resolve("名簿.csv");
    Files.writeString(list, "会社;日時\nL1;2026-03-02T09:15:00Z\n", Charset.forName("Shift_JIS"));
    String mapping =
        """
        topic: offline-activity
        charset: %s
        separator: ";"
        columns: {会社: lead_id, 日時: occurred_at}
        constants: {type: call}
        """;

    try (CsvReader reader = CsvReader.open(list, mapping(mapping.formatted("Shift_JIS")))) {
      assertThat(((OfflineActivityEvent) next(reader)).getEventId()).isEqualTo("名簿.csv:2");
    }
    assertThatThrownBy(() -> CsvReader.open(list, mapping(mapping.formatted("UTF-8"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in the mapping's charset UTF-8");
  }

  @Test
  void a_row_that_is_no_record_is_located_and_the_next_is_read() throws IOException {
    CsvReader reader =
        reader(
            VISITS,
            """
            visitor,at,dwell,source
            v1,yesterday,5,
            v1,2026-03-02T09:15:00Z,"5
            ",
            v1,2026-03-02T09:15:00Z,5
            v1,,5,
            v1,2026-03-02T09:15:00Z,5,
            v1,2026-03-02T09:15:00Z,"5
            """);

    assertInvalid(reader, "list.csv:2:4: occurred_at is no ISO-8601 time");
    assertInvalid(reader, "list.csv:3:25: dwell_ms must be an integer");
    assertInvalid(reader, "list.csv:5:1: 3 cells, the header has 4");
    assertInvalid(reader, "list.csv:6:1: occurred_at is missing");
    assertThat(reader.next()).isPresent();
    assertInvalid(reader, "list.csv:9:1: not CSV: a quote is not closed");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void a_kind_or_a_time_that_the_mapping_does_not_foresee_is_located() throws IOException {
    CsvReader reader =
        reader(
            """
            topic: crm-updates
            columns: {Id: lead_id, Stage: kind}
            types: {Won: WON}
            time: {column: Date}
            """,
            "Id,Stage,Date\nL1,Wun,1\nL1,Won,2026-03-02\n");

    assertInvalid(reader, "list.csv:2:4: kind must be one of");
    assertInvalid(reader, "list.csv:3:8: occurred_at says no offset, and the mapping no zone");
  }

  @Test
  void a_column_that_the_list_does_not_have_comes_with_the_near_miss() {
    assertThatThrownBy(() -> reader(VISITS, "visitor,at,dwel,source\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("list.csv has no column \"dwell\"; did you mean \"dwel\"?");
    assertThatThrownBy(() -> reader(VISITS, "visitor,at,at,dwell,source\n"))
        .hasMessage("list.csv has the column \"at\" twice");
    assertThatThrownBy(() -> reader(VISITS, "")).hasMessageContaining("has no column");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: clickstreams|1:8: \"clickstreams\" is no topic of events; did you mean \"clickstream\"?",
        "columnz: {}|unknown key \"columnz\"; did you mean \"columns\"?",
        "columns: {a: visitor_ID}|\"visitor_ID\" is no field of clickstream; did you mean \"visitor_id\"?",
        "columns: {a: campaign.medum}|did you mean \"campaign.medium\"?",
        "columns: {a: properties}|\"properties\" is no field",
        "columns: {a: url, b: url}|\"url\" already has a column",
        "columns: {a: url, a: ip}|the key \"a\" stands here twice",
        "constants: {dwell_ms: long}|dwell_ms must be an integer",
        "type_constants: {click: {urll: x}}|did you mean \"url\"?",
        "time: {column: at, zone: Asia/Tokio}|\"Asia/Tokio\" is no time zone",
        "time: {column: at, format: jjjj}|is neither iso",
        "time: {zone: UTC}|time needs the key \"column\"",
        "event_id: row|event_id names no {column}",
        "charset: utf-99|\"utf-99\" is no character set",
        "separator: tab|separator needs one character",
        "columns: {a: type}|nothing gives occurred_at",
        "columns: [a]|columns needs a map",
        "columns: {|not YAML",
      })
  void a_mapping_that_is_wrong_says_where_and_what_was_meant(String line, String message) {
    String yaml = line.startsWith("topic") ? line : line + "\ntopic: clickstream\n";

    Parsed<CsvMapping> parsed = CsvMapping.parse("mapping.yaml", yaml);

    assertThat(parsed.value()).isEmpty();
    assertThat(parsed.problems())
        .extracting(Problem::toString)
        .allSatisfy(problem -> assertThat(problem).startsWith("mapping.yaml:"))
        .anySatisfy(problem -> assertThat(problem).contains(message));
  }

  @Test
  void a_field_is_given_once() {
    assertThat(
            CsvMapping.parse(
                    "mapping.yaml",
                    """
                    topic: clickstream
                    columns: {a: occurred_at, b: event_id, c: type}
                    time: {column: a}
                    event_id: "{b}"
                    """)
                .problems())
        .extracting(Problem::message)
        .containsExactly(
            "occurred_at is given twice, by time and by a column or constant",
            "event_id is given twice, by a template and by a column or constant");
  }

  private static CsvMapping mapping(String yaml) {
    Parsed<CsvMapping> parsed = CsvMapping.parse("mapping.yaml", yaml);
    assertThat(parsed.problems()).isEmpty();
    return parsed.value().orElseThrow();
  }

  private static CsvReader reader(String mapping, String csv) throws IOException {
    return new CsvReader("list.csv", new StringReader(csv), mapping(mapping));
  }

  private static List<Row> rows(String mapping, String csv) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CsvReader reader = reader(mapping, csv)) {
      for (Optional<Row> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  private static Object next(CsvReader reader) throws IOException {
    return reader.next().orElseThrow().line().record();
  }

  private static void assertInvalid(CsvReader reader, String message) {
    assertThatThrownBy(reader::next)
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith(message);
  }
}
