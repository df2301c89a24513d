package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import dev.kizashi.scoring.signals.SignalCatalogue.SignalDefinition;
import dev.kizashi.scoring.signals.TextMatcher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** §4, and which account a lead belongs to. */
class ProfileTest {
  private static final long T = Sample.at("2026-03-02T09:15:00Z");

  private static final Fit FIT =
      new Fit(
          List.of(
              new Criterion(
                  "seniority",
                  List.of(
                      new Choice(List.of(new TextMatcher.In(List.of("vp", "director"))), 40),
                      new Choice(List.of(new TextMatcher.Equal("manager")), 25),
                      new Choice(List.of(new TextMatcher.Glob("*")), 5))),
              new Criterion(
                  "size",
                  List.of(
                      new Choice(List.of(new TextMatcher.Between(1000, 1e9)), 80),
                      new Choice(
                          List.of(new TextMatcher.Prefix("1"), new TextMatcher.Between(0, 99)),
                          10))),
              new Criterion(
                  "industry", List.of(new Choice(List.of(new TextMatcher.Equal("gov")), -30)))),
          List.of(new Grade("A", 75), new Grade("B", 50), new Grade("C", 25), new Grade("D", 5)));

  @Test
  void each_criterion_takes_the_points_of_its_first_matching_choice() {
    assertFit(Map.of("seniority", "vp"), 40, "C", "C1");
    assertFit(Map.of("seniority", "manager"), 25, "C", "C1");
    assertFit(Map.of("seniority", "intern"), 5, "D", "D1");
    assertFit(Map.of("size", "12"), 10, "D", "D1");
    assertFit(Map.of("size", "112"), 0, null, "-1");
    assertFit(Map.of("size", "many"), 0, null, "-1");
  }

  @Test
  void fit_is_clamped_and_the_best_grade_reached_counts() {
    assertFit(Map.of("seniority", "vp", "size", "5000"), 100, "A", "A1");
    assertFit(Map.of("seniority", "vp", "size", "5000", "industry", "gov"), 90, "A", "A1");
    assertFit(Map.of("industry", "gov"), 0, null, "-1");
    assertFit(Map.of("size", "5000", "industry", "gov"), 50, "B", "B1");
  }

  private static void assertFit(
      Map<String, String> attributes, double fit, String grade, String label) {
    NaiveLead lead = model().fit(FIT).lead();
    lead.crm("c1", T, Sample.profile(attributes));
    LeadScored score = lead.score(T);
    assertThat(score.fit()).isEqualTo(fit);
    assertThat(score.grade()).isEqualTo(grade);
    assertThat(score.label()).isEqualTo(label);
  }

  @Test
  void without_a_profile_there_is_no_grade_even_where_zero_would_have_one() {
    Fit fit = new Fit(List.of(), List.of(new Grade("D", 0)));
    NaiveLead lead = model().fit(fit).lead();
    lead.crm("c1", T, Sample.crm(Kind.ACCEPTED, Map.of("seniority", "vp"), null, null, "aoi"));
    assertThat(lead.score(T).grade()).isNull();
    assertThat(lead.score(T).label()).isEqualTo("-1");

    lead.crm("c2", T, Sample.profile(Map.of()));
    assertThat(lead.score(T).grade()).isEqualTo("D");
  }

  @Test
  void each_attribute_keeps_its_latest_value_then_the_latest_arrival() {
    NaiveLead lead = model().fit(FIT).lead();
    lead.crm("c1", T, Sample.profile(Map.of("seniority", "manager", "size", "5000")));
    lead.crm("c2", T + 10, Sample.profile(Map.of("seniority", "vp")));
    lead.crm("c3", T + 5, Sample.profile(Map.of("seniority", "intern", "industry", "gov")));
    // vp 40 + 80 - 30
    assertThat(lead.score(T + 10).fit()).isEqualTo(90);

    lead.crm("c4", T + 10, Sample.profile(Map.of("seniority", "manager")));
    assertThat(lead.score(T + 10).fit()).isEqualTo(75);
    lead.crm("c5", T + 11, Sample.profile(Map.of("size", "")));
    // manager 25 - 30
    assertThat(lead.score(T + 11).fit()).isZero();
    lead.crm("c6", T + 10, Sample.profile(Map.of("size", "5000")));
    assertThat(lead.score(T + 11).fit()).isZero();
  }

  private static Sample telling() {
    return model()
        .fit(FIT)
        .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
        .scores("form", 1, 0)
        .scores("download", 1, 0)
        .tells("form", "seniority", "role")
        .tells("form", "size", "dwell_seconds");
  }

  private static Event.Builder form(long occurredAt, Map<String, String> properties) {
    return Sample.named("form", occurredAt).properties(properties);
  }

  @Test
  void an_event_that_shows_a_signal_may_say_who_somebody_is_and_makes_a_profile() {
    NaiveLead lead = telling().lead();
    lead.event(Sample.event("download", T));
    assertThat(lead.score(T).grade()).isNull();

    List<Emission> said =
        lead.event(form(T, Map.of("role", "vp")).with(EventField.DWELL_MS, 12_000L).build());

    // vp 40; 12 s read as the text 12.
    assertThat(lead.score(T).fit()).isEqualTo(50);
    assertThat(lead.score(T).grade()).isEqualTo("B");
    assertThat(lead.lastFate()).isEqualTo(NaiveLead.Fate.SCORED);
    assertThat(said).hasSize(1);
  }

  @Test
  void what_is_absent_or_empty_says_nothing_and_makes_no_profile() {
    NaiveLead lead = telling().fit(new Fit(List.of(), List.of(new Grade("D", 0)))).lead();
    lead.event(form(T, Map.of("role", "")).build());
    lead.event(form(T + 1, Map.of()).build());
    assertThat(lead.score(T + 1).grade()).isNull();

    lead.event(form(T + 2, Map.of("role", "anything")).build());
    assertThat(lead.score(T + 2).grade()).isEqualTo("D");
  }

  @Test
  void an_empty_field_of_a_form_clears_nothing() {
    NaiveLead lead = telling().lead();
    lead.event(form(T, Map.of("role", "vp")).build());
    lead.event(form(T + 1, Map.of("role", "")).build());

    assertThat(lead.score(T + 1).fit()).isEqualTo(40);
  }

  @Test
  void a_machine_says_nothing() {
    NaiveLead lead = telling().lead();
    lead.event(form(T, Map.of("role", "vp")).with(EventField.USER_AGENT, "bot").build());

    assertThat(lead.score(T).grade()).isNull();
  }

  @Test
  void forms_and_crm_are_told_apart_by_their_times_alone() {
    NaiveLead lead = telling().lead();
    lead.crm("c1", T, Sample.profile(Map.of("seniority", "vp")));
    lead.event(form(T - 1, Map.of("role", "manager")).build());
    assertThat(lead.score(T).fit()).isEqualTo(40);
    lead.event(form(T, Map.of("role", "manager")).build());
    assertThat(lead.score(T).fit()).isEqualTo(25);
    lead.crm("c2", T, Sample.profile(Map.of("seniority", "")));
    assertThat(lead.score(T).fit()).isZero();
    lead.event(form(T - HOUR, Map.of("role", "vp")).with(EventField.EVENT_ID, "late form").build());
    assertThat(lead.score(T).fit()).isZero();
  }

  @Test
  void of_two_signals_of_one_event_the_later_in_the_catalogue_wins() {
    NaiveMatching matching =
        new NaiveMatching(
            new SignalCatalogue(
                1,
                0,
                List.of(saying("first", "role"), saying("second", "position")),
                Exclusions.NONE));
    NaiveLead lead = new NaiveLead("L1", model().fit(FIT).build(), matching, address -> address);

    lead.event(form(T, Map.of("role", "vp", "position", "manager")).build());
    assertThat(lead.score(T).fit()).isEqualTo(25);
    lead.event(form(T + 1, Map.of("role", "vp", "position", "")).build());
    assertThat(lead.score(T).fit()).isEqualTo(40);
  }

  private static SignalDefinition saying(String name, String property) {
    return new SignalDefinition(
        name, List.of("form"), List.of(), null, null, Map.of("seniority", property), null);
  }

  @Test
  void the_account_is_the_crms_else_that_of_the_address_else_of_the_id() {
    NaiveLead lead = model().lead("kim@acme.example");
    lead.crm("c1", T, Sample.profile(Map.of()));
    assertThat(lead.score(T).accountId()).isEqualTo("acme.example");
    lead.crm("c2", T, Sample.crm(Kind.ACCEPTED, Map.of(), " Kim@Other.Example", null, null));
    assertThat(lead.score(T).accountId()).isEqualTo("other.example");
    lead.crm("c3", T, Sample.crm(Kind.ACCEPTED, Map.of(), null, "ACC-1", null));
    assertThat(lead.score(T).accountId()).isEqualTo("ACC-1");
    lead.crm("c4", T + 1, Sample.crm(Kind.ACCEPTED, Map.of(), "", "", null));
    assertThat(lead.score(T).accountId()).isEqualTo("acme.example");

    NaiveLead numbered = model().lead("L1");
    numbered.crm("c1", T, Sample.profile(Map.of()));
    assertThat(numbered.score(T).accountId()).isNull();
  }

  @Test
  void a_record_with_a_broken_address_is_no_record() {
    NaiveLead lead = model().lead();
    CrmUpdate broken = Sample.crm(Kind.PROFILE_UPSERTED, Map.of(), "kim", null, null);

    assertThat(lead.crm("c1", T, broken)).isEmpty();
    assertThat(lead.lastFate()).isEqualTo(NaiveLead.Fate.DEAD_LETTER);
    assertThat(lead.clock()).isEmpty();
  }
}
