package dev.kizashi.relay;

import java.util.concurrent.atomic.LongAdder;

/** What has become of alerts since the relay was started. */
final class Counters {
  final LongAdder delivered = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder deadLettered = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
}
