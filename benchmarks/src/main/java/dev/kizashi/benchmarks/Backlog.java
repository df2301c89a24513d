package dev.kizashi.benchmarks;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.InProcessScoring;
import dev.kizashi.cli.simulation.IdentitySettings;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.evaluate.LeadEvent;
import dev.kizashi.scoring.lifecycle.CrmUpdate;
import dev.kizashi.scoring.signals.Event;
import dev.kizashi.scoring.signals.EventField;
import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The events that runs of a benchmark consume: simulated traffic, the same for a seed on any day, 2
 * % of it delivered twice and 5 % late. There are two of them, of the same people doing the same:
 * as they come, and with everybody {@link Named}.
 *
 * @param events all of them
 * @param behaviour those that are not the CRM's
 * @param valueBytes of all their records, keys not included
 * @param knownBy how many there are for each set of names that an event carries
 * @param spanMillis of event time
 * @param sizes of the state after the last event, judged in the order of delivery
 */
record Backlog(
    Kind kind,
    long events,
    long behaviour,
    long valueBytes,
    Map<String, Long> knownBy,
    long spanMillis,
    StateSizes sizes) {
  /** A Monday morning after the default model has come into force. */
  private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");

  private static final double SESSIONS_PER_LEAD_PER_DAY = 0.25;
  private static final double ZIPF_EXPONENT = 0.7;
  private static final double DUPLICATE_SHARE = 0.02;
  private static final double LATE_SHARE = 0.05;

  /** Each comes two or three times, within a month: about a quarter of all events have no name. */
  private static final double BROWSERS_PER_LEAD = 1;

  private static final Duration BROWSERS_COME_WITHIN = Duration.ofDays(30);

  /**
   * Sooner or later all of them do. Who never does costs an access to a visitor's state and no
   * judgement, and would make identity look cheaper than the same people named.
   */
  private static final double IDENTIFIED_SHARE = 1;

  private static final double ADDRESS_ONLY_SHARE = 0.8;
  private static final double MERGED_SHARE = 0.02;

  /** What the two differ in. */
  enum Kind {
    NAMED("without identity"),
    AS_THEY_COME("with identity");

    private final String inWords;

    Kind(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }

    /** Of its topics. */
    String topicPrefix() {
      return inWords.replace(' ', '-') + ".";
    }

    private Optional<TrafficEvent> of(TrafficEvent event) {
      return this == NAMED ? Named.of(event) : Optional.of(event);
    }
  }

  /** As it comes: with people whom only a visitor or an address tells of. */
  static TrafficSettings traffic(long seed, int leads) {
    return new TrafficSettings(
        seed,
        leads,
        START,
        ZoneOffset.UTC,
        SESSIONS_PER_LEAD_PER_DAY,
        ZIPF_EXPONENT,
        0,
        DUPLICATE_SHARE,
        LATE_SHARE,
        new IdentitySettings(
            (int) (BROWSERS_PER_LEAD * leads),
            BROWSERS_COME_WITHIN,
            IDENTIFIED_SHARE,
            ADDRESS_ONLY_SHARE,
            MERGED_SHARE,
            0,
            IdentitySettings.USUAL_SHARED,
            true),
        TrafficSettings.USUAL_SCANNERS);
  }

  /**
   * Hands every event on, and judges it in this process meanwhile.
   *
   * @param events of the traffic, merges included
   * @param consumer returns the bytes of the event's value
   * @throws IllegalArgumentException when so many events of so few leads reach beyond today, where
   *     the job would refuse them
   */
  static Backlog play(
      Kind kind,
      TrafficSettings settings,
      long events,
      DocumentFiles documents,
      ToIntFunction<TrafficEvent> consumer) {
    InProcessScoring scoring =
        new InProcessScoring(documents.catalogue(), documents.scoringModel(), emission -> {});
    Traffic traffic = new Traffic(settings);
    Map<String, Long> knownBy = new TreeMap<>();
    long played = 0;
    long behaviour = 0;
    long bytes = 0;
    long now = System.currentTimeMillis();
    for (long left = events; left > 0; left--) {
      Optional<TrafficEvent> next = kind.of(traffic.next());
      if (next.isEmpty()) {
        continue;
      }
      TrafficEvent event = next.get();
      if (event.occurredAt() > now) {
        throw new IllegalArgumentException(
            "%d events of %d leads take longer than from %s to today: take more leads or fewer events"
                .formatted(events, settings.leads(), START));
      }
      if (event.topic() != InputTopic.CRM_UPDATES) {
        behaviour++;
      }
      bytes += consumer.applyAsInt(event);
      Decoded decoded = EventDecoder.ofRecord(event.topic(), event.record());
      knownBy.merge(namesOf(decoded), 1L, Long::sum);
      judge(decoded, new LeadEvent.Origin(event.topic(), 0, played++), scoring);
    }
    return new Backlog(
        kind,
        played,
        behaviour,
        bytes,
        knownBy,
        scoring.time() - START.toEpochMilli(),
        StateSizes.of(scoring));
  }

  private static void judge(Decoded decoded, LeadEvent.Origin origin, InProcessScoring scoring) {
    decoded.fold(
        behaviour -> scoring.take(behaviour, origin),
        crm -> scoring.take(crm, origin),
        Backlog::unexpected);
  }

  private static String namesOf(Decoded decoded) {
    return decoded.fold(
        behaviour -> names(behaviour.event()), crm -> names(crm.update()), Backlog::unexpected);
  }

  private static String names(Event event) {
    List<String> names = new ArrayList<>();
    for (EventField field : List.of(EventField.LEAD_ID, EventField.EMAIL, EventField.VISITOR_ID)) {
      if (event.text(field) != null) {
        names.add(field.name().toLowerCase(Locale.ROOT));
      }
    }
    return String.join(", ", names);
  }

  private static String names(CrmUpdate update) {
    return switch (update.kind()) {
      case MERGED, UNMERGED -> "lead_id, other_lead_id";
      default -> update.email() == null ? "lead_id" : "lead_id, email";
    };
  }

  private static <T> T unexpected(Decoded.Unusable unusable) {
    throw new IllegalStateException("the traffic is unusable: " + unusable);
  }
}
