package dev.kizashi.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.Condition;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NaiveMatchingTest {

  @Test
  void a_glob_matches_the_whole_value_across_slashes_and_by_code_points() {
    assertThat(holds(new TextMatcher.Glob("/pricing*"), "/pricing/teams/eu")).isTrue();
    assertThat(holds(new TextMatcher.Glob("/pricing*"), "/a/pricing")).isFalse();
    assertThat(holds(new TextMatcher.Glob("/Pricing*"), "/pricing")).isFalse();
    assertThat(holds(new TextMatcher.Glob("a?c"), "a\uD83D\uDE00c")).isTrue();
    assertThat(holds(new TextMatcher.Glob("a??c"), "a\uD83D\uDE00c")).isFalse();
    assertThat(holds(new TextMatcher.Glob("*a*b*"), "xxayyab")).isTrue();
    assertThat(holds(new TextMatcher.Glob("[a].+"), "[a].+")).isTrue();
    assertThat(holds(new TextMatcher.Glob("*"), "line\nbreak")).isTrue();
    assertThat(holds(new TextMatcher.Glob(""), "")).isTrue();
  }

  @Test
  void other_text_matchers_match_the_whole_value_with_case() {
    assertThat(holds(new TextMatcher.Prefix("/doc"), "/docs")).isTrue();
    assertThat(holds(new TextMatcher.Equal("JP"), "jp")).isFalse();
    assertThat(holds(new TextMatcher.In(List.of("a", "b")), "b")).isTrue();
    assertThat(holds(new TextMatcher.Matches("/docs/[a-z]+"), "/docs/guide")).isTrue();
    assertThat(holds(new TextMatcher.Matches("/docs/[a-z]+"), "/docs/guide.pdf")).isFalse();
  }

  @Test
  void numeric_bounds_are_inclusive_and_a_text_that_is_no_number_satisfies_none() {
    TextMatcher between = new TextMatcher.Between(20, 100);
    for (String number : List.of("20", "100", "+20.0", "1e2", "2.5e+1", "250e-1", "0020")) {
      assertThat(holds(between, number)).as(number).isTrue();
    }
    for (String other : List.of("19.999", "100.1", "", " 20", "20.", "0x20", "NaN", "20f", "2_0")) {
      assertThat(holds(between, other)).as(other).isFalse();
    }
    assertThat(holds(new TextMatcher.Between(0.5, Double.POSITIVE_INFINITY), ".5")).isTrue();
    assertThat(holds(new TextMatcher.Between(Double.NEGATIVE_INFINITY, -1), "-3")).isTrue();
  }

  @Test
  void all_conditions_must_hold_and_a_missing_property_satisfies_none() {
    NaiveMatching matching =
        matching(
            signal(
                "pricing-view",
                null,
                "path",
                new Condition("path", new TextMatcher.Glob("/pricing*")),
                new Condition("path", new TextMatcher.Glob("*teams")),
                new Condition(
                    "dwell_seconds", new TextMatcher.Between(20, Double.POSITIVE_INFINITY))));

    assertThat(matching.signals(view("https://x.example/pricing/teams?a=b", 20_000L)))
        .containsExactly(new NaiveMatching.Seen("pricing-view", "/pricing/teams"));
    assertThat(matching.signals(view("https://x.example/pricing/teams", 19_999L))).isEmpty();
    assertThat(matching.signals(view("https://x.example/pricing", 20_000L))).isEmpty();
    assertThat(matching.signals(view("https://x.example/pricing/teams", null))).isEmpty();
    assertThat(matching.signals(view(null, 20_000L))).isEmpty();
  }

  @Test
  void derived_fields_win_over_properties_and_give_way_when_absent() {
    NaiveMatching matching = matching(signal("any", null, "query_q"));

    assertThat(assetOf(matching, "https://x.example/?q=a+b&q=c", Map.of("query_q", "property")))
        .isEqualTo("a b");
    assertThat(assetOf(matching, "https://x.example/", Map.of("query_q", "property")))
        .isEqualTo("property");
    assertThat(assetOf(matching, "https://x.example/", Map.of())).isNull();
    assertThat(assetOf(matching(signal("any", null, null)), "https://x.example/?q=a", Map.of()))
        .isNull();
  }

  @Test
  void an_event_may_be_several_signals_each_on_its_own_types() {
    NaiveMatching matching =
        matching(
            signal("first", null, null),
            new SignalDefinition("other", List.of("click"), List.of(), null, null, Map.of(), null),
            new SignalDefinition(
                "second", List.of("click", "page_view"), List.of(), null, null, Map.of(), null));

    assertThat(matching.signals(view(null, null)))
        .extracting(NaiveMatching.Seen::signal)
        .containsExactly("first", "second");
  }

  @Test
  void a_guard_sees_the_flat_record_and_one_that_fails_is_no_match() {
    assertThat(guarded("event.country == 'JP'", Map.of("country", "JP"))).isTrue();
    assertThat(guarded("event.country == 'JP'", Map.of())).isFalse();
    assertThat(guarded("event.country == 'JP' || event.dwell_seconds >= 20", Map.of())).isTrue();
    assertThat(guarded("event.country == 'JP' && event.dwell_seconds >= 20", Map.of())).isFalse();
    assertThat(guarded("has(event.country)", Map.of())).isFalse();
    assertThat(guarded("event.dwell_ms == 42000", Map.of())).isTrue();
    assertThat(guarded("event.dwell_seconds == 42.0", Map.of())).isTrue();
    assertThat(guarded("event.country", Map.of("country", "JP"))).isFalse();
    assertThatThrownBy(() -> matching(signal("bad", "event.country ==", null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_event_is_a_machines_for_the_first_reason_of_the_page() {
    NaiveMatching matching =
        new NaiveMatching(
            new SignalCatalogue(
                1,
                0,
                List.of(),
                new Exclusions(
                    false,
                    List.of("*bot*"),
                    List.of("10.0.0.0/9", "192.0.2.7", "2001:db8::/33"),
                    true,
                    List.of())));

    assertThat(reason(matching, "GoogleBOT/2", "10.1.1.1", true)).isEqualTo("USER_AGENT");
    assertThat(reason(matching, "Mozilla", "10.127.255.255", true)).isEqualTo("ADDRESS");
    assertThat(reason(matching, "Mozilla", "10.128.0.0", true)).isEqualTo("MACHINE_OPEN");
    assertThat(reason(matching, "Mozilla", "192.0.2.7", false)).isEqualTo("ADDRESS");
    assertThat(reason(matching, "Mozilla", "192.0.2.8", false)).isNull();
    assertThat(reason(matching, null, "2001:db8:7fff::1", null)).isEqualTo("ADDRESS");
    assertThat(reason(matching, null, "2001:db8:8000::1", null)).isNull();
    assertThat(reason(matching, null, "not an address", null)).isNull();
    assertThat(reason(matching, null, null, null)).isNull();
  }

  @Test
  void the_lead_is_the_lead_id_else_the_normalised_address() {
    assertThat(LeadIdentity.addressIn(" Kim@Acme.Example\t")).contains("kim@acme.example");
    for (String bad : List.of("", "kim", "@acme", "kim@", " @ ", "a@b@c")) {
      assertThat(LeadIdentity.addressIn(bad)).as(bad).isEmpty();
    }
    assertThat(LeadIdentity.leadOf(identity("L1", "kim@acme.example"))).contains("L1");
    assertThat(LeadIdentity.leadOf(identity(null, "KIM@acme.example")))
        .contains("kim@acme.example");
    assertThat(LeadIdentity.leadOf(identity(null, null))).isEmpty();
    assertThatThrownBy(() -> LeadIdentity.leadOf(identity(null, "kim")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean holds(TextMatcher matcher, String value) {
    return TextMatching.holds(matcher, value);
  }

  private static SignalDefinition signal(
      String name, String when, String distinctBy, Condition... where) {
    return new SignalDefinition(
        name, List.of("page_view"), List.of(where), when, distinctBy, Map.of(), null);
  }

  private static NaiveMatching matching(SignalDefinition... signals) {
    return new NaiveMatching(
        new SignalCatalogue(1, 0, List.of(signals), SignalCatalogue.Exclusions.NONE));
  }

  private static Event.Builder view() {
    return Event.on(InputTopic.CLICKSTREAM)
        .with(EventField.EVENT_ID, "e1")
        .with(EventField.OCCURRED_AT, 0L)
        .with(EventField.TYPE, "page_view");
  }

  private static Event view(String url, Long dwellMillis) {
    return view().with(EventField.URL, url).with(EventField.DWELL_MS, dwellMillis).build();
  }

  private static Event identity(String leadId, String email) {
    return view().with(EventField.LEAD_ID, leadId).with(EventField.EMAIL, email).build();
  }

  private static String assetOf(
      NaiveMatching matching, String url, Map<String, String> properties) {
    Event event = view().with(EventField.URL, url).properties(properties).build();
    return matching.signals(event).get(0).asset();
  }

  private static boolean guarded(String when, Map<String, String> properties) {
    Event event = view().with(EventField.DWELL_MS, 42_000L).properties(properties).build();
    return !matching(signal("guarded", when, null)).signals(event).isEmpty();
  }

  private static String reason(
      NaiveMatching matching, String agent, String address, Boolean machineOpen) {
    return matching
        .suspectReason(
            view()
                .with(EventField.USER_AGENT, agent)
                .with(EventField.IP, address)
                .with(EventField.MACHINE_OPEN, machineOpen)
                .build())
        .orElse(null);
  }
}
