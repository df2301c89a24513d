package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.facts.Hashes;
import dev.kizashi.scoring.facts.Hit;
import dev.kizashi.scoring.facts.Marks;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalMatcherTest {
  private final SignalMatcher matcher =
      matching(
          """
          version: 1
          signals:
            page: {on: [page_view, app_view], distinct_by: path}
            pricing:
              on: page_view
              where: {path: "/pricing*", dwell_seconds: {at_least: 20}}
            referred: {on: page_view, where: {query_ref: x}, distinct_by: query_ref}
            spring: {on: page_view, where: {campaign_name: {prefix: spring}}}
            slow: {on: page_view, where: {dwell_ms: {between: [1000, 60000]}}}
            scored: {on: page_view, where: {score: {at_least: 2.5}}}
            japanese: {on: page_view, when: 'event.country == "JP"'}
            landing: {on: clicked, where: {host: acme.example, path: /}}
          exclude:
            user_agents: ["*bot*"]
            addresses: [10.0.0.0/8]
            machine_open: true
            bursts:
              - {reason: R, on: clicked, after: delivered, same: message_id, within: 5s}
          """);

  @Test
  void an_event_matches_every_signal_whose_conditions_hold_in_catalogue_order() {
    assertThat(
            matcher.match(
                pageView()
                    .with(EventField.URL, "https://acme.example/pricing/teams?ref=x&ref=y")
                    .with(EventField.DWELL_MS, 20_000L)
                    .with(EventField.CAMPAIGN_NAME, "spring-sale")
                    .build()))
        .containsExactly(
            hit("page", "/pricing/teams"),
            hit("pricing", null),
            hit("referred", "x"),
            hit("spring", null),
            hit("slow", null));
  }

  @Test
  void a_condition_on_what_the_event_lacks_does_not_hold() {
    assertThat(matcher.match(pageView().build())).containsExactly(hit("page", null));
  }

  @Test
  void an_absent_field_gives_way_to_a_property_of_its_name() {
    assertThat(
            matcher.match(
                pageView()
                    .properties(
                        Map.of(
                            "path",
                            "/pricing",
                            "dwell_seconds",
                            "25.0",
                            "query_ref",
                            "x",
                            "score",
                            "2.5"))
                    .build()))
        .containsExactly(
            hit("page", "/pricing"),
            hit("pricing", null),
            hit("referred", "x"),
            hit("scored", null));
  }

  @Test
  void a_field_of_its_own_wins_over_a_property_of_its_name() {
    assertThat(
            matcher.match(
                pageView()
                    .with(EventField.URL, "https://acme.example/")
                    .properties(Map.of("path", "/pricing", "dwell_seconds", "25"))
                    .build()))
        .containsExactly(hit("page", "/"));
  }

  @Test
  void a_text_that_is_no_number_satisfies_no_numeric_matcher() {
    assertThat(matcher.match(pageView().properties(Map.of("score", "high")).build()))
        .containsExactly(hit("page", null));
  }

  @Test
  void a_mail_event_takes_its_path_from_the_link() {
    Event click =
        event(InputTopic.EMAIL_ENGAGEMENT, "clicked")
            .with(EventField.LINK_URL, "https://Someone@ACME.example:443")
            .build();

    assertThat(matcher.match(click)).containsExactly(hit("landing", null));
  }

  @Test
  void a_guard_that_fails_is_no_match_and_is_counted() {
    assertThat(matcher.match(pageView().properties(Map.of("country", "JP")).build()))
        .containsExactly(hit("page", null), hit("japanese", null));
    assertThat(matcher.guardFailures()).isZero();

    assertThat(matcher.match(pageView().build())).containsExactly(hit("page", null));
    assertThat(matcher.guardFailures()).isEqualTo(1);
  }

  @Test
  void an_unknown_type_and_a_crm_update_match_nothing() {
    assertThat(matcher.match(event(InputTopic.CLICKSTREAM, "scroll").build())).isEmpty();
    assertThat(matcher.match(event(InputTopic.CRM_UPDATES, "page_view").build())).isEmpty();
  }

  @Test
  void a_machine_is_known_by_its_agent_then_its_address_then_its_opens() {
    assertThat(matcher.markOf(pageView().build())).isEqualTo(Marks.CLEAN);
    assertThat(
            matcher.markOf(
                pageView()
                    .with(EventField.USER_AGENT, "GoogleBot/2.1")
                    .with(EventField.IP, "10.1.1.1")
                    .build()))
        .isEqualTo(Marks.USER_AGENT);
    assertThat(
            matcher.markOf(
                pageView()
                    .with(EventField.USER_AGENT, "Mozilla")
                    .with(EventField.IP, "::ffff:10.1.1.1")
                    .with(EventField.MACHINE_OPEN, true)
                    .build()))
        .isEqualTo(Marks.ADDRESS);
    assertThat(matcher.markOf(pageView().with(EventField.MACHINE_OPEN, true).build()))
        .isEqualTo(Marks.MACHINE_OPEN);
    assertThat(matcher.markOf(pageView().with(EventField.MACHINE_OPEN, false).build()))
        .isEqualTo(Marks.CLEAN);
  }

  @Test
  void machine_opens_count_unless_they_are_excluded() {
    assertThat(
            matching("{version: 1, signals: {}}")
                .markOf(pageView().with(EventField.MACHINE_OPEN, true).build()))
        .isEqualTo(Marks.CLEAN);
  }

  @Test
  void burst_rules_watch_both_sides_of_their_time() {
    assertThat(matcher.watchesBursts("clicked")).isTrue();
    assertThat(matcher.watchesBursts("delivered")).isTrue();
    assertThat(matcher.watchesBursts("page_view")).isFalse();
  }

  private static SignalMatcher matching(String yaml) {
    return SignalMatcher.compile(Documents.catalogue("signals.yaml", yaml).value().orElseThrow());
  }

  private static Hit hit(String signal, String asset) {
    return new Hit(Hashes.ofSignal(signal), asset);
  }

  private static Event.Builder pageView() {
    return event(InputTopic.CLICKSTREAM, "page_view");
  }

  private static Event.Builder event(InputTopic topic, String type) {
    return Event.on(topic)
        .with(EventField.EVENT_ID, "e1")
        .with(EventField.OCCURRED_AT, 1_000L)
        .with(EventField.TYPE, type);
  }
}
