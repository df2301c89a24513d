package dev.kizashi.cli.plan;

import java.time.Duration;

/**
 * What a deployment has to carry.
 *
 * @param leads that the state holds, at least 1
 * @param eventsPerSecond of all inputs together, on average over the busiest minutes
 * @param facts of a lead on average
 * @param visitors that the state holds; 0: every event names its lead and nothing else
 * @param checkpointInterval from the start of one checkpoint to the next
 * @param headroom what is spare, as a share of what is needed: for peaks, and to catch up
 * @param retention of Kafka's topics
 * @param retainedCheckpoints how many are kept to go back to, at least 1
 */
record Demand(
    long leads,
    double eventsPerSecond,
    double facts,
    long visitors,
    Duration checkpointInterval,
    double headroom,
    Duration retention,
    int retainedCheckpoints) {

  Demand {
    if (leads < 1 || !(eventsPerSecond > 0) || !(facts > 0) || visitors < 0) {
      throw new IllegalArgumentException("nothing to plan for");
    }
    if (checkpointInterval.isZero() || checkpointInterval.isNegative() || !(headroom >= 0)) {
      throw new IllegalArgumentException("no plan without checkpoints, or with less than needed");
    }
    if (retention.isNegative() || retainedCheckpoints < 1) {
      throw new IllegalArgumentException("nothing would be kept");
    }
  }

  Demand at(double otherEventsPerSecond) {
    return new Demand(
        leads,
        otherEventsPerSecond,
        facts,
        visitors,
        checkpointInterval,
        headroom,
        retention,
        retainedCheckpoints);
  }

  /** One of so many equal parts, rounded up. */
  Demand dividedBy(int parts) {
    return new Demand(
        (leads + parts - 1) / parts,
        eventsPerSecond / parts,
        facts,
        (visitors + parts - 1) / parts,
        checkpointInterval,
        headroom,
        retention,
        retainedCheckpoints);
  }

  double intervalSeconds() {
    return checkpointInterval.toMillis() / 1000.0;
  }
}
