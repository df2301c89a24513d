package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.model.ScoringModel.Cap;
import dev.kizashi.scoring.model.ScoringModel.Cap.Window;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** §3; what is expected was worked out by hand, as the comments say. */
class EngagementTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  @Test
  void a_fact_holds_until_its_hour_ends_and_then_halves_every_half_life() {
    NaiveLead lead = model().scores("view", 10, 14 * DAY).lead();
    lead.event(event("view", at("2026-03-02T09:15:00Z")));
    long end = at("2026-03-02T10:00:00Z");

    assertThat(lead.engagement(at("2026-03-02T09:00:00Z"))).isEqualTo(10);
    assertThat(lead.engagement(end)).isEqualTo(10);
    // 10 / sqrt 2, 10 / 2, 10 / 8
    assertThat(lead.engagement(end + 7 * DAY)).isCloseTo(7.071067811865475, EXACTLY);
    assertThat(lead.engagement(end + 14 * DAY)).isEqualTo(5);
    assertThat(lead.engagement(end + 42 * DAY)).isEqualTo(1.25);
    // The hour has not begun.
    assertThat(lead.engagement(at("2026-03-02T08:59:59.999Z"))).isZero();
  }

  @Test
  void hours_before_1970_are_cut_downwards() {
    NaiveLead lead = model().scores("view", 10, HOUR).lead();
    lead.event(event("view", -1));

    // The hour -1 ends at 0.
    assertThat(lead.engagement(0)).isEqualTo(10);
    assertThat(lead.engagement(HOUR)).isEqualTo(5);
  }

  @Test
  void without_half_life_a_fact_stays_until_it_expires_and_expiry_uses_no_cap() {
    NaiveLead lead = model().retention(30 * DAY).scores("view", 10, 0, 1, Window.LEAD).lead();
    lead.event(event("view", at("2026-03-02T09:15:00Z")));
    lead.event(event("view", at("2026-03-12T09:15:00Z")));

    assertThat(lead.engagement(at("2026-04-01T09:59:59.999Z"))).isEqualTo(10);
    // The first is gone, the second takes its place, then goes itself.
    assertThat(lead.engagement(at("2026-04-01T10:00:00Z"))).isEqualTo(10);
    assertThat(lead.engagement(at("2026-04-11T09:59:59.999Z"))).isEqualTo(10);
    assertThat(lead.engagement(at("2026-04-11T10:00:00Z"))).isZero();
  }

  @Test
  void a_retention_end_lets_the_engagement_jump_up_behind_a_cap() {
    NaiveLead lead =
        model().retention(30 * DAY).scores("view", 16, 10 * DAY, 1, Window.LEAD).lead();
    lead.event(event("view", at("2026-03-02T09:15:00Z")));
    lead.event(event("view", at("2026-03-22T09:15:00Z")));
    long expiry = at("2026-04-01T10:00:00Z");

    // 30 days after its end the first is worth 16 / 8, the second, 10 days after its own, 16 / 2.
    assertThat(lead.engagement(expiry - 1)).isCloseTo(2, within(1e-6));
    assertThat(lead.engagement(expiry)).isEqualTo(8);
  }

  @Test
  void a_cap_keeps_the_earliest_so_a_late_event_can_lower_the_score() {
    NaiveLead lead = model().scores("view", 10, 10 * DAY, 1, Window.LEAD).lead();
    long end = at("2026-03-02T10:00:00Z");
    lead.event(event("view", end - 1));
    assertThat(lead.engagement(end)).isEqualTo(10);

    lead.event(event("view", end - 10 * DAY - 1));
    // Now the one ten days older is kept, worth half.
    assertThat(lead.engagement(end)).isEqualTo(5);
  }

  @Test
  void an_hour_window_is_the_facts_own_hour() {
    NaiveLead lead = model().scores("view", 1, 0, 2, Window.HOUR).lead();
    lead.event(event("view", at("2026-03-02T09:00:00Z")));
    lead.event(event("view", at("2026-03-02T09:30:00Z")));
    lead.event(event("view", at("2026-03-02T09:59:59.999Z")));
    assertThat(lead.engagement(at("2026-03-02T12:00:00Z"))).isEqualTo(2);

    lead.event(event("view", at("2026-03-02T10:00:00Z")));
    assertThat(lead.engagement(at("2026-03-02T12:00:00Z"))).isEqualTo(3);
  }

  @Test
  void a_day_in_tokyo_ends_at_fifteen_hundred_utc() {
    assertThat(kept("Asia/Tokyo", Window.DAY, "2026-03-01T15:00:00Z", "2026-03-02T14:59:59Z"))
        .isEqualTo(1);
    assertThat(kept("Asia/Tokyo", Window.DAY, "2026-03-02T14:59:59Z", "2026-03-02T15:00:00Z"))
        .isEqualTo(2);
    assertThat(kept("UTC", Window.DAY, "2026-03-02T14:59:59Z", "2026-03-02T15:00:00Z"))
        .isEqualTo(1);
  }

  @Test
  void days_in_new_york_have_23_and_25_hours_where_clocks_change() {
    // 2026-03-08 lasts from 05:00Z (EST) to 04:00Z (EDT) ...
    assertThat(kept("America/New_York", Window.DAY, "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z"))
        .isEqualTo(1);
    assertThat(kept("America/New_York", Window.DAY, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"))
        .isEqualTo(2);
    // ... and 2026-11-01 from 04:00Z (EDT) to 05:00Z (EST).
    assertThat(kept("America/New_York", Window.DAY, "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z"))
        .isEqualTo(1);
    assertThat(kept("America/New_York", Window.DAY, "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"))
        .isEqualTo(2);
  }

  @Test
  void the_hours_first_instant_decides_where_midnight_lies_within_an_hour() {
    // 18:30Z is already the 3rd in Kathmandu (UTC+5:45), its hour began on the 2nd at 23:45.
    assertThat(kept("Asia/Kathmandu", Window.DAY, "2026-03-02T17:00:00Z", "2026-03-02T18:30:00Z"))
        .isEqualTo(1);
    assertThat(kept("Asia/Kathmandu", Window.DAY, "2026-03-02T18:30:00Z", "2026-03-02T19:00:00Z"))
        .isEqualTo(2);
  }

  @Test
  void a_week_begins_on_local_monday_also_across_the_new_year() {
    // 2026-03-02 is a Monday; 2025-12-29 to 2026-01-04 is one ISO week.
    assertThat(kept("Asia/Tokyo", Window.WEEK, "2026-03-01T14:59:00Z", "2026-03-01T15:00:00Z"))
        .isEqualTo(2);
    assertThat(kept("Asia/Tokyo", Window.WEEK, "2026-03-01T15:00:00Z", "2026-03-08T14:59:00Z"))
        .isEqualTo(1);
    assertThat(kept("UTC", Window.WEEK, "2025-12-29T00:00:00Z", "2026-01-04T23:59:00Z"))
        .isEqualTo(1);
  }

  /** How many of two facts a cap of one keeps. */
  private static double kept(String zone, Window window, String first, String second) {
    NaiveLead lead = model().zone(zone).scores("view", 1, 0, 1, window).lead();
    lead.event(event("view", at(first)));
    lead.event(event("view", at(second)));
    return lead.engagement(Math.max(at(first), at(second)) + DAY);
  }

  @Test
  void each_asset_has_a_window_and_those_without_share_one() {
    NaiveLead lead = model().scores("view", 1, 0, 1, Window.ASSET).lead();
    long t = at("2026-03-02T09:00:00Z");
    lead.event(event("view", "a", t));
    lead.event(event("view", "b", t + 1));
    lead.event(event("view", "a", t + 30 * DAY));
    lead.event(event("view", t + 30 * DAY + 1));
    lead.event(event("view", t + 60 * DAY));

    assertThat(lead.engagement(t + 60 * DAY)).isEqualTo(3);
  }

  @Test
  void categories_are_clamped_then_the_sum_and_each_clamp_has_its_line() {
    NaiveLead lead =
        model()
            .bounds(-5, 30)
            .category("web", Double.NEGATIVE_INFINITY, 20)
            .category("intent", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .category("mail", -10, Double.POSITIVE_INFINITY)
            .scores("opt-out", "mail", -15, 0, null)
            .scores("view", "web", 8, 0, null)
            .scores("form", "intent", 25, 0, null)
            .scores("search", "web", 3, 0, null)
            .lead();
    long t = at("2026-03-02T09:00:00Z");
    lead.event(event("opt-out", t));
    // 0 + 0 - 10 (floor of mail), then -5 (min of the model)
    assertThat(lead.engagement(t)).isEqualTo(-5);
    for (int i = 0; i < 3; i++) {
      lead.event(event("view", t + i));
    }
    lead.event(event("search", t));
    lead.event(event("form", t));

    // web 24 + 3 = 27 -> 20; intent 25; mail -15 -> -10; 35 -> 30
    assertThat(lead.engagement(t)).isEqualTo(30);
    assertThat(lead.score(t + 2).contributions())
        .containsExactly(
            signal("web", "view", 3, 24),
            signal("web", "search", 1, 3),
            clamp("web", -7),
            signal("intent", "form", 1, 25),
            signal("mail", "opt-out", 1, -15),
            clamp("mail", 5),
            new Contribution(Contribution.Kind.TOTAL_CLAMP, null, null, 0, Map.of(), -5));
  }

  private static Contribution signal(String category, String signal, long count, double value) {
    return new Contribution(Contribution.Kind.SIGNAL, category, signal, count, Map.of(), value);
  }

  private static Contribution clamp(String category, double value) {
    return new Contribution(Contribution.Kind.CATEGORY_CLAMP, category, null, 0, Map.of(), value);
  }

  @Test
  void suspect_facts_are_shown_and_never_scored() {
    Exclusions bots = new Exclusions(false, List.of("*bot*"), List.of(), false, List.of());
    NaiveLead lead =
        model().exclude(bots).retention(30 * DAY).scores("view", 5, 0, 1, Window.LEAD).lead();
    long t = at("2026-03-02T09:15:00Z");
    lead.event(Sample.named("view", t).with(EventField.USER_AGENT, "A Bot").build());

    LeadScored shown = lead.score(t);
    assertThat(shown.engagement()).isZero();
    assertThat(shown.validUntil()).isNull();
    assertThat(shown.contributions())
        .containsExactly(
            new Contribution(
                Contribution.Kind.SIGNAL, "all", "view", 0, Map.of("USER_AGENT", 1L), 0));
    // A suspect uses no cap.
    lead.event(event("view", t + 1));
    assertThat(lead.engagement(t)).isEqualTo(5);
    // It expires like any other.
    assertThat(lead.score(at("2026-04-01T10:00:00Z")).contributions()).isEmpty();
  }

  @Test
  void the_curve_tells_later_engagement_until_the_first_fact_expires() {
    NaiveLead lead =
        model()
            .bounds(0, 100)
            .category("web", Double.NEGATIVE_INFINITY, 15)
            .scores("view", "web", 10, 14 * DAY, new Cap(1, Window.HOUR))
            .scores("form", "intent", 7, 0, null)
            .lead();
    long t = at("2026-03-02T09:15:00Z");
    lead.event(event("view", t));
    lead.event(event("view", t + HOUR));
    lead.event(event("form", t + HOUR));

    LeadScored score = lead.score(t + HOUR);
    long end = at("2026-03-02T10:00:00Z");
    assertThat(score.curve())
        .containsExactlyInAnyOrder(
            new CurveTerm("web", 10, 14 * DAY, end, null, 15.0),
            new CurveTerm("web", 10, 14 * DAY, end + HOUR, null, 15.0),
            new CurveTerm("intent", 7, 0, end + HOUR, null, null));
    assertThat(score.engagement()).isEqualTo(22);
    assertThat(score.validUntil()).isEqualTo(end + 400 * DAY);
    assertThat(score.engagementMin()).isZero();
    assertThat(score.engagementMax()).isEqualTo(100);
  }

  @Test
  void infinite_bounds_are_left_out_of_the_record() {
    LeadScored score =
        model()
            .bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .scores("view", 1, 0)
            .lead()
            .score(0);

    assertThat(score.engagementMin()).isNull();
    assertThat(score.engagementMax()).isNull();
  }
}
