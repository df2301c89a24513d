package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Choice;
import dev.kizashi.scoring.model.ScoringModel.Criterion;
import dev.kizashi.scoring.model.ScoringModel.Fit;
import dev.kizashi.scoring.model.ScoringModel.Grade;
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
