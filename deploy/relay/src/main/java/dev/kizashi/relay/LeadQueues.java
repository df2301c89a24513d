package dev.kizashi.relay;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A queue for each lead. Of one lead the first alert alone is out, and the others wait until it is
 * done; leads do not wait for each other. An alert that failed rests until its pause is over and
 * holds up its lead and nobody else: it takes no courier's time.
 *
 * <p>For several threads at once.
 */
final class LeadQueues {
  private final LongSupplier nanos;
  private final Map<Object, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final Queue<Lane> resting =
      new PriorityQueue<>(Comparator.<Lane>comparingLong(lane -> lane.dueNanos));
  private int alerts;
  private long bytes;
  private int out;
  private boolean closed;

  /**
   * @param nanos a clock that is never set, as {@link System#nanoTime}
   */
  LeadQueues(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** One lead's alerts, the first of which may be out. */
  private static final class Lane {
    private final Object lead;
    private final Deque<Undelivered> alerts = new ArrayDeque<>();
    private boolean isOut;
    private long dueNanos;

    Lane(Object lead) {
      this.lead = lead;
    }
  }

  /** Behind its lead's others. */
  synchronized void add(Undelivered alert) {
    Lane lane = lanes.computeIfAbsent(alert.lead(), Lane::new);
    lane.alerts.add(alert);
    alerts++;
    bytes += alert.bytes();
    if (lane.alerts.size() == 1) {
      makeReady(lane);
    }
  }

  /**
   * Waits for an alert whose turn it is; {@link #done} or {@link #again} gives it back.
   *
   * @return null once closed
   */
  synchronized Undelivered take() throws InterruptedException {
    while (!closed) {
      Undelivered next = poll();
      if (next != null) {
        return next;
      }
      // Without anything that rests: until something is added.
      wait(resting.isEmpty() ? 0 : millisUntil(resting.peek().dueNanos));
    }
    return null;
  }

  /** As {@link #take}, and null where that would wait. */
  synchronized Undelivered poll() {
    while (!resting.isEmpty() && resting.peek().dueNanos - nanos.getAsLong() <= 0) {
      ready.add(resting.remove());
    }
    Lane lane = ready.poll();
    if (lane == null) {
      return null;
    }
    lane.isOut = true;
    out++;
    return lane.alerts.peek();
  }

  private long millisUntil(long dueNanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(dueNanos - nanos.getAsLong()));
  }

  /** It is delivered, or buried; its lead's next may go. */
  synchronized void done(Undelivered alert) {
    Lane lane = back(alert);
    remove(lane);
  }

  /** It goes out again after a pause, and its lead's others after it. */
  synchronized void again(Undelivered alert, long pauseNanos) {
    Lane lane = back(alert);
    if (alert.progress().isAbandoned()) {
      remove(lane);
    } else {
      lane.dueNanos = nanos.getAsLong() + pauseNanos;
      resting.add(lane);
      notifyAll();
    }
  }

  private Lane back(Undelivered alert) {
    Lane lane = lanes.get(alert.lead());
    if (lane == null || !lane.isOut || lane.alerts.peek() != alert) {
      throw new IllegalStateException("an alert came back that was not out");
    }
    lane.isOut = false;
    out--;
    return lane;
  }

  private void remove(Lane lane) {
    forget(lane.alerts.remove());
    if (lane.alerts.isEmpty()) {
      lanes.remove(lane.lead);
    } else {
      makeReady(lane);
    }
  }

  private void forget(Undelivered alert) {
    alerts--;
    bytes -= alert.bytes();
  }

  private void makeReady(Lane lane) {
    ready.add(lane);
    notifyAll();
  }

  /**
   * Drops what is left of a partition that is another's now. What is out of it stays out, so that
   * its lead's later alerts, should the partition come back, do not meet it on the way.
   */
  synchronized void abandon(PartitionProgress partition) {
    partition.abandon();
    Set<Lane> emptied = new HashSet<>();
    for (Lane lane : lanes.values()) {
      Undelivered first = lane.alerts.peek();
      lane.alerts.removeIf(
          alert -> {
            boolean gone = alert.progress() == partition && !(lane.isOut && alert == first);
            if (gone) {
              forget(alert);
            }
            return gone;
          });
      if (lane.alerts.isEmpty()) {
        emptied.add(lane);
      } else if (lane.alerts.peek() != first && resting.remove(lane)) {
        // The pause was the dropped one's.
        makeReady(lane);
      }
    }
    ready.removeAll(emptied);
    resting.removeAll(emptied);
    emptied.forEach(lane -> lanes.remove(lane.lead));
  }

  /** Nothing more is given out; what is out may come back. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Alerts that are waiting, resting or out. */
  synchronized int size() {
    return alerts;
  }

  /** What they weigh. */
  synchronized long bytes() {
    return bytes;
  }

  /** Alerts that are out, each of another lead. */
  synchronized int out() {
    return out;
  }
}
