package dev.kizashi.cli.simulation;

import dev.kizashi.scoring.signals.InputTopic;
import java.time.Duration;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What every kind of behaviour needs to be played: chance, ids, and where its events go. Each kind
 * that can be left out has a playback of its own, so that the others draw the same without it.
 */
final class Playback {
  private static final long SECOND = Duration.ofSeconds(1).toMillis();
  private static final long MINUTE = 60 * SECOND;

  /** Shorter than the usual dedupe window, so that no event comes again after it. */
  private static final long LATEST = Duration.ofDays(2).toMillis() - 1;

  final SplittableRandom random;
  final ZoneId zone;
  private final String idPrefix;
  private final double duplicateShare;
  private final double lateShare;
  private final Consumer<TrafficEvent> deliveries;
  private long ids;

  private Playback(
      SplittableRandom random,
      ZoneId zone,
      String idPrefix,
      double duplicateShare,
      double lateShare,
      Consumer<TrafficEvent> deliveries) {
    this.random = random;
    this.zone = zone;
    this.idPrefix = idPrefix;
    this.duplicateShare = duplicateShare;
    this.lateShare = lateShare;
    this.deliveries = deliveries;
  }

  /**
   * @param name what ids begin with, unlike any other playback's; may be empty
   * @param deliveries takes every event, repeated ones again, each with the time of its arrival
   */
  static Playback of(
      TrafficSettings settings,
      SplittableRandom random,
      String name,
      Consumer<TrafficEvent> deliveries) {
    return new Playback(
        random,
        settings.zone(),
        name + Long.toString(settings.seed(), Character.MAX_RADIX) + "-",
        settings.duplicateShare(),
        settings.lateShare(),
        deliveries);
  }

  /** The same, with nothing delivered late. */
  Playback neverLate() {
    return new Playback(random, zone, idPrefix, duplicateShare, 0, deliveries);
  }

  String nextId() {
    return idPrefix + Long.toString(ids++, Character.MAX_RADIX);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Log-uniform: as likely between 1 and 10 as between 10 and 100. */
  long between(long least, long most) {
    return (long) (least * Math.pow((double) most / least, random.nextDouble()));
  }

  String pick(String... choices) {
    return Population.pick(choices, random);
  }

  /** Returns the event as it is delivered first. */
  TrafficEvent occurs(InputTopic topic, String key, long at, SpecificRecord record) {
    boolean late = topic != InputTopic.CRM_UPDATES && chance(lateShare);
    return arrives(topic, key, at, late ? at + between(MINUTE, LATEST) : at, record);
  }

  /**
   * The same, for an event whose delay is part of the story.
   *
   * @param arrivesAt less than two days after {@code at}
   */
  TrafficEvent arrives(
      InputTopic topic, String key, long at, long arrivesAt, SpecificRecord record) {
    TrafficEvent event = new TrafficEvent(topic, key, record, at, arrivesAt);
    deliveries.accept(event);
    if (chance(duplicateShare)) {
      long againAt = arrivesAt + between(SECOND, 10 * MINUTE);
      deliveries.accept(event.arrivingAt(Math.max(arrivesAt, Math.min(againAt, at + LATEST))));
    }
    return event;
  }
}
