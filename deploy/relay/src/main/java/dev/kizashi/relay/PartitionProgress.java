package dev.kizashi.relay;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far one partition is done, for as long as it is ours. Leads overtake one another, so alerts
 * are done in any order; what may be committed is the lowest offset that is not done, and where
 * none is open the position that reading has come to. That position can lie behind the last record:
 * a transaction's marker takes an offset too.
 *
 * <p>Memory is what is open, however far the rest has run ahead.
 */
final class PartitionProgress {
  /** The log's timestamps of what is open, by offset. */
  private final TreeMap<Long, Long> open = new TreeMap<>();

  private long position = -1;
  private boolean abandoned;

  /** A record was read, in the order of the offsets. */
  synchronized void took(long offset, long timestamp) {
    open.put(offset, timestamp);
    position = Math.max(position, offset + 1);
  }

  /** Everything before it was read. */
  synchronized void reached(long next) {
    position = Math.max(position, next);
  }

  /** It was delivered, or buried; in any order. */
  synchronized void done(long offset) {
    open.remove(offset);
  }

  /** Where a restart has to begin; empty before anything is known. */
  synchronized OptionalLong committable() {
    if (!open.isEmpty()) {
      return OptionalLong.of(open.firstKey());
    }
    return position < 0 ? OptionalLong.empty() : OptionalLong.of(position);
  }

  /** The log's timestamp of the first record that is open. */
  synchronized OptionalLong oldest() {
    Map.Entry<Long, Long> first = open.firstEntry();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.getValue());
  }

  /** The partition is another's now: whatever becomes of what is open is that one's business. */
  synchronized void abandon() {
    abandoned = true;
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }
}
