package dev.kizashi.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kizashi.events.ClickstreamEvent;
import dev.kizashi.events.CrmKind;
import dev.kizashi.events.CrmUpdate;
import dev.kizashi.events.EmailEngagementEvent;
import dev.kizashi.events.OfflineActivityEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Visitors, addresses, merges and erasures in simulated traffic. */
class IdentityTrafficTest {
  private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
  private static final Duration DAYS = Duration.ofDays(30);
  private static final int LEADS = 500;
  private static final int VISITORS = 3_000;

  private static TrafficSettings settings(double addresses, double merges, double erasures) {
    return settings(addresses, merges, erasures, true);
  }

  private static TrafficSettings settings(
      double addresses, double merges, double erasures, boolean crossing) {
    return TrafficSettings.of(5, LEADS, START)
        .withDisorder(0.02, 0.05)
        .withIdentity(
            new IdentitySettings(
                VISITORS,
                DAYS,
                1.0 / 3,
                addresses,
                merges,
                erasures,
                IdentitySettings.USUAL_SHARED,
                crossing));
  }

  private static List<TrafficEvent> events(TrafficSettings settings, Duration span) {
    List<TrafficEvent> events = new ArrayList<>();
    Traffic traffic = new Traffic(settings);
    long end = START.plus(span).toEpochMilli();
    for (TrafficEvent event = traffic.next(); event.arrivesAt() < end; event = traffic.next()) {
      events.add(event);
    }
    return events;
  }

  /** What one browser was heard to say. */
  private static final class Browser {
    private final List<Long> anonymous = new ArrayList<>();
    private final Map<Long, String> namings = new HashMap<>();
  }

  private static String visitorOf(TrafficEvent event) {
    if (event.record() instanceof ClickstreamEvent click) {
      return click.getVisitorId();
    }
    return event.record() instanceof EmailEngagementEvent mail ? mail.getVisitorId() : null;
  }

  private static String nameOn(TrafficEvent event) {
    if (event.record() instanceof ClickstreamEvent click) {
      return click.getLeadId() != null ? click.getLeadId() : click.getEmail();
    }
    if (event.record() instanceof EmailEngagementEvent mail) {
      return mail.getLeadId() != null ? mail.getLeadId() : mail.getEmail();
    }
    return event.record() instanceof OfflineActivityEvent activity
        ? activity.getLeadId()
        : ((CrmUpdate) event.record()).getLeadId();
  }

  /** Whose index in the population the name or visitor carries, whatever kind of name it is. */
  private static int personOf(String name) {
    String digits =
        name.startsWith("L-")
            ? name.substring(2)
            : name.startsWith("v-")
                ? name.split("-", -1)[2]
                : name.substring(0, name.indexOf('@')).replaceAll(".*\\.", "").strip();
    return Integer.parseInt(digits);
  }

  private static Map<String, Browser> browsers(List<TrafficEvent> events) {
    Map<String, Browser> browsers = new HashMap<>();
    for (TrafficEvent event : events) {
      String visitor = visitorOf(event);
      if (visitor != null && visitor.startsWith("v-") && visitor.split("-", -1).length >= 3) {
        Browser browser = browsers.computeIfAbsent(visitor, it -> new Browser());
        String name = nameOn(event);
        if (name == null) {
          browser.anonymous.add(event.occurredAt());
        } else {
          browser.namings.put(event.occurredAt(), name);
        }
      }
    }
    browsers.keySet().removeIf(visitor -> personOf(visitor) < LEADS);
    return browsers;
  }

  @Test
  void as_many_visitors_come_as_were_asked_for_and_a_third_of_the_people_say_who_they_are() {
    Map<String, Browser> browsers = browsers(events(settings(0.8, 0, 0), DAYS.plusDays(3)));

    assertThat(browsers).hasSize(VISITORS);
    Set<Integer> people = new HashSet<>();
    Set<Integer> named = new HashSet<>();
    Map<Integer, Set<String>> devices = new HashMap<>();
    browsers.forEach(
        (visitor, browser) -> {
          people.add(personOf(visitor));
          browser
              .namings
              .values()
              .forEach(
                  name -> {
                    named.add(personOf(name));
                    devices.computeIfAbsent(personOf(name), it -> new TreeSet<>()).add(visitor);
                  });
        });
    people.addAll(named);
    assertThat((double) named.size() / people.size()).isCloseTo(1.0 / 3, within(0.03));
    assertThat(devices.values().stream().map(Set::size)).contains(1, 2, 3).allMatch(n -> n <= 3);
  }

  @Test
  void browsers_are_read_without_a_name_before_and_after_one_is_given_and_some_have_two_people() {
    Map<String, Browser> browsers = browsers(events(settings(0.8, 0, 0), DAYS.plusDays(3)));
    int before = 0;
    int after = 0;
    int shared = 0;
    for (Browser browser : browsers.values()) {
      if (!browser.namings.isEmpty()) {
        long first = browser.namings.keySet().stream().mapToLong(it -> it).min().orElseThrow();
        before += browser.anonymous.stream().anyMatch(at -> at < first - 3_600_000) ? 1 : 0;
        after += browser.anonymous.stream().anyMatch(at -> at > first + 3_600_000) ? 1 : 0;
        Set<Integer> people =
            browser.namings.values().stream()
                .map(IdentityTrafficTest::personOf)
                .collect(Collectors.toSet());
        shared += people.size() > 1 ? 1 : 0;
      }
    }
    assertThat(before).isGreaterThan(200);
    assertThat(after).isGreaterThan(200);
    assertThat(shared).isGreaterThan(10);
  }

  @Test
  void where_none_is_shared_nobody_is_named_on_anothers_browser() {
    TrafficSettings settings =
        TrafficSettings.of(7, LEADS, START)
            .withIdentity(new IdentitySettings(VISITORS, DAYS, 1.0 / 3, 0.8, 0, 0, 0, true));
    Map<String, Browser> browsers = browsers(events(settings, DAYS.plusDays(3)));
    assertThat(browsers).hasSize(VISITORS);
    browsers.forEach(
        (visitor, browser) ->
            assertThat(browser.namings.values())
                .allMatch(name -> personOf(name) == personOf(visitor)));
  }

  @Test
  void a_form_a_login_and_a_click_in_a_mail_tell_whose_browser_it_is() {
    List<TrafficEvent> events = events(settings(0.8, 0, 0), DAYS);
    assertThat(events)
        .anyMatch(
            event ->
                event.record() instanceof ClickstreamEvent click
                    && click.getType().equals("form_submit")
                    && click.getLeadId() == null
                    && click.getEmail() != null
                    && click.getVisitorId() != null)
        .anyMatch(
            event ->
                event.record() instanceof ClickstreamEvent click
                    && click.getType().equals("login")
                    && click.getLeadId() != null
                    && click.getVisitorId() != null)
        .anyMatch(event -> isClickThrough(event, false))
        .anyMatch(event -> isClickThrough(event, true))
        .anyMatch(
            event ->
                event.arrivesAt() > event.occurredAt()
                    && visitorOf(event) != null
                    && nameOn(event) == null)
        .anyMatch(
            event ->
                event.arrivesAt() > event.occurredAt()
                    && visitorOf(event) != null
                    && nameOn(event) != null);
  }

  private static boolean isClickThrough(TrafficEvent event, boolean byLead) {
    return event.record() instanceof EmailEngagementEvent mail
        && mail.getVisitorId() != null
        && !mail.getVisitorId().startsWith("scanner-")
        && mail.getType().equals("clicked")
        && (mail.getLeadId() != null) == byLead;
  }

  @Test
  void most_mail_tells_the_address_alone_and_the_crm_says_whose_it_is_before_or_after() {
    List<TrafficEvent> events = events(settings(0.8, 0, 0), DAYS);
    Map<String, Long> introducedAt = new HashMap<>();
    Map<String, Long> firstMailAt = new HashMap<>();
    int addresses = 0;
    int mails = 0;
    for (TrafficEvent event : events) {
      if (event.record() instanceof CrmUpdate update && update.getEmail() != null) {
        introducedAt.putIfAbsent(update.getEmail(), event.arrivesAt());
      } else if (event.record() instanceof EmailEngagementEvent mail) {
        mails++;
        if (mail.getLeadId() == null) {
          addresses++;
          assertThat(event.key()).isEqualTo(mail.getEmail().strip().toLowerCase(Locale.ROOT));
          firstMailAt.putIfAbsent(event.key(), event.arrivesAt());
        }
      }
    }
    assertThat((double) addresses / mails).isBetween(0.75, 0.95);
    long early =
        firstMailAt.entrySet().stream()
            .filter(
                first ->
                    introducedAt.getOrDefault(first.getKey(), Long.MAX_VALUE) <= first.getValue())
            .count();
    long late =
        firstMailAt.entrySet().stream()
            .filter(first -> introducedAt.getOrDefault(first.getKey(), 0L) > first.getValue())
            .count();
    long never =
        firstMailAt.keySet().stream().filter(email -> !introducedAt.containsKey(email)).count();
    assertThat(early).isGreaterThan(50);
    assertThat(late).isGreaterThan(50);
    assertThat(never).isGreaterThan(20);
  }

  /** Who is merged into whom, and when, in the order of delivery; repeated events once. */
  private static List<CrmUpdate> said(List<TrafficEvent> events, CrmKind kind) {
    Set<String> ids = new HashSet<>();
    return events.stream()
        .map(TrafficEvent::record)
        .filter(CrmUpdate.class::isInstance)
        .map(CrmUpdate.class::cast)
        .filter(update -> update.getKind() == kind && ids.add(update.getEventId()))
        .toList();
  }

  @Test
  void doubles_are_merged_in_chains_and_crosswise_said_twice_and_taken_back() {
    List<TrafficEvent> events = events(settings(0.8, 0.2, 0), Duration.ofDays(60));
    List<CrmUpdate> merged = said(events, CrmKind.MERGED);
    Map<String, String> into = new HashMap<>();
    Set<List<String>> pairs = new HashSet<>();
    int again = 0;
    for (CrmUpdate update : merged) {
      again += pairs.add(List.of(update.getOtherLeadId(), update.getLeadId())) ? 0 : 1;
      into.put(update.getOtherLeadId(), update.getLeadId());
    }
    Set<String> known =
        said(events, CrmKind.PROFILE_UPSERTED).stream()
            .map(CrmUpdate::getLeadId)
            .collect(Collectors.toSet());
    long crossing =
        pairs.stream().filter(pair -> pairs.contains(List.of(pair.get(1), pair.get(0)))).count()
            / 2;
    long chained = into.values().stream().filter(into::containsKey).count() - 2 * crossing;

    assertThat((double) (pairs.size() - crossing) / known.size()).isCloseTo(0.2, within(0.04));
    assertThat(again).isGreaterThan(5);
    assertThat(chained).isGreaterThan(5);
    assertThat(crossing).isGreaterThan(2);
    assertThat(said(events, CrmKind.UNMERGED))
        .hasSizeGreaterThan(5)
        .allMatch(update -> pairs.contains(List.of(update.getOtherLeadId(), update.getLeadId())));
    assertThat(behaviourAfter(events, merged)).isGreaterThan(20);
  }

  @Test
  void without_crossing_nobody_is_merged_into_whom_they_absorbed() {
    List<CrmUpdate> merged =
        said(events(settings(0.8, 0.2, 0, false), Duration.ofDays(60)), CrmKind.MERGED);
    Set<List<String>> pairs =
        merged.stream()
            .map(update -> List.of(update.getOtherLeadId(), update.getLeadId()))
            .collect(Collectors.toSet());

    assertThat(pairs)
        .hasSizeGreaterThan(20)
        .noneMatch(pair -> pairs.contains(List.of(pair.get(1), pair.get(0))));
  }

  private static long behaviourAfter(List<TrafficEvent> events, List<CrmUpdate> merged) {
    Map<String, Long> mergedAt = new HashMap<>();
    merged.forEach(
        update ->
            mergedAt.putIfAbsent(update.getOtherLeadId(), update.getOccurredAt().toEpochMilli()));
    return events.stream()
        .filter(event -> !(event.record() instanceof CrmUpdate) && nameOn(event) != null)
        .filter(event -> mergedAt.getOrDefault(nameOn(event), Long.MAX_VALUE) < event.occurredAt())
        .count();
  }

  @Test
  void of_the_erased_late_events_follow_and_some_come_again() {
    List<TrafficEvent> events = events(settings(0.8, 0, 0.1), Duration.ofDays(60));
    Map<String, Long> erasedAt = new HashMap<>();
    said(events, CrmKind.ERASED)
        .forEach(update -> erasedAt.put(update.getLeadId(), update.getOccurredAt().toEpochMilli()));
    Set<String> late = new HashSet<>();
    Set<String> again = new HashSet<>();
    for (TrafficEvent event : events) {
      String name = nameOn(event);
      Long erased = name == null ? null : erasedAt.get(name);
      if (erased != null && event.arrivesAt() > erased) {
        (event.occurredAt() <= erased ? late : again).add(name);
      }
    }
    int known =
        said(events, CrmKind.PROFILE_UPSERTED).stream()
            .map(CrmUpdate::getLeadId)
            .collect(Collectors.toSet())
            .size();
    assertThat((double) erasedAt.size() / known).isCloseTo(0.1, within(0.03));
    assertThat(late).hasSizeGreaterThan(erasedAt.size() * 9 / 10);
    assertThat(again).hasSizeBetween(5, erasedAt.size() * 9 / 10);
  }

  @Test
  void all_of_it_is_the_same_for_the_same_settings() {
    TrafficSettings settings = settings(0.8, 0.05, 0.01);
    assertThat(events(settings, Duration.ofDays(5)))
        .isEqualTo(events(settings, Duration.ofDays(5)));
  }

  @Test
  void visitors_who_will_come_again_are_one_entry_each() {
    Traffic traffic =
        new Traffic(
            TrafficSettings.of(5, LEADS, START)
                .withIdentity(new IdentitySettings(100_000, DAYS, 1.0 / 3, 0.8, 0, 0, 0.05, true)));
    int most = 0;
    for (int i = 0; i < 300_000; i++) {
      traffic.next();
      most = Math.max(most, traffic.pending());
    }
    // The queue holds what has begun, above all the coming week's mails; not the month's 800,000.
    assertThat(most).isLessThan(60_000);
  }

  @Test
  void impossible_shares_are_refused() {
    assertThatThrownBy(() -> settings(0, 0.5, 0))
        .hasMessage("mergedShare must be within 0 and 0.4: 0.5");
    assertThatThrownBy(() -> settings(0, 0, -1)).hasMessageContaining("erasedShare");
    assertThatThrownBy(() -> settings(0, 0, 0).withScanners(0.9))
        .hasMessageContaining("scannerShare");
    assertThatThrownBy(() -> new IdentitySettings(-1, DAYS, 0, 0, 0, 0, 0, true))
        .hasMessageContaining("visitors");
  }
}
