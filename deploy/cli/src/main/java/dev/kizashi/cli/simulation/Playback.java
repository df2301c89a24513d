package dev.kizashi.cli.simulation;

import dev.kizashi.scoring.signals.InputTopic;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** What every kind of behaviour needs to be played: chance, ids, and where its events go. */
final class Playback {
  final SplittableRandom random;
  final ZoneId zone;
  private final String idPrefix;
  private final Consumer<TrafficEvent> events;
  private long ids;

  Playback(TrafficSettings settings, SplittableRandom random, Consumer<TrafficEvent> events) {
    this.random = random;
    this.zone = settings.zone();
    this.idPrefix = Long.toString(settings.seed(), Character.MAX_RADIX) + "-";
    this.events = events;
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

  void occurs(InputTopic topic, String key, long at, SpecificRecord record) {
    events.accept(new TrafficEvent(topic, key, record, at, at));
  }
}
