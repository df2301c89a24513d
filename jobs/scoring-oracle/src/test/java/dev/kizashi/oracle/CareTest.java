package dev.kizashi.oracle;

import static dev.kizashi.oracle.Said.alertsAfter;
import static dev.kizashi.oracle.Said.alertsWithStages;
import static dev.kizashi.oracle.Said.moves;
import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static dev.kizashi.oracle.Sample.outcome;
import static dev.kizashi.oracle.Sample.rejected;
import static dev.kizashi.oracle.Sample.stageSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.oracle.NaiveLead.Fate;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.AlertIssued;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.BusinessHours;
import dev.kizashi.scoring.model.ScoringModel.AlertDefinition;
import dev.kizashi.scoring.model.ScoringModel.Deadline;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §6, {@code sla} and {@code stagnation}, and the alerts of §7 that tell of them. */
class CareTest {
  /** A Monday. */
  private static final long T = at("2026-03-02T09:15:00Z");

  private static Deadline elapsed(long millis) {
    return new Deadline(millis, false);
  }

  private static Deadline open(long millis) {
    return new Deadline(millis, true);
  }

  /** MQLs are warned of after 2 h and too late after 4 h, and stagnate after 14 d. */
  private static Sample usual() {
    return model()
        .scores("view", 10, 0)
        .scores("form", 10, 0)
        .care("mql", elapsed(2 * HOUR), elapsed(4 * HOUR), 14 * DAY)
        .alert("waits", Trigger.Kind.SLA, "warn")
        .alert("overdue", Trigger.Kind.SLA, "breach")
        .alert("stuck", Trigger.Kind.STAGNATION);
  }

  private static NaiveLead mql(Sample sample) {
    NaiveLead lead = sample.lead();
    lead.crm("set", T, stageSet("mql"));
    return lead;
  }

  @Test
  void warn_breach_and_stagnation_run_from_entering_the_stage() {
    NaiveLead lead = mql(usual());

    assertThat(lead.nextInstant()).hasValue(T + 2 * HOUR);
    List<Emission> said = lead.timersUpTo(Long.MAX_VALUE);

    assertThat(alertsAfter(T, said))
        .containsExactly("waits@" + 2 * HOUR, "overdue@" + 4 * HOUR, "stuck@" + 14 * DAY);
    assertThat(said).extracting(Emission::sequence).containsExactly(2L, 3L, 4L);
    assertThat(alertsWithStages(said))
        .containsExactly("waits mql>null", "overdue mql>null", "stuck mql>null");
    assertThat(Said.alerts(said)).extracting(AlertIssued::cause).containsOnly(Cause.COOLING);
    assertThat(lead.clock()).hasValue(T + 14 * DAY);
  }

  @Test
  void a_new_lead_enters_lead_with_its_first_evaluation() {
    NaiveLead lead = usual().care("lead", elapsed(HOUR), null, 0).lead();
    lead.event(event("view", T));
    lead.event(event("view", T - DAY));

    assertThat(alertsAfter(T, lead.timersUpTo(T + DAY))).containsExactly("waits@" + HOUR);
  }

  @Test
  void a_stage_without_care_and_a_model_without_alerts_have_no_instants() {
    NaiveLead customer = usual().lead();
    customer.crm("c1", T, outcome(Kind.WON));
    assertThat(customer.nextInstant()).isEmpty();

    Sample silent = model().scores("view", 10, 0).care("mql", elapsed(HOUR), elapsed(HOUR), HOUR);
    assertThat(mql(silent).nextInstant()).isEmpty();
    assertThat(mql(usual().challenger()).nextInstant()).isEmpty();
  }

  @Test
  void leaving_the_stage_cancels_what_was_pending() {
    NaiveLead lead = mql(usual());

    lead.crm("c1", T + 2 * HOUR - 1, outcome(Kind.ACCEPTED));

    assertThat(lead.nextInstant()).isEmpty();
  }

  @Test
  void what_is_due_with_an_outcome_is_raised_before_it() {
    NaiveLead lead = mql(usual());

    List<Emission> said = lead.crm("c1", T + 2 * HOUR, outcome(Kind.ACCEPTED));

    assertThat(alertsWithStages(said)).containsExactly("waits mql>null");
    assertThat(moves(said)).containsExactly("mql>sal CRM");
    assertThat(said.get(0).sequence()).isEqualTo(2);
    assertThat(said.get(1).sequence()).isEqualTo(3);
  }

  @Test
  void each_is_raised_once_an_entry_and_entering_again_starts_anew() {
    NaiveLead lead = mql(usual());
    lead.timersUpTo(T + 3 * HOUR);
    lead.event(event("view", T + 3 * HOUR));
    assertThat(alertsAfter(T, lead.timersUpTo(T + DAY))).containsExactly("overdue@" + 4 * HOUR);

    long again = T + 2 * DAY;
    lead.crm("away", again - 1, stageSet("lead"));
    lead.crm("back", again, stageSet("mql"));
    assertThat(alertsAfter(again, lead.timersUpTo(again + DAY)))
        .containsExactly("waits@" + 2 * HOUR, "overdue@" + 4 * HOUR);
    assertThat(alertsAfter(again, lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly("stuck@" + 14 * DAY);
  }

  @Test
  void staying_where_it_is_enters_nothing() {
    NaiveLead lead = mql(usual());
    lead.crm("again", T + HOUR, stageSet("mql"));

    assertThat(alertsAfter(T, lead.timersUpTo(T + DAY)))
        .containsExactly("waits@" + 2 * HOUR, "overdue@" + 4 * HOUR);
  }

  @Test
  void a_stage_left_and_entered_in_one_evaluation_is_entered_then() {
    NaiveLead lead = usual().qualifiesOn("view").lead();
    lead.event(event("view", T));
    lead.crm("c1", T + HOUR, rejected(null));
    assertThat(lead.score(T + HOUR).lifecycleStage()).isEqualTo("mql");

    assertThat(alertsAfter(T, lead.timersUpTo(T + 4 * HOUR))).containsExactly("waits@" + 3 * HOUR);
  }

  @Test
  void warn_and_breach_may_be_one_alert_and_one_that_names_both_is_raised_twice() {
    Sample both = model().alert("late", Trigger.Kind.SLA, "warn", "breach");
    assertThat(
            alertsAfter(
                T, mql(both.care("mql", elapsed(HOUR), elapsed(2 * HOUR), 0)).timersUpTo(T + DAY)))
        .containsExactly("late@" + HOUR, "late@" + 2 * HOUR);
    assertThat(
            alertsAfter(
                T, mql(both.care("mql", elapsed(HOUR), elapsed(HOUR), 0)).timersUpTo(T + DAY)))
        .containsExactly("late@" + HOUR);
  }

  @Test
  void all_that_is_due_at_one_millisecond_is_one_evaluation_in_the_order_of_the_model() {
    Sample sample =
        model()
            .scores("view", 10, 0)
            .quiet("silent", HOUR)
            .alert("stuck", Trigger.Kind.STAGNATION)
            .alert("overdue", Trigger.Kind.SLA, "breach")
            .alert("waits", Trigger.Kind.SLA, "warn")
            .care("lead", elapsed(HOUR), elapsed(HOUR), HOUR);
    NaiveLead lead = sample.lead();
    lead.event(event("view", T));

    List<Emission> said = lead.timersUpTo(T + DAY);

    assertThat(alertsWithStages(said))
        .containsExactly(
            "silent null>null", "stuck lead>null", "overdue lead>null", "waits lead>null");
    assertThat(said).extracting(Emission::sequence).containsOnly(2L);
  }

  @Test
  void what_is_not_in_the_audience_at_its_instant_is_lost() {
    Sample sample =
        model()
            .scores("view", 10, 0)
            .alertFor("sal", "waits", Trigger.Kind.SLA, "warn")
            .care("mql", elapsed(2 * HOUR), null, 0)
            .care("sal", null, elapsed(DAY), 0);
    NaiveLead lead = mql(sample);

    assertThat(lead.nextInstant()).isEmpty();
    assertThat(lead.crm("c1", T + 3 * HOUR, outcome(Kind.ACCEPTED))).hasSize(2);
    assertThat(lead.nextInstant()).isEmpty();
  }

  @Test
  void what_falls_into_a_cool_down_is_lost_also_when_it_ends() {
    Sample sample =
        model()
            .scores("view", 10, 0)
            .alertWithin(3 * HOUR, "late", Trigger.Kind.SLA, "warn", "breach")
            .care("mql", elapsed(HOUR), elapsed(2 * HOUR), 0);

    assertThat(alertsAfter(T, mql(sample).timersUpTo(T + DAY))).containsExactly("late@" + HOUR);
  }

  @Test
  void an_instant_that_raised_nothing_left_no_trace_and_comes_again_after_a_late_event() {
    NaiveLead lead =
        model()
            .scores("view", 10, 0)
            .alertFor("mql", "silent mql", Trigger.Kind.STAGNATION)
            .care("mql", null, null, 2 * HOUR)
            .care("lead", null, null, 3 * HOUR)
            .lead();
    lead.event(event("view", T));
    // In stage lead: nobody is told.
    assertThat(lead.timersUpTo(T + DAY)).isEmpty();
    assertThat(lead.clock()).hasValue(T);

    // A day later it is heard that the lead had been an MQL since T + 1 h.
    lead.crm("late", T + HOUR, stageSet("mql"));
    assertThat(alertsAfter(T, lead.timersUpTo(T + DAY))).containsExactly("silent mql@" + 3 * HOUR);
  }

  @Test
  void an_instant_not_after_the_judgement_at_which_it_becomes_known_is_skipped() {
    NaiveLead lead = mql(usual());
    lead.timersUpTo(T + 2 * HOUR);
    Sample stricter = usual().version(2).care("mql", elapsed(HOUR), elapsed(3 * HOUR), DAY);

    List<Emission> changed = lead.switchTo(stricter.build(), stricter.catalogue(), T + 3 * HOUR);

    assertThat(changed).singleElement().isInstanceOf(LeadScored.class);
    assertThat(alertsAfter(T, lead.timersUpTo(Long.MAX_VALUE))).containsExactly("stuck@" + DAY);
  }

  @Test
  void what_was_raised_is_not_raised_again_by_a_model_that_is_more_patient() {
    NaiveLead lead = mql(usual());
    lead.timersUpTo(T + 2 * HOUR);
    Sample patient = usual().version(2).care("mql", elapsed(8 * HOUR), elapsed(9 * HOUR), 0);
    lead.switchTo(patient.build(), patient.catalogue(), T + 3 * HOUR);

    assertThat(alertsAfter(T, lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly("overdue@" + 9 * HOUR);
  }

  @Test
  void own_instants_before_a_model_applies_are_those_of_the_old_one() {
    NaiveLead lead = mql(usual());
    Sample patient = usual().version(2).care("mql", elapsed(DAY), null, 0);

    List<Emission> said = lead.switchTo(patient.build(), patient.catalogue(), T + 2 * HOUR + 1);

    assertThat(alertsAfter(T, said)).containsExactly("waits@" + 2 * HOUR);
    assertThat(lead.nextInstant()).isEmpty();

    NaiveLead other = mql(usual());
    assertThat(Said.alerts(other.switchTo(patient.build(), patient.catalogue(), T + 2 * HOUR)))
        .isEmpty();
    assertThat(other.nextInstant()).hasValue(T + DAY);
  }

  @Test
  void an_evaluation_that_changes_the_stage_raises_nothing_for_the_stage_it_leaves() {
    Sample sample =
        model()
            .scores("view", 10, 0)
            .qualifiesOn("view")
            .recycles(false, DAY)
            .care("recycled", elapsed(DAY), null, DAY)
            .alert("waits", Trigger.Kind.SLA, "warn")
            .alert("stuck", Trigger.Kind.STAGNATION)
            .quiet("silent", DAY)
            .alert("qualified", Trigger.Kind.LIFECYCLE, "mql");
    NaiveLead lead = sample.lead();
    lead.event(event("view", T));
    lead.crm("c1", T, rejected(null));

    List<Emission> said = lead.timersUpTo(T + DAY);

    assertThat(moves(said)).containsExactly("recycled>mql COOLING");
    assertThat(alertsWithStages(said))
        .containsExactly("silent null>null", "qualified recycled>mql");
  }

  @Test
  void an_alert_alone_emits_no_score() {
    NaiveLead lead =
        model()
            .minChange(5)
            .scores("view", 100, HOUR)
            .care("mql", elapsed(1), elapsed(3 * HOUR), 0)
            .alert("late", Trigger.Kind.SLA, "warn", "breach")
            .lead();
    lead.event(event("view", T));
    lead.crm("set", T, stageSet("mql"));

    List<Emission> said = lead.timersUpTo(T + DAY);

    // What the score has become its reader can tell.
    assertThat(said)
        .extracting(it -> it.getClass().getSimpleName())
        .containsExactly("AlertIssued", "AlertIssued");
  }

  @Test
  void business_hours_end_on_friday_and_go_on_on_monday() {
    NaiveLead lead = withOpenHours("UTC", BusinessHours.DEFAULT, 2 * HOUR, 4 * HOUR);
    lead.crm("set", at("2026-03-06T17:00:00Z"), stageSet("mql"));

    assertThat(times(lead)).containsExactly("2026-03-09T10:00:00Z", "2026-03-09T12:00:00Z");
  }

  @Test
  void a_business_duration_that_runs_out_at_closing_ends_there() {
    NaiveLead lead = withOpenHours("Asia/Tokyo", BusinessHours.DEFAULT, HOUR, 10 * HOUR);
    // 17:00 in Tokyo.
    lead.crm("set", at("2026-03-02T08:00:00Z"), stageSet("mql"));

    assertThat(times(lead)).containsExactly("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z");
  }

  @Test
  void holidays_do_not_count_and_nor_does_the_night() {
    BusinessHours newYear =
        new BusinessHours(
            BusinessHours.DEFAULT.days(),
            LocalTime.of(9, 0),
            LocalTime.of(18, 0),
            Set.of(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2)));
    NaiveLead lead = withOpenHours("UTC", newYear, HOUR, 10 * HOUR);
    lead.crm("set", at("2025-12-31T23:59:59.999Z"), stageSet("mql"));

    // Thursday and Friday are holidays.
    assertThat(times(lead)).containsExactly("2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z");
  }

  @Test
  void open_time_is_counted_over_both_changes_of_clocks() {
    BusinessHours nights =
        new BusinessHours(
            EnumSet.allOf(DayOfWeek.class), LocalTime.of(1, 0), LocalTime.of(4, 0), Set.of());
    NaiveLead spring = withOpenHours("America/New_York", nights, 2 * HOUR, 3 * HOUR);
    spring.crm("set", at("2026-03-08T05:00:00Z"), stageSet("mql"));
    // 01:00 EST to 04:00 EDT are two hours.
    assertThat(times(spring)).containsExactly("2026-03-08T08:00:00Z", "2026-03-09T06:00:00Z");

    NaiveLead autumn = withOpenHours("America/New_York", nights, 3 * HOUR, 5 * HOUR);
    autumn.crm("set", at("2026-11-01T04:00:00Z"), stageSet("mql"));
    // 01:00 EDT to 04:00 EST are four.
    assertThat(times(autumn)).containsExactly("2026-11-01T08:00:00Z", "2026-11-02T07:00:00Z");
  }

  @Test
  void stagnation_is_elapsed_time_whatever_the_sla_counts() {
    NaiveLead lead =
        model()
            .scores("view", 10, 0)
            .care("mql", open(HOUR), null, DAY)
            .alert("stuck", Trigger.Kind.STAGNATION)
            .lead();
    lead.crm("set", at("2026-03-07T12:00:00Z"), stageSet("mql"));

    assertThat(times(lead)).containsExactly("2026-03-08T12:00:00Z");
  }

  private static NaiveLead withOpenHours(String zone, BusinessHours hours, long warn, long breach) {
    return model()
        .zone(zone)
        .businessHours(hours)
        .scores("view", 10, 0)
        .care("mql", open(warn), open(breach), 0)
        .alert("late", Trigger.Kind.SLA, "warn", "breach")
        .lead();
  }

  private static List<String> times(NaiveLead lead) {
    return Said.alerts(lead.timersUpTo(Long.MAX_VALUE)).stream()
        .map(alert -> Instant.ofEpochMilli(alert.occurredAt()).toString())
        .toList();
  }

  // ---- quiet --------------------------------------------------------------------------------

  private static Sample quiet() {
    return model()
        .retention(10 * DAY)
        .exclude(new Exclusions(false, List.of("*bot*"), List.of(), false, List.of()))
        .scores("view", 10, 0)
        .quiet("silent", 7 * DAY)
        .quiet("gone", 30 * DAY);
  }

  @Test
  void a_lead_is_quiet_for_each_definition_once_after_its_latest_fact() {
    NaiveLead lead = quiet().lead();
    lead.event(event("view", T));

    // The second although the fact has expired by then.
    assertThat(alertsAfter(T, lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly("silent@" + 7 * DAY, "gone@" + 30 * DAY);
  }

  @Test
  void a_later_fact_starts_the_silence_anew_and_an_earlier_one_does_not() {
    NaiveLead lead = quiet().lead();
    lead.event(event("view", T));
    lead.event(event("view", T + DAY));
    lead.event(event("view", T - DAY));
    assertThat(alertsAfter(T, lead.timersUpTo(T + 20 * DAY))).containsExactly("silent@" + 8 * DAY);

    lead.event(event("view", T + 20 * DAY));
    assertThat(alertsAfter(T, lead.timersUpTo(T + 40 * DAY))).containsExactly("silent@" + 27 * DAY);
  }

  @Test
  void what_is_no_unsuspected_fact_breaks_no_silence() {
    NaiveLead lead = quiet().lead();
    lead.event(event("view", T));
    lead.event(named("view", T + DAY).with(EventField.USER_AGENT, "bot").build());
    lead.event(named("other", T + 2 * DAY).with(EventField.VISITOR_ID, "v1").build());
    lead.crm("c1", T + 3 * DAY, Sample.profile(Map.of()));
    assertThat(lead.clock()).hasValue(T + 3 * DAY);

    assertThat(alertsAfter(T, lead.timersUpTo(T + 20 * DAY))).containsExactly("silent@" + 7 * DAY);
  }

  @Test
  void a_lead_without_an_unsuspected_fact_is_never_quiet() {
    NaiveLead lead = quiet().lead();
    lead.event(named("view", T).with(EventField.USER_AGENT, "bot").build());
    lead.crm("c1", T, Sample.profile(Map.of()));

    assertThat(lead.nextInstant()).isEmpty();
  }

  @Test
  void facts_that_a_recycling_left_behind_are_activity_all_the_same() {
    NaiveLead lead = quiet().recycles(true, 0).lead();
    lead.event(event("view", T));
    lead.crm("c1", T, stageSet("recycled"));

    assertThat(alertsAfter(T, lead.timersUpTo(T + 20 * DAY))).containsExactly("silent@" + 7 * DAY);
  }

  @Test
  void a_fact_at_the_very_instant_comes_too_late() {
    NaiveLead lead = quiet().lead();
    lead.event(event("view", T));

    assertThat(alertsAfter(T, lead.event(event("view", T + 7 * DAY))))
        .containsExactly("silent@" + 7 * DAY);
    assertThat(alertsAfter(T, lead.event(event("view", T + 14 * DAY - 1)))).isEmpty();
  }

  @Test
  void a_late_fact_may_be_quiet_already() {
    NaiveLead lead = quiet().lead();
    lead.crm("c1", T, Sample.profile(Map.of()));

    // 6 days before: due in a day. 8 days before: skipped.
    lead.event(event("view", T - 8 * DAY));
    assertThat(lead.nextInstant()).hasValue(T + 22 * DAY);
    lead.event(event("view", T - 6 * DAY));
    assertThat(alertsAfter(T, lead.timersUpTo(T + 20 * DAY))).containsExactly("silent@" + DAY);
  }

  @Test
  void once_for_a_fact_is_once_under_another_model_as_well() {
    NaiveLead lead = quiet().lead();
    lead.event(event("view", T));
    lead.timersUpTo(T + 7 * DAY);
    Sample next =
        model().version(2).scores("view", 10, 0).quiet("silent", 9 * DAY).quiet("still", 9 * DAY);
    lead.switchTo(next.build(), next.catalogue(), T + 8 * DAY);

    assertThat(alertsAfter(T, lead.timersUpTo(Long.MAX_VALUE))).containsExactly("still@" + 9 * DAY);
  }

  @Test
  void an_event_at_an_instant_of_its_own_clock_is_not_the_instant() {
    // In stage lead nobody is told; the stage changes at the very millisecond, by a CRM record.
    NaiveLead lead =
        model()
            .scores("view", 10, 0)
            .alert(
                new AlertDefinition(
                    "silent",
                    new Trigger(Trigger.Kind.QUIET, List.of(), DAY),
                    Set.of("mql"),
                    0,
                    "normal",
                    null))
            .lead();
    lead.event(event("view", T));

    List<Emission> said = lead.crm("c1", T + DAY, stageSet("mql"));

    assertThat(Said.alerts(said)).isEmpty();
    assertThat(lead.lastFate()).isEqualTo(Fate.SCORED);
    assertThat(lead.nextInstant()).isEmpty();
  }
}
