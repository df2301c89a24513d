package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://acme.example/a/b?x=1#f, acme.example, /a/b",
        "https://acme.example, acme.example, /",
        "https://acme.example?x=1, acme.example, /",
        "HTTPS://User:pw@ACME.Example:8443/a, acme.example, /a",
        "http://[2001:DB8::1]:80/a, [2001:db8::1], /a",
        "//cdn.example/a, cdn.example, /a",
        "/a%20b/c, -, /a%20b/c",
        "?x=1, -, -",
        "mailto:a@b.example, -, a@b.example"
      })
  void a_url_gives_its_host_in_lower_case_and_its_path_as_written(
      String url, String host, String path) {
    UrlParts parts = UrlParts.of(url);

    assertThat(parts.host()).isEqualTo(host);
    assertThat(parts.path()).isEqualTo(path);
  }

  @Test
  void a_query_is_form_decoded_and_the_first_of_equal_names_counts() {
    assertThat(
            UrlParts.of("/?q=a+b%2Fc&q=z&%E6%A4%9C=%E7%B4%A2&empty&blank=&broken=%zz&=v").query())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("q", "a b/c", "検", "索", "empty", "", "blank", "", "broken", "%zz", "", "v"));
  }

  @Test
  void dwell_seconds_are_the_dwell_in_seconds_and_read_without_a_trailing_zero() {
    assertThat(dwelling(42_000L).text(EventField.DWELL_SECONDS)).isEqualTo("42");
    assertThat(dwelling(1_500L).text(EventField.DWELL_SECONDS)).isEqualTo("1.5");
    assertThat(dwelling(10_000_000L).text(EventField.DWELL_SECONDS)).isEqualTo("10000");
    assertThat(dwelling(null).text(EventField.DWELL_SECONDS)).isNull();
    assertThat(dwelling(42_000L).text(EventField.DWELL_MS)).isEqualTo("42000");
  }

  @Test
  void guards_see_own_fields_then_derived_ones_then_properties_with_their_types() {
    Event event =
        builder()
            .with(EventField.URL, "https://acme.example/a?ref=x")
            .with(EventField.DWELL_MS, 1_500L)
            .with(EventField.MACHINE_OPEN, false)
            .properties(Map.of("type", "lies", "path", "/lies", "query_ref", "lies", "plan", "7"))
            .build();

    assertThat(event.flat())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("event_id", "e1"),
                Map.entry("occurred_at", 1_000L),
                Map.entry("type", "page_view"),
                Map.entry("url", "https://acme.example/a?ref=x"),
                Map.entry("dwell_ms", 1_500L),
                Map.entry("dwell_seconds", 1.5),
                Map.entry("machine_open", false),
                Map.entry("host", "acme.example"),
                Map.entry("path", "/a"),
                Map.entry("query_ref", "x"),
                Map.entry("plan", "7")));
  }

  @Test
  void an_event_without_id_time_or_type_is_refused() {
    assertThatThrownBy(() -> Event.on(InputTopic.CLICKSTREAM).build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("event_id is missing");
    assertThatThrownBy(() -> builder().with(EventField.TYPE, "").build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("type is missing");
  }

  private static Event dwelling(Long millis) {
    return builder().with(EventField.DWELL_MS, millis).build();
  }

  private static Event.Builder builder() {
    return Event.on(InputTopic.CLICKSTREAM)
        .with(EventField.EVENT_ID, "e1")
        .with(EventField.OCCURRED_AT, 1_000L)
        .with(EventField.TYPE, "page_view");
  }
}
