package dev.kizashi.cli.simulation;

import dev.kizashi.scoring.signals.InputTopic;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record for an input topic.
 *
 * @param key as the topic asks for
 * @param record the contract's record of the topic
 * @param occurredAt epoch millis, as in the record
 * @param arrivesAt epoch millis when it is delivered, never before it occurred
 */
public record TrafficEvent(
    InputTopic topic, String key, SpecificRecord record, long occurredAt, long arrivesAt) {

  public TrafficEvent {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(record, "record");
    if (arrivesAt < occurredAt) {
      throw new IllegalArgumentException("an event arrives after it occurred");
    }
  }

  TrafficEvent arrivingAt(long instant) {
    return new TrafficEvent(topic, key, record, occurredAt, instant);
  }
}
