package dev.kizashi.benchmarks;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.InProcessScoring;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.runtime.codec.EventDecoder;
import dev.kizashi.scoring.evaluate.Fate;
import dev.kizashi.scoring.evaluate.LeadEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The events that every run of a benchmark consumes: simulated traffic, the same for a seed on any
 * day, 2 % of it delivered twice and 5 % late.
 *
 * @param events all of them
 * @param reached those that reach a lead, and so cross the shuffle
 * @param spanMillis of event time
 * @param sizes of the leads after the last event, judged in the order of delivery
 */
record Backlog(long events, long reached, long spanMillis, LeadSizes sizes) {
  /** A Monday morning after the default model has come into force. */
  private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");

  private static final double DUPLICATE_SHARE = 0.02;
  private static final double LATE_SHARE = 0.05;

  static TrafficSettings traffic(long seed, int leads) {
    return TrafficSettings.of(seed, leads, START).withDisorder(DUPLICATE_SHARE, LATE_SHARE);
  }

  /**
   * Hands every event on, and judges it in this process meanwhile.
   *
   * @throws IllegalArgumentException when so many events of so few leads reach beyond today, where
   *     the job would refuse them
   */
  static Backlog play(
      TrafficSettings settings,
      long events,
      DocumentFiles documents,
      Consumer<TrafficEvent> consumer) {
    Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    InProcessScoring scoring =
        new InProcessScoring(documents.catalogue(), documents.scoringModel(), emission -> {});
    Traffic traffic = new Traffic(settings);
    long now = System.currentTimeMillis();
    for (long offset = 0; offset < events; offset++) {
      TrafficEvent event = traffic.next();
      if (event.occurredAt() > now) {
        throw new IllegalArgumentException(
            "%d events of %d leads take longer than from %s to today: take more leads or fewer events"
                .formatted(events, settings.leads(), START));
      }
      consumer.accept(event);
      LeadEvent.Origin origin = new LeadEvent.Origin(event.topic(), 0, offset);
      Fate fate =
          EventDecoder.ofRecord(event.topic(), event.record())
              .fold(
                  behaviour -> scoring.take(behaviour, origin),
                  crm -> scoring.take(crm, origin),
                  unusable -> Fate.DEAD_LETTER);
      fates.merge(fate, 1L, Long::sum);
    }
    long ended =
        fates.getOrDefault(Fate.UNMATCHED, 0L)
            + fates.getOrDefault(Fate.ANONYMOUS, 0L)
            + fates.getOrDefault(Fate.DEAD_LETTER, 0L);
    return new Backlog(
        events,
        events - ended,
        scoring.time() - START.toEpochMilli(),
        LeadSizes.of(scoring.states().values()));
  }
}
