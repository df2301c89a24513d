package dev.kizashi.cli.demo;

import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends every simulated event when simulated time has come to it. */
final class Feed implements AutoCloseable {
  private final Traffic traffic;
  private final Publisher publisher;
  private final SimulatedTime time;
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread = new Thread(this::run, "demo-feed");
  private volatile RuntimeException failure;

  private Feed(Traffic traffic, Publisher publisher, SimulatedTime time) {
    this.traffic = traffic;
    this.publisher = publisher;
    this.time = time;
  }

  static Feed start(Traffic traffic, Publisher publisher, SimulatedTime time) {
    Feed feed = new Feed(traffic, publisher, time);
    feed.thread.start();
    return feed;
  }

  long sent() {
    return sent.get();
  }

  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    try {
      while (!time.hasReachedThePresent()) {
        TrafficEvent event = traffic.next();
        long nanos = time.until(event.arrivesAt()).toNanos();
        if (nanos > 0) {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
        publisher.send(event);
        sent.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
