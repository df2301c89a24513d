package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.DAY;
import static dev.kizashi.oracle.Sample.HOUR;
import static dev.kizashi.oracle.Sample.SECOND;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.model;
import static dev.kizashi.oracle.Sample.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.oracle.random.Arrival;
import dev.kizashi.oracle.random.RandomHistories;
import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.Cause;
import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import dev.kizashi.scoring.lifecycle.CrmUpdate.Kind;
import dev.kizashi.scoring.model.ScoringModel.Trigger;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.SignalCatalogue;
import dev.kizashi.scoring.signals.SignalCatalogue.BurstRule;
import dev.kizashi.scoring.signals.SignalCatalogue.Exclusions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** §2, excluded behaviour: events that are a machine's because of what else came close. */
class BurstsTest {
  private static final long T = at("2026-03-02T09:15:00Z");

  private static final BurstRule THREE_CLICKS =
      new BurstRule("CLICK_BURST", Set.of("clicked"), Set.of(), "message_id", 3, 2 * SECOND);
  private static final BurstRule AT_DELIVERY =
      new BurstRule(
          "CLICK_AT_DELIVERY", Set.of("clicked"), Set.of("delivered"), "message_id", 0, 5 * SECOND);

  private static Exclusions excluding(BurstRule... rules) {
    return new Exclusions(false, List.of("*bot*"), List.of(), false, List.of(rules));
  }

  /** One point for each click and open. */
  private static Sample with(BurstRule... rules) {
    return model()
        .exclude(excluding(rules))
        .scores("clicked", 1, 0)
        .scores("opened", 1, 0)
        .scores("form", 1, 0);
  }

  private static Event mail(String type, String messageId, long occurredAt) {
    return builder(type, messageId, occurredAt).build();
  }

  private static Event.Builder builder(String type, String messageId, long occurredAt) {
    return named(type, occurredAt)
        .with(EventField.EVENT_ID, type + messageId + "@" + occurredAt)
        .with(EventField.MESSAGE_ID, messageId);
  }

  private static Event click(String messageId, long occurredAt) {
    return mail("clicked", messageId, occurredAt);
  }

  private static double score(NaiveLead lead) {
    return lead.engagement(lead.clock().getAsLong());
  }

  private static long suspects(NaiveLead lead) {
    return lead.score(lead.clock().getAsLong()).contributions().stream()
        .mapToLong(Contribution::suspectCount)
        .sum();
  }

  private static Map<String, Long> reasons(NaiveLead lead) {
    return lead.score(lead.clock().getAsLong()).contributions().get(0).suspects();
  }

  private static NaiveLead after(Sample sample, Event... events) {
    NaiveLead lead = sample.lead();
    for (Event event : events) {
      lead.event(event);
    }
    return lead;
  }

  @Test
  void enough_within_mark_all_that_share_the_value_also_those_outside_that_time() {
    NaiveLead lead =
        after(
            with(THREE_CLICKS),
            click("m1", T),
            click("m2", T),
            click("m1", T + 60 * SECOND),
            click("m1", T + 61 * SECOND));
    assertThat(score(lead)).isEqualTo(4);
    assertThat(suspects(lead)).isZero();

    lead.event(click("m1", T + 62 * SECOND));

    assertThat(lead.lastSuspect()).isTrue();
    assertThat(score(lead)).isEqualTo(1);
    assertThat(suspects(lead)).isEqualTo(4);
    // And whatever follows.
    lead.event(click("m1", T + HOUR));
    assertThat(score(lead)).isEqualTo(1);
  }

  @Test
  void within_is_from_the_first_to_the_last_inclusive() {
    assertThat(
            score(
                after(
                    with(THREE_CLICKS),
                    click("m1", T),
                    click("m1", T + 1),
                    click("m1", T + 2 * SECOND))))
        .isZero();
    assertThat(
            score(
                after(
                    with(THREE_CLICKS),
                    click("m1", T),
                    click("m1", T + 1),
                    click("m1", T + 2 * SECOND + 1))))
        .isEqualTo(3);
  }

  @Test
  void any_three_in_a_row_are_enough_in_whatever_order_they_arrive() {
    NaiveLead lead =
        after(
            with(THREE_CLICKS),
            click("m1", T + 7 * SECOND),
            click("m1", T),
            click("m1", T + 3 * SECOND),
            click("m1", T + 4 * SECOND));
    assertThat(score(lead)).isEqualTo(4);

    lead.event(click("m1", T + 2 * SECOND));

    assertThat(score(lead)).isZero();
  }

  @Test
  void types_of_one_rule_count_together_and_others_do_not() {
    BurstRule both =
        new BurstRule("R", Set.of("clicked", "opened"), Set.of(), "message_id", 2, SECOND);

    assertThat(score(after(with(both), mail("opened", "m1", T), click("m1", T)))).isZero();
    assertThat(score(after(with(both), mail("form", "m1", T), click("m1", T)))).isEqualTo(2);
  }

  @Test
  void an_event_without_the_value_takes_part_in_no_rule() {
    NaiveLead lead =
        after(
            with(THREE_CLICKS, AT_DELIVERY),
            named("delivered", T).build(),
            mail("delivered", "", T + 1));
    for (int i = 0; i < 4; i++) {
      lead.event(named("clicked", T + 10 + i).build());
      lead.event(click("", T + 20 + i));
    }
    assertThat(score(lead)).isEqualTo(8);
  }

  @Test
  void the_value_is_what_a_matcher_sees_own_and_derived_fields_before_properties() {
    BurstRule byPath = new BurstRule("R", Set.of("clicked"), Set.of(), "path", 2, SECOND);
    Event own = named("clicked", T).with(EventField.URL, "https://x.example/a?b=c").build();
    Event property = named("clicked", T + 1).properties(Map.of("path", "/a")).build();
    Event other =
        named("clicked", T + 1)
            .with(EventField.URL, "https://x.example/b")
            .properties(Map.of("path", "/a"))
            .build();

    assertThat(score(after(with(byPath), own, property))).isZero();
    assertThat(score(after(with(byPath), own, other))).isEqualTo(2);
    BurstRule byQuery = new BurstRule("R", Set.of("clicked"), Set.of(), "query_b", 1, 0);
    assertThat(score(after(with(byQuery), own, property))).isEqualTo(1);
  }

  @Test
  void what_comes_after_is_marked_from_the_same_millisecond_to_the_last() {
    long[] waits = {-1, 0, 5 * SECOND, 5 * SECOND + 1};
    double[] scores = {1, 0, 0, 1};
    for (int i = 0; i < waits.length; i++) {
      long click = T + waits[i];
      NaiveLead lead = after(with(AT_DELIVERY), mail("delivered", "m1", T), click("m1", click));
      assertThat(score(lead)).as("%d ms after", waits[i]).isEqualTo(scores[i]);
      NaiveLead late = after(with(AT_DELIVERY), click("m1", click), mail("delivered", "m1", T));
      assertThat(score(late)).as("%d ms after, told before", waits[i]).isEqualTo(scores[i]);
    }
    assertThat(score(after(with(AT_DELIVERY), mail("delivered", "m2", T), click("m1", T))))
        .isEqualTo(1);
  }

  @Test
  void after_rules_do_not_mark_what_came_before_nor_anything_after_itself() {
    BurstRule again =
        new BurstRule("R", Set.of("clicked"), Set.of("clicked", "opened"), "message_id", 0, SECOND);
    NaiveLead lead = after(with(again), click("m1", T));
    assertThat(lead.lastSuspect()).isFalse();

    lead.event(click("m1", T + SECOND));

    assertThat(lead.lastSuspect()).isTrue();
    assertThat(score(lead)).isEqualTo(1);
    lead.event(mail("opened", "m1", T));
    assertThat(lead.lastSuspect()).isFalse();
    assertThat(score(lead)).isEqualTo(1);
    assertThat(suspects(lead)).isEqualTo(2);
  }

  @Test
  void what_is_suspect_already_takes_part() {
    Event bot = builder("clicked", "m1", T).with(EventField.USER_AGENT, "bot").build();

    NaiveLead lead = after(with(THREE_CLICKS), bot, click("m1", T + 1));
    assertThat(score(lead)).isEqualTo(1);
    lead.event(click("m1", T + 2));
    assertThat(score(lead)).isZero();
  }

  @Test
  void the_first_rule_listed_gives_the_reason() {
    RecentArrivals all = new RecentArrivals();
    listed(all, mail("delivered", "m1", T));
    RecentArrivals.Arrival second = listed(all, click("m1", T + 4 * SECOND));
    RecentArrivals.Arrival third = listed(all, click("m1", T + 5 * SECOND));
    RecentArrivals.Arrival fourth = listed(all, click("m1", T + 6 * SECOND));
    List<RecentArrivals.Listed> listed = all.listed(T + 6 * SECOND, HOUR);

    assertThat(Bursts.reasons(listed.subList(0, 3), List.of(THREE_CLICKS, AT_DELIVERY)))
        .isEqualTo(Map.of(second, "CLICK_AT_DELIVERY", third, "CLICK_AT_DELIVERY"));
    assertThat(Bursts.reasons(listed, List.of(THREE_CLICKS, AT_DELIVERY)))
        .isEqualTo(Map.of(second, "CLICK_BURST", third, "CLICK_BURST", fourth, "CLICK_BURST"));
    assertThat(Bursts.reasons(listed, List.of(AT_DELIVERY, THREE_CLICKS)))
        .isEqualTo(
            Map.of(second, "CLICK_AT_DELIVERY", third, "CLICK_AT_DELIVERY", fourth, "CLICK_BURST"));
  }

  @Test
  void each_reason_is_counted_for_itself_and_the_first_stays() {
    NaiveLead lead =
        after(
            with(THREE_CLICKS, AT_DELIVERY),
            builder("clicked", "m1", T).with(EventField.USER_AGENT, "bot").build(),
            click("m1", T + 1),
            mail("delivered", "m1", T + 1));
    assertThat(reasons(lead)).isEqualTo(Map.of("USER_AGENT", 1L, "CLICK_AT_DELIVERY", 1L));

    lead.event(click("m1", T + 2));

    // Three of them by now, but only the third was not suspect yet.
    assertThat(reasons(lead))
        .isEqualTo(Map.of("USER_AGENT", 1L, "CLICK_AT_DELIVERY", 1L, "CLICK_BURST", 1L));
  }

  @Test
  void a_reason_that_the_catalogue_names_no_more_is_another() {
    Sample sample = with(AT_DELIVERY);
    NaiveLead lead =
        after(
            sample,
            builder("clicked", "m1", T).with(EventField.USER_AGENT, "bot").build(),
            mail("delivered", "m1", T),
            click("m1", T + 1));

    lead.switchTo(sample.version(2).build(), with(THREE_CLICKS).catalogue(), T + HOUR);

    assertThat(reasons(lead)).isEqualTo(Map.of("USER_AGENT", 1L, "OTHER", 1L));
  }

  private static RecentArrivals.Arrival listed(RecentArrivals list, Event event) {
    return list.add(Source.OWN, event.eventId(), event.occurredAt(), event);
  }

  @Test
  void what_has_left_the_recent_list_takes_no_part_but_stays_marked() {
    Sample sample = with(THREE_CLICKS).dedupeWindow(HOUR);
    NaiveLead lead = after(sample, click("m1", T), click("m1", T + 1));
    lead.event(mail("form", "m9", T + HOUR));
    // T is as old as the window by now, and T + 1 is not.
    lead.event(click("m1", T + 2));
    assertThat(score(lead)).isEqualTo(4);
    lead.event(click("m1", T + 3));
    assertThat(score(lead)).isEqualTo(2);
    assertThat(suspects(lead)).isEqualTo(3);

    lead.event(mail("form", "m9", T + 30 * DAY));
    assertThat(score(lead)).isEqualTo(3);
    assertThat(suspects(lead)).isEqualTo(3);
  }

  @Test
  void what_arrives_too_old_for_the_list_is_in_no_burst() {
    Sample sample = with(THREE_CLICKS, AT_DELIVERY).dedupeWindow(HOUR);
    NaiveLead lead = after(sample, mail("form", "m9", T + HOUR));

    for (Event event : List.of(click("m1", T - 2), click("m1", T - 1), click("m1", T))) {
      lead.event(event);
      assertThat(lead.lastSuspect()).isFalse();
    }
    lead.event(mail("delivered", "m1", T - 2));
    assertThat(score(lead)).isEqualTo(4);
  }

  @Test
  void the_list_has_256_places_of_which_the_crm_takes_some() {
    NaiveLead lead = after(with(THREE_CLICKS), click("m1", T), click("m1", T + 1));
    for (int i = 0; i < 254; i++) {
      lead.crm("c" + i, T + 1, Sample.outcome(Kind.ALERT_ACKNOWLEDGED));
    }
    // Each time the first of 256 makes room.
    lead.event(click("m1", T + 2));
    assertThat(score(lead)).isEqualTo(3);
    lead.event(click("m1", T + 3));
    assertThat(score(lead)).isEqualTo(4);

    NaiveLead roomy = after(with(THREE_CLICKS), click("m1", T), click("m1", T + 1));
    for (int i = 0; i < 253; i++) {
      roomy.crm("c" + i, T + 1, Sample.outcome(Kind.ALERT_ACKNOWLEDGED));
    }
    roomy.event(click("m1", T + 2));
    assertThat(score(roomy)).isZero();
  }

  @Test
  void a_repeated_event_joins_no_list() {
    NaiveLead lead =
        after(with(THREE_CLICKS), click("m1", T), click("m1", T + 1), click("m1", T + 1));

    assertThat(lead.isDuplicate()).isTrue();
    assertThat(lead.lastSuspect()).isFalse();
    assertThat(score(lead)).isEqualTo(2);
  }

  @Test
  void the_temperature_falls_by_correction_where_an_earlier_fact_is_re_marked() {
    Sample sample =
        model()
            .exclude(excluding(THREE_CLICKS, AT_DELIVERY))
            .temperature("warm", 20, 15)
            .scores("clicked", 10, 0);
    NaiveLead lead = sample.lead();
    lead.event(click("m1", T));
    List<StageChanged> rise = Said.changes(lead.event(click("m1", T + 1)));
    assertThat(rise).extracting(StageChanged::cause).containsExactly(Cause.BEHAVIOUR);

    List<Emission> said = lead.event(click("m1", T + 2));

    assertThat(Said.changes(said)).extracting(StageChanged::toStage).containsExactly("cold");
    assertThat(Said.changes(said))
        .extracting(StageChanged::cause)
        .containsExactly(Cause.CORRECTION);
    assertThat(Said.changes(said)).extracting(StageChanged::engagement).containsExactly(0.0);
    assertThat(said).extracting(Emission::sequence).containsOnly(3L);
  }

  @Test
  void marking_only_what_arrives_corrects_nothing() {
    Sample sample =
        model()
            .exclude(excluding(AT_DELIVERY))
            .temperature("warm", 20, 15)
            .scores("delivered", 20, 0)
            .scores("clicked", 10, 0)
            .alert("asks", Trigger.Kind.SIGNAL, "clicked");
    NaiveLead lead = sample.lead();
    lead.event(mail("delivered", "m1", T));

    List<Emission> said = lead.event(click("m1", T + 1));

    // No signal alert either, and the score is no news.
    assertThat(said).isEmpty();
    assertThat(lead.lastSuspect()).isTrue();
    assertThat(lead.sequence()).isEqualTo(2);
  }

  @Test
  void a_rule_that_marks_again_what_a_bot_did_corrects_nothing() {
    Sample sample =
        model()
            .exclude(excluding(AT_DELIVERY))
            .temperature("warm", 20, 15)
            .scores("clicked", 10, 0)
            .scores("delivered", 20, 0);
    NaiveLead lead = sample.lead();
    lead.event(builder("clicked", "m1", T + 1).with(EventField.USER_AGENT, "bot").build());

    List<StageChanged> said = Said.changes(lead.event(mail("delivered", "m1", T)));

    assertThat(said).extracting(StageChanged::cause).containsExactly(Cause.BEHAVIOUR);
  }

  @Test
  void a_form_is_heard_unless_it_is_marked_as_it_arrives() {
    BurstRule twice = new BurstRule("R", Set.of("form"), Set.of(), "message_id", 2, SECOND);
    Sample sample =
        with(twice).tells("form", "need", "says").alert("asks", Trigger.Kind.SIGNAL, "opened");
    NaiveLead lead = sample.lead();
    lead.event(builder("form", "m1", T).properties(Map.of("says", "first")).build());
    lead.event(builder("form", "m1", T + 1).properties(Map.of("says", "second")).build());
    assertThat(score(lead)).isZero();

    assertThat(Said.alerts(lead.event(mail("opened", "m2", T + 2))).get(0).bant().need())
        .isEqualTo("first");
  }

  @Test
  void quiet_counts_from_the_latest_that_is_left() {
    NaiveLead lead = with(THREE_CLICKS).quiet("silent", DAY).lead();
    lead.event(mail("opened", "m1", T));
    lead.event(click("m1", T + HOUR));
    lead.event(click("m1", T + HOUR + 1));
    assertThat(lead.nextInstant()).hasValue(T + HOUR + 1 + DAY);

    lead.event(click("m1", T + HOUR + 2));

    assertThat(lead.nextInstant()).hasValue(T + DAY);
  }

  @Test
  void a_re_marked_click_brought_nobody() {
    Sample sample = with(THREE_CLICKS).temperature("warm", 3, 2);
    NaiveLead lead = sample.lead();
    lead.event(builder("opened", "m1", T).with(EventField.CAMPAIGN_NAME, "spring").build());
    lead.event(builder("clicked", "m1", T + 1).with(EventField.CAMPAIGN_NAME, "autumn").build());
    List<StageChanged> rise = Said.changes(lead.event(click("m1", T + 2)));
    assertThat(rise).extracting(StageChanged::sourceCampaign).containsExactly("autumn");

    List<StageChanged> fall = Said.changes(lead.event(click("m1", T + 3)));

    assertThat(fall).extracting(StageChanged::sourceCampaign).containsExactly("spring");
  }

  @Test
  void rules_that_come_into_force_look_back_over_the_list_with_the_next_arrival() {
    Sample sample = with();
    NaiveLead lead = after(sample, click("m1", T), click("m1", T + 1), click("m1", T + 2));
    SignalCatalogue stricter =
        new SignalCatalogue(
            2,
            sample.catalogue().dedupeWindowMillis(),
            sample.catalogue().signals(),
            excluding(THREE_CLICKS));

    lead.switchTo(sample.version(2).build(), stricter, T + 3);
    assertThat(score(lead)).isEqualTo(3);
    lead.event(mail("opened", "m1", T + 4));
    assertThat(score(lead)).isEqualTo(1);
  }

  @Test
  void a_history_scores_as_if_what_bursts_mark_had_never_been() {
    int marked = 0;
    for (int seed = 0; seed < 120; seed++) {
      RandomHistories random = new RandomHistories(seed);
      NaiveMatching matching = new NaiveMatching(random.catalogue());
      RecentArrivals list = new RecentArrivals();
      NaiveLead lead = new NaiveLead(random.leadId(), random.model(), matching, address -> address);
      List<Event> events = new ArrayList<>();
      List<RecentArrivals.Arrival> arrivals = new ArrayList<>();
      Set<RecentArrivals.Arrival> machines = new HashSet<>();
      for (Arrival arrival : random.history(60)) {
        if (!(arrival instanceof Arrival.Behaviour behaviour)) {
          continue;
        }
        Event event = behaviour.event();
        lead.event(event);
        if (lead.lastFate() == NaiveLead.Fate.SCORED) {
          events.add(event);
          arrivals.add(listed(list, event));
          long clock = lead.clock().getAsLong();
          machines.addAll(
              Bursts.reasons(
                      list.listed(clock, random.catalogue().dedupeWindowMillis()),
                      random.catalogue().exclude().bursts())
                  .keySet());
        }
      }
      NaiveLead person =
          new NaiveLead(
              random.leadId(), random.model(), random.catalogueWithoutBursts(), address -> address);
      for (int i = 0; i < events.size(); i++) {
        if (!machines.contains(arrivals.get(i))) {
          person.event(events.get(i));
        }
      }
      marked += machines.size();
      if (lead.clock().isPresent()) {
        long t = lead.clock().getAsLong();
        assertThat(lead.engagement(t))
            .as("seed %d", seed)
            .isCloseTo(person.engagement(t), within(1e-9));
      }
    }
    assertThat(marked).isGreaterThan(100);
  }
}
