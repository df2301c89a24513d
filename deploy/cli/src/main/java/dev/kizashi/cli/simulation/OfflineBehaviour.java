package dev.kizashi.cli.simulation;

import dev.kizashi.events.OfflineActivityEvent;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;

/** A webinar every Thursday, and an exhibition from Wednesday to Friday of every sixth week. */
final class OfflineBehaviour {
  private static final LocalTime WEBINAR_AT = LocalTime.of(14, 0);
  private static final int WEEKS_BETWEEN_EXHIBITIONS = 6;

  private final Playback play;

  OfflineBehaviour(Playback play) {
    this.play = play;
  }

  /** Registers for the next webinar, and comes or does not. */
  void registers(Person person, long at) {
    ZonedDateTime now = Instant.ofEpochMilli(at).atZone(play.zone);
    LocalDate thursday = now.toLocalDate().with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
    int week = thursday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    String title = play.pick("Forecasting", "Integration", "Security") + " webinar, week " + week;
    Map<String, String> webinar = Map.of("format", "webinar");
    occurs("event_registered", person, at, title, webinar);
    long begins = thursday.atTime(WEBINAR_AT).atZone(play.zone).toInstant().toEpochMilli();
    boolean comes = play.chance(0.6);
    occurs(
        comes ? "event_attended" : "event_no_show",
        person,
        begins + play.between(60_000, 3_600_000),
        title,
        webinar);
  }

  boolean isExhibition(long at) {
    ZonedDateTime now = Instant.ofEpochMilli(at).atZone(play.zone);
    DayOfWeek day = now.getDayOfWeek();
    return now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) % WEEKS_BETWEEN_EXHIBITIONS == 0
        && day.compareTo(DayOfWeek.WEDNESDAY) >= 0
        && day.compareTo(DayOfWeek.FRIDAY) <= 0;
  }

  /** Stops at the booth, and now and then asks for material. */
  void visitsTheBooth(Person person, long at) {
    int year = Instant.ofEpochMilli(at).atZone(play.zone).getYear();
    occurs("booth_visit", person, at, "Industry Expo " + year, Map.of());
    if (play.chance(0.3)) {
      occurs("material_request", person, at + 300_000, "Printed catalogue", Map.of());
    }
  }

  private void occurs(
      String type, Person person, long at, String title, Map<String, String> properties) {
    OfflineActivityEvent event =
        OfflineActivityEvent.newBuilder()
            .setEventId(play.nextId())
            .setOccurredAt(Instant.ofEpochMilli(at))
            .setType(type)
            .setLeadId(person.leadId())
            .setEmail(person.email())
            .setTitle(title)
            .setProperties(properties)
            .build();
    play.occurs(InputTopic.OFFLINE_ACTIVITY, person.leadId(), at, event);
  }
}
