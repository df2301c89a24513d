package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.model.ScoringModel.Cap.Window;
import dev.kizashi.scoring.signals.EventField;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** §5; what is expected was worked out by hand, as the comments say. */
class TemperatureTest {
  private static final long T = at("2026-03-02T09:15:00Z");
  private static final long END = at("2026-03-02T10:00:00Z");

  /** cold, warm 30 (exit 20), hot 70 (exit 50); forms 80, views 10, all with 14 days. */
  private static Sample usual() {
    return model()
        .temperature("warm", 30, 20)
        .temperature("hot", 70, 50)
        .scores("form", 80, 14 * DAY)
        .scores("view", 10, 14 * DAY)
        .scores("nudge", 0, 0);
  }

  @Test
  void a_rise_is_one_change_however_many_ranks_it_jumps() {
    NaiveLead lead = usual().lead();

    List<Emission> said = lead.event(event("form", T));

    assertThat(moves(said)).containsExactly("cold>hot BEHAVIOUR " + T);
    assertThat(said.get(said.size() - 1)).isInstanceOf(LeadScored.class);
    assertThat(lead.score(T).label()).isEqualTo("-1");
  }

  @Test
  void cooling_is_an_event_at_the_first_millisecond_below_the_exit() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    // 80 falls below 50 - 1e-9 after 14 d x log2(1.6) = 820 195 776.46 ms, below 20 - 1e-9 after
    // two half-lives and 14 d x log2(1 + 5e-11) = 0.087 ms more.
    long hotEnds = END + 820_195_777L;
    long warmEnds = END + 28 * DAY + 1;

    assertThat(lead.nextInstant()).hasValue(hotEnds);
    assertThat(lead.score(T).nextTemperature()).isEqualTo("warm");
    assertThat(lead.score(T).coolsAt()).isEqualTo(hotEnds);
    assertThat(lead.timersUpTo(hotEnds - 1)).isEmpty();
    assertThat(moves(lead.timersUpTo(hotEnds))).containsExactly("hot>warm COOLING " + hotEnds);
    assertThat(lead.nextInstant()).hasValue(warmEnds);
    assertThat(moves(lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly("warm>cold COOLING " + warmEnds);
    assertThat(lead.nextInstant()).isEmpty();
    assertThat(lead.score(warmEnds).nextTemperature()).isNull();
    assertThat(lead.score(warmEnds).coolsAt()).isNull();
  }

  @Test
  void between_exit_and_enter_the_rank_stays_what_it_was() {
    NaiveLead lead = usual().lead();
    lead.event(event("view", T));
    lead.event(event("view", T + 1));
    lead.event(event("view", T + 2));
    assertThat(lead.score(T + 2).temperature()).isEqualTo("warm");

    // 30 -> 21.2 after 7 days: still warm, though entering would take 30.
    assertThat(lead.timersUpTo(END + 7 * DAY)).isEmpty();
    // 21.2 + 10 + 10 = 41.2: nothing to enter.
    assertThat(moves(lead.event(event("view", END + 7 * DAY)))).isEmpty();
  }

  @Test
  void a_fall_may_jump_ranks_where_a_fact_expires() {
    NaiveLead lead =
        model()
            .retention(30 * DAY)
            .temperature("warm", 30, 20)
            .temperature("hot", 70, 50)
            .scores("form", 80, 0)
            .lead();
    lead.event(event("form", T));

    assertThat(moves(lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly("hot>cold COOLING " + (END + 30 * DAY));
  }

  @Test
  void a_fall_ends_at_the_highest_rank_whose_exit_holds_although_its_enter_does_not() {
    NaiveLead lead =
        model()
            .retention(30 * DAY)
            .temperature("warm", 30, 20)
            .temperature("hot", 70, 50)
            .scores("form", 50, 0)
            .scores("call", 25, 0)
            .lead();
    lead.event(event("form", T));
    lead.event(event("call", T + 20 * DAY));
    // 75 -> 25 when the form expires: not cold, for 25 >= 20.
    assertThat(moves(lead.timersUpTo(Long.MAX_VALUE)))
        .containsExactly(
            "hot>warm COOLING " + (END + 30 * DAY), "warm>cold COOLING " + (END + 50 * DAY));
  }

  @Test
  void a_retention_end_behind_a_cap_may_warm_a_lead_by_itself() {
    NaiveLead lead =
        model()
            .retention(30 * DAY)
            .temperature("warm", 12, 6)
            .scores("view", 16, 10 * DAY, 1, Window.LEAD)
            .lead();
    lead.event(event("view", T));
    lead.event(event("view", T + 26 * DAY));
    // 10 d x log2(16/6) = 14.2 days after its end the first is worth less than 6. After 30 days it
    // gives way to the second, then 4 days old: 16 x 2^-0.4 = 12.13.
    long rise = END + 30 * DAY;

    assertThat(lead.score(T + 26 * DAY).temperature()).isEqualTo("cold");
    assertThat(lead.score(T + 26 * DAY).nextTemperature()).isEqualTo("warm");
    assertThat(lead.score(T + 26 * DAY).coolsAt()).isNull();
    assertThat(moves(lead.timersUpTo(rise))).containsExactly("cold>warm COOLING " + rise);
  }

  @Test
  void a_decaying_penalty_lets_a_lead_rise() {
    NaiveLead lead =
        model()
            .temperature("warm", 20, 10)
            .scores("meeting", 25, 0)
            .scores("careers", -10, 30 * DAY)
            .lead();
    lead.event(event("careers", T));
    assertThat(moves(lead.event(event("meeting", T + 1)))).isEmpty();
    // 25 - 10 x 2^-u reaches 20 - 1e-9 at u = 1 - 2.9e-10, that is 0.75 ms before 30 days.
    assertThat(moves(lead.timersUpTo(Long.MAX_VALUE)))
        .startsWith("cold>warm COOLING " + (END + 30 * DAY));
  }

  @Test
  void mixed_signs_can_rise_and_fall_again() {
    // With y = 2^-(t / 4 d) it is 64y - 48y^4: 16 at first, 33.3 at its highest (y^3 = 1/3), then
    // down towards 0.
    NaiveLead lead =
        model()
            .temperature("warm", 30, 4)
            .scores("form", 64, 4 * DAY)
            .scores("careers", -48, DAY)
            .lead();
    lead.event(event("careers", T));
    lead.event(event("form", T + 1));

    List<Emission> said = lead.timersUpTo(Long.MAX_VALUE);
    assertThat(moves(said)).hasSize(2);
    StageChanged rise = (StageChanged) said.get(0);
    StageChanged fall = (StageChanged) said.get(2);
    // 64y - 48y^4 = 30 on its falling branch in y: 53.5808 - 23.5808 at y = 0.83720, which is
    // reached after 4 d x -log2(0.83720) = 1.0254 d.
    assertThat((rise.occurredAt() - END) / (double) DAY).isBetween(1.023, 1.028);
    // 64y - 48y^4 = 4 near y = 1/16: y = 0.0625115, after 4 d x 3.999736 = 15.99894 d.
    assertThat((fall.occurredAt() - END) / (double) DAY).isBetween(15.998, 15.9999);
    for (StageChanged move : List.of(rise, fall)) {
      double bound = move == rise ? 30 - 1e-9 : 4 - 1e-9;
      double sign = move == rise ? 1 : -1;
      assertThat(sign * (lead.engagement(move.occurredAt()) - bound)).isNotNegative();
      assertThat(sign * (lead.engagement(move.occurredAt() - 1) - bound)).isNegative();
    }
  }

  @Test
  void gains_and_penalties_that_cancel_for_ever_are_no_crossing() {
    NaiveLead lead =
        model()
            .temperature("warm", 20, 19.9999)
            .scores("meeting", "base", 20, 0, null)
            .scores("view", "web", 10, 14 * DAY, null)
            .scores("careers", "intent", -10, 14 * DAY, null)
            .lead();
    lead.event(event("meeting", T));
    lead.event(event("view", T + 1));
    lead.event(event("careers", T + 2));

    assertThat(lead.nextInstant()).hasValue(END + 400 * DAY);
  }

  @Test
  void a_clamp_delays_cooling() {
    NaiveLead lead =
        model().bounds(0, 40).temperature("warm", 30, 20).scores("view", 20, 14 * DAY).lead();
    for (int i = 0; i < 4; i++) {
      lead.event(event("view", T + i));
    }
    assertThat(lead.engagement(T + 3)).isEqualTo(40);
    // Not 40 but the 80 behind it decays: two half-lives.
    assertThat(lead.nextInstant()).hasValue(END + 28 * DAY + 1);
  }

  @Test
  void a_bound_is_reached_up_to_1e9_below_it() {
    NaiveLead lead =
        model().temperature("warm", 0.3, 0.1).scores("view", 0.1, 0).minChange(0).lead();
    lead.event(event("view", T));
    lead.event(event("view", T + 1));
    assertThat(lead.score(T + 1).temperature()).isEqualTo("cold");
    lead.event(event("view", T + 2));
    assertThat(lead.score(T + 2).temperature()).isEqualTo("warm");

    NaiveLead short2e9 = model().temperature("warm", 20 + 2e-9, 0).scores("view", 20, 0).lead();
    short2e9.event(event("view", T));
    assertThat(short2e9.score(T).temperature()).isEqualTo("cold");
    NaiveLead short5e10 = model().temperature("warm", 20 + 5e-10, 0).scores("view", 20, 0).lead();
    short5e10.event(event("view", T));
    assertThat(short5e10.score(T).temperature()).isEqualTo("warm");
  }

  @Test
  void own_instants_due_at_or_before_an_event_fire_first_whatever_the_watermark_says() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    long hotEnds = lead.nextInstant().getAsLong();

    List<Emission> said = lead.event(event("view", hotEnds));

    // 50 - epsilon cools the lead first, then 60 - epsilon lies between 50 and 70.
    assertThat(moves(said)).containsExactly("hot>warm COOLING " + hotEnds);
    assertThat(said).extracting(Emission::sequence).containsExactly(2L, 2L, 3L);
  }

  @Test
  void a_late_event_is_judged_now_and_rewrites_nothing() {
    NaiveLead lead = usual().lead();
    lead.event(event("nudge", T + 14 * DAY));

    List<Emission> said = lead.event(event("form", T));

    // At the clock, 14 d - 45 min after the end of the form's hour: 80 x 2^-0.9978 = 40.06.
    assertThat(moves(said)).containsExactly("cold>warm BEHAVIOUR " + (T + 14 * DAY));
    assertThat(lead.clock()).hasValue(T + 14 * DAY);
  }

  @Test
  void a_late_event_may_arm_an_instant_that_is_already_due() {
    NaiveLead lead = usual().lead();
    lead.event(event("nudge", T));
    assertThat(lead.timersUpTo(END + 60 * DAY)).isEmpty();
    // The watermark moves no lead's clock.
    lead.event(event("form", T));

    assertThat(moves(lead.timersUpTo(END + 60 * DAY)))
        .containsExactly(
            "hot>warm COOLING " + (END + 820_195_777L),
            "warm>cold COOLING " + (END + 28 * DAY + 1));
  }

  @Test
  void the_sequence_counts_events_judged_and_timers_that_emitted() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    lead.event(event("form", T));
    lead.event(event("unknown", T + 1));
    assertThat(lead.score(T).sequence()).isEqualTo(1);
    lead.event(event("nudge", T + 1));
    lead.crm("c1", T + 2, Sample.crm(CrmUpdate.Kind.ACCEPTED, Map.of(), null, null, null));
    assertThat(lead.score(T + 2).sequence()).isEqualTo(3);
    lead.timersUpTo(Long.MAX_VALUE);
    assertThat(lead.score(END + 60 * DAY).sequence()).isEqualTo(5);
  }

  @Test
  void a_score_is_news_when_it_moved_enough_or_anything_else_changed() {
    NaiveLead lead =
        model().minChange(5).temperature("warm", 100, 50).scores("view", 2.5, 0).lead();
    assertThat(scores(lead.event(event("view", T)))).containsExactly(2.5);
    assertThat(scores(lead.event(event("view", T + 1)))).isEmpty();
    assertThat(scores(lead.event(event("view", T + 2)))).containsExactly(7.5);
    assertThat(scores(lead.event(event("view", T + 3)))).isEmpty();
    // Nothing that a score says changes with a profile that earns no grade, or another owner.
    assertThat(scores(lead.crm("c1", T + 4, Sample.profile(Map.of())))).isEmpty();
    assertThat(scores(lead.event(event("view", T + 5)))).containsExactly(12.5);
    assertThat(
            scores(
                lead.crm(
                    "c2", T + 6, Sample.crm(CrmUpdate.Kind.ACCEPTED, Map.of(), null, "ACC", null))))
        .containsExactly(12.5);
    assertThat(
            scores(
                lead.crm(
                    "c3", T + 7, Sample.crm(CrmUpdate.Kind.ACCEPTED, Map.of(), null, null, "aoi"))))
        .isEmpty();
  }

  @Test
  void a_change_names_the_campaign_of_the_latest_fact_that_carried_one() {
    NaiveLead lead = usual().lead();
    lead.event(
        Sample.named("view", T)
            .with(EventField.CAMPAIGN_SOURCE, "ads")
            .with(EventField.CAMPAIGN_NAME, "spring")
            .build());
    lead.event(Sample.named("view", T - 1).with(EventField.CAMPAIGN_SOURCE, "older").build());

    StageChanged change = (StageChanged) lead.event(event("form", T + 1)).get(0);
    assertThat(change.sourceCampaign()).isEqualTo("spring");
  }

  @Test
  void a_new_model_applies_to_the_past_and_moves_the_clock_where_it_says_something() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    Sample stricter = model().version(2).temperature("warm", 100, 90).scores("form", 80, 14 * DAY);

    List<Emission> said = lead.switchTo(stricter.build(), stricter.catalogue(), T + HOUR);

    // Rank 2 of three becomes rank 1 of two, and no more than 80 is below 90.
    assertThat(moves(said)).containsExactly("warm>cold MODEL_CHANGE " + (T + HOUR));
    assertThat(lead.clock()).hasValue(T + HOUR);
    assertThat(lead.score(T + HOUR).sequence()).isEqualTo(2);
    assertThat(lead.nextInstant()).isEmpty();
  }

  @Test
  void instants_before_a_model_applies_fire_under_the_old_one() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));
    long hotEnds = lead.nextInstant().getAsLong();
    Sample next = usual().version(2);

    List<Emission> said = lead.switchTo(next.build(), next.catalogue(), hotEnds + 1);

    assertThat(moves(said)).containsExactly("hot>warm COOLING " + hotEnds);
    assertThat(said).extracting(Emission::sequence).containsExactly(2L, 2L, 3L);
  }

  @Test
  void a_rejudgement_that_says_nothing_leaves_no_trace() {
    NaiveLead lead = usual().lead();
    lead.event(event("view", T));

    Sample same = usual();
    assertThat(lead.switchTo(same.build(), same.catalogue(), T + HOUR)).isEmpty();

    assertThat(lead.clock()).hasValue(T);
    assertThat(lead.score(T).sequence()).isEqualTo(1);
  }

  @Test
  void a_crm_record_is_judged_after_the_cooling_that_was_due_before_it() {
    NaiveLead lead = usual().lead();
    lead.event(event("form", T));

    List<Emission> said = lead.crm("c1", END + 100 * DAY, Sample.profile(Map.of()));

    assertThat(said)
        .filteredOn(StageChanged.class::isInstance)
        .extracting(it -> ((StageChanged) it).cause())
        .containsExactly(Cause.COOLING, Cause.COOLING);
    assertThat(lead.sequence()).isEqualTo(4);
  }

  private static List<Double> scores(List<Emission> said) {
    return said.stream()
        .filter(LeadScored.class::isInstance)
        .map(it -> ((LeadScored) it).engagement())
        .toList();
  }

  private static List<String> moves(List<Emission> said) {
    return said.stream()
        .filter(StageChanged.class::isInstance)
        .map(StageChanged.class::cast)
        .map(it -> it.fromStage() + ">" + it.toStage() + " " + it.cause() + " " + it.occurredAt())
        .toList();
  }
}
