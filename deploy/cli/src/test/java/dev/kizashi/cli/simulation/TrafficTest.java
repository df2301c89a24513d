package dev.kizashi.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private static List<TrafficEvent> events(TrafficSettings settings, int count) {
    return new Traffic(settings).stream().limit(count).toList();
  }

  private static TrafficSettings leads(int leads) {
    return TrafficSettings.of(7, leads, START);
  }

  @Test
  void equal_settings_give_equal_traffic_and_another_seed_another() {
    TrafficSettings settings = leads(200).withDisorder(0.02, 0.05);

    assertThat(events(settings, 5_000)).isEqualTo(events(settings, 5_000));
    assertThat(events(TrafficSettings.of(8, 200, START), 100))
        .isNotEqualTo(events(leads(200), 100));
  }

  @Test
  void without_disorder_events_come_once_each_in_the_order_of_event_time() {
    List<TrafficEvent> events = events(leads(200), 20_000);

    assertThat(events).isSortedAccordingTo(Comparator.comparingLong(TrafficEvent::occurredAt));
    assertThat(events).allMatch(event -> event.arrivesAt() == event.occurredAt());
    assertThat(events.get(0).occurredAt()).isGreaterThanOrEqualTo(START.toEpochMilli());
    assertThat(events.stream().map(event -> event.record().get(0)).distinct()).hasSize(20_000);
  }

  @Test
  void duplicates_and_late_events_have_the_shares_that_were_set() {
    List<TrafficEvent> events = events(leads(500).withDisorder(0.02, 0.05), 100_000);

    long duplicates =
        events.size() - events.stream().map(event -> event.record().get(0)).distinct().count();
    assertThat(duplicates / 100_000.0).isCloseTo(0.02, within(0.003));

    Set<Object> seen = new HashSet<>();
    List<TrafficEvent> firsts =
        events.stream().filter(event -> seen.add(event.record().get(0))).toList();
    List<TrafficEvent> late =
        firsts.stream().filter(event -> event.arrivesAt() > event.occurredAt()).toList();
    assertThat((double) late.size() / firsts.size()).isCloseTo(0.05, within(0.005));
    assertThat(late)
        .allMatch(event -> event.topic() != InputTopic.CRM_UPDATES)
        .allMatch(event -> event.arrivesAt() - event.occurredAt() >= 60_000)
        .allMatch(event -> event.arrivesAt() - event.occurredAt() <= Duration.ofDays(2).toMillis());
    assertThat(events).isSortedAccordingTo(Comparator.comparingLong(TrafficEvent::arrivesAt));
  }

  @Test
  void a_visitor_acts_in_sessions_of_several_events_within_minutes() {
    Map<String, List<Long>> byVisitor =
        events(leads(500), 50_000).stream()
            .filter(event -> event.topic() == InputTopic.CLICKSTREAM)
            .collect(
                Collectors.groupingBy(
                    TrafficEvent::key,
                    Collectors.mapping(TrafficEvent::occurredAt, Collectors.toList())));
    int sessions = 0;
    int events = 0;
    for (List<Long> times : byVisitor.values()) {
      long before = Long.MIN_VALUE / 2;
      for (long time : times) {
        if (time - before > Duration.ofMinutes(30).toMillis()) {
          sessions++;
        }
        events++;
        before = time;
      }
    }
    assertThat((double) events / sessions).isBetween(2.5, 8.0);
  }

  @Test
  void people_sleep_and_have_weekends_in_their_own_zone() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    TrafficSettings inTokyo = new TrafficSettings(7, 500, START, tokyo, 0.25, 0.7, 0.2, 0, 0);
    Map<Boolean, Long> byNight = new HashMap<>();
    Map<Boolean, Long> byWeekend = new HashMap<>();
    for (TrafficEvent event : events(inTokyo, 50_000)) {
      ZonedDateTime time = Instant.ofEpochMilli(event.occurredAt()).atZone(tokyo);
      byNight.merge(time.getHour() < 6, 1L, Long::sum);
      byWeekend.merge(time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0, 1L, Long::sum);
    }
    assertThat(byNight.get(true) / 6.0).isLessThan(byNight.get(false) / 18.0 / 5);
    assertThat(byWeekend.get(true) / 2.0).isLessThan(byWeekend.get(false) / 5.0 / 2);
  }

  @Test
  void some_leads_act_much_more_often_than_others() {
    Map<String, Long> byLead =
        events(TrafficSettings.of(7, 1_000, START), 100_000).stream()
            .filter(event -> event.topic() == InputTopic.EMAIL_ENGAGEMENT)
            .collect(Collectors.groupingBy(TrafficEvent::key, Collectors.counting()));
    long first = sum(byLead, 0, 100);
    long last = sum(byLead, 900, 1_000);
    assertThat(first).isGreaterThan(3 * last);
    assertThat(last).isPositive();
  }

  private static long sum(Map<String, Long> byLead, int from, int to) {
    Population people = new Population(7, 1_000);
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += byLead.getOrDefault(people.person(i).leadId(), 0L);
    }
    return sum;
  }

  @Test
  void a_lead_falls_silent_for_weeks() {
    Map<String, List<Long>> byLead = new HashMap<>();
    for (TrafficEvent event : events(leads(100), 60_000)) {
      if (event.topic() == InputTopic.EMAIL_ENGAGEMENT) {
        byLead.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event.occurredAt());
      }
    }
    assertThat(byLead.values())
        .filteredOn(times -> times.size() > 50)
        .isNotEmpty()
        .allSatisfy(
            times -> {
              long longest = 0;
              for (int i = 1; i < times.size(); i++) {
                longest = Math.max(longest, times.get(i) - times.get(i - 1));
              }
              assertThat(Duration.ofMillis(longest)).isGreaterThan(Duration.ofDays(10));
            });
  }

  @Test
  void the_crm_introduces_a_lead_before_its_first_event_and_only_once() {
    Set<String> introduced = new HashSet<>();
    for (TrafficEvent event : events(leads(100), 20_000)) {
      if (event.topic() == InputTopic.CRM_UPDATES) {
        introduced.add(event.key());
      } else if (leadOf(event) != null) {
        assertThat(introduced).contains(leadOf(event));
      }
    }
    assertThat(introduced).hasSizeGreaterThan(50);
  }

  private static String leadOf(TrafficEvent event) {
    return event.record() instanceof ClickstreamEvent click ? click.getLeadId() : event.key();
  }

  @Test
  void known_leads_are_named_on_the_site_and_strangers_are_not() {
    List<ClickstreamEvent> clicks =
        events(leads(200), 20_000).stream()
            .map(TrafficEvent::record)
            .filter(ClickstreamEvent.class::isInstance)
            .map(ClickstreamEvent.class::cast)
            .toList();
    assertThat(clicks).allMatch(click -> click.getVisitorId() != null);
    double strangers =
        (double) clicks.stream().filter(click -> click.getLeadId() == null).count() / clicks.size();
    assertThat(strangers).isBetween(0.1, 0.4);
  }

  @Test
  void every_kind_of_behaviour_occurs() {
    List<TrafficEvent> events = events(leads(500), 200_000);
    assertThat(events.stream().map(TrafficTest::kind).collect(Collectors.toSet()))
        .contains(
            "page_view",
            "site_search",
            "file_download",
            "video_progress",
            "form_submit",
            "sent",
            "delivered",
            "opened",
            "clicked",
            "bounced",
            "unsubscribed",
            "event_registered",
            "event_attended",
            "event_no_show",
            "booth_visit",
            "material_request",
            "PROFILE_UPSERTED");
    assertThat(events.stream().map(TrafficEvent::record))
        .anyMatch(record -> record instanceof EmailEngagementEvent mail && mail.getMachineOpen());
  }

  private static String kind(TrafficEvent event) {
    return event
        .record()
        .get(
            event
                .record()
                .getSchema()
                .getField(event.topic() == InputTopic.CRM_UPDATES ? "kind" : "type")
                .pos())
        .toString();
  }

  @Test
  void what_is_held_does_not_grow_with_the_length_of_the_stream() {
    Traffic traffic = new Traffic(leads(20_000).withDisorder(0.02, 0.05));
    int early = mostPendingOver(traffic, 300_000);
    int later = mostPendingOver(traffic, 300_000);
    assertThat(later).isLessThan(early + early / 4);
  }

  private static int mostPendingOver(Traffic traffic, int events) {
    int most = 0;
    for (int i = 0; i < events; i++) {
      traffic.next();
      most = Math.max(most, traffic.pending());
    }
    return most;
  }

  @Test
  void people_are_found_again_by_their_ids() {
    Population people = new Population(7, 100);
    Person person = people.person(42);
    assertThat(people.indexOf(person.leadId())).hasValue(42);
    assertThat(people.person(42)).isEqualTo(person);
    assertThat(people.indexOf("L-00100")).isEmpty();
    assertThat(people.indexOf("somebody@else.example")).isEmpty();
  }

  @Test
  void impossible_settings_are_refused() {
    assertThatThrownBy(() -> leads(0)).hasMessageContaining("leads");
    assertThatThrownBy(() -> leads(1).withDisorder(1.5, 0)).hasMessageContaining("duplicateShare");
  }
}
