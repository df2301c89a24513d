package dev.kizashi.benchmarks;

import java.util.Map;

/**
 * What a run has shown. Of a peer there are no stages.
 *
 * @param eventsPerSecond of all events consumed, also those that reach no lead
 * @param recordsPerMessage that the scoring operator put out, for a message that reached a lead; of
 *     a peer, that are in its topic, for an event consumed
 * @param bytesPerRecord of those, on the way to the sink; of a peer, of key and value
 * @param received what has come into each stage after the last event's checkpoint, documents not
 *     counted
 * @param checkpointBytes of each stage in that checkpoint: all files that it refers to, with what
 *     compaction has not removed yet
 * @param savepointBytes of each stage: every key once, not compressed
 */
public record Outcome(
    double eventsPerSecond,
    double recordsPerMessage,
    double bytesPerRecord,
    Map<Stage, Long> received,
    Map<Stage, Long> checkpointBytes,
    Map<Stage, Long> savepointBytes) {

  static Outcome ofPeer(double eventsPerSecond, double recordsPerEvent, double bytesPerRecord) {
    return new Outcome(
        eventsPerSecond, recordsPerEvent, bytesPerRecord, Map.of(), Map.of(), Map.of());
  }
}
