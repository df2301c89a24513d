package dev.kizashi.cli.campaign;

import dev.kizashi.cli.DocumentFiles;
import dev.kizashi.cli.Failure;
import dev.kizashi.cli.PublishedConfiguration;
import dev.kizashi.cli.TopicWriter;
import dev.kizashi.cli.simulation.IdentitySettings;
import dev.kizashi.cli.simulation.Traffic;
import dev.kizashi.cli.simulation.TrafficEvent;
import dev.kizashi.cli.simulation.TrafficSettings;
import dev.kizashi.scoring.documents.ConfigDocument;
import dev.kizashi.scoring.documents.Documents;
import dev.kizashi.scoring.documents.Parsed;
import dev.kizashi.scoring.model.ScoringModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a campaign's events, in a thread of its own and no further than it is allowed to, so that
 * every fault meets its share of them: simulated leads and visitors with late and repeated events,
 * one record in a thousand that nobody can read, and now and then another version of the model.
 *
 * <p>What it writes follows from the seed, but for where among the others a record lands.
 */
final class Feeder implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(21);
  private static final double LATE = 0.05;
  private static final double REPEATED = 0.02;
  private static final double POISONED = 0.001;
  private static final double IDENTIFIED = 1.0 / 3;
  private static final double ADDRESS_ONLY = 0.8;
  private static final double MERGED = 0.02;
  private static final double ERASED = 0.005;
  private static final double SHARED = IdentitySettings.USUAL_SHARED;

  /** Measured: so many events come of a lead and two visitors within the span. */
  private static final double EVENTS_A_LEAD = 24;

  private static final int MODELS = 6;

  private static final Pattern VERSION = Pattern.compile("(?m)^version: (\\d+)$");
  private static final Pattern EFFECTIVE = Pattern.compile("(?m)^effective_from: .*$");
  private static final Pattern POINTS = Pattern.compile("(page-view: .*points: )\\d+");

  private final TopicWriter writer;
  private final DocumentFiles documents;
  private final long events;
  private final double aSecond;
  private final Traffic traffic;
  private final SplittableRandom random;
  private final Poison poison;
  private final Thread thread;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong poisoned = new AtomicLong();
  private final AtomicLong models = new AtomicLong();
  private volatile long allowed;
  private volatile RuntimeException failure;
  private volatile boolean stopped;

  /** The feeder's own. */
  private long begin;

  private long beginsWith;

  /**
   * @param events how many of them
   * @param over how long it takes
   */
  Feeder(TopicWriter writer, DocumentFiles documents, long seed, long events, Duration over) {
    this.writer = writer;
    this.documents = documents;
    this.events = events;
    this.aSecond = events / Math.max(1.0, over.toMillis() / 1000.0);
    this.random = new SplittableRandom(seed);
    this.poison = new Poison(random.nextLong());
    this.traffic = new Traffic(settings(seed, events));
    this.thread = new Thread(this::feed, "feeder");
    thread.setDaemon(true);
  }

  private static TrafficSettings settings(long seed, long events) {
    int leads = Math.toIntExact(Math.max(100, Math.round(events / EVENTS_A_LEAD)));
    return new TrafficSettings(
        seed,
        leads,
        START,
        ZoneOffset.UTC,
        0.1,
        0.5,
        0,
        REPEATED,
        LATE,
        new IdentitySettings(
            2 * leads, SPAN, IDENTIFIED, ADDRESS_ONLY, MERGED, ERASED, SHARED, true),
        TrafficSettings.USUAL_SCANNERS);
  }

  void start() {
    thread.start();
  }

  private void feed() {
    try {
      for (long number = 0; number < events && !stopped; number++) {
        awaitLeave(number);
        awaitTurn(number);
        TrafficEvent event = traffic.next();
        String topic = event.topic().topicName();
        byte[] value = writer.write(topic, event.key(), event.record());
        sent.incrementAndGet();
        if (random.nextDouble() < POISONED) {
          writer.writeBytes(topic, event.key(), poison.of(value));
          poisoned.incrementAndGet();
        }
        if ((number + 1) % Math.max(1, events / MODELS) == 0) {
          publishNextModel(event.occurredAt());
        }
      }
      writer.flush();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Up to so many events may be written from now on. */
  void allow(long count) {
    synchronized (this) {
      allowed = count;
      notifyAll();
    }
  }

  private void awaitLeave(long number) {
    if (number < allowed) {
      return;
    }
    synchronized (this) {
      while (number >= allowed && !stopped) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          stopped = true;
        }
      }
      begin = System.nanoTime();
      beginsWith = number;
    }
  }

  /** Evenly from the event on that it last had to wait with. */
  private void awaitTurn(long number) {
    long left = begin + (long) ((number - beginsWith) / aSecond * 1e9) - System.nanoTime();
    if (left > TimeUnit.MILLISECONDS.toNanos(5) && !stopped) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
    }
  }

  /** In force from the time of the latest event, or up to a day before or after. */
  private void publishNextModel(long around) {
    ConfigDocument first = documents.toPublish().get(1);
    int version = first.version() + Math.toIntExact(models.incrementAndGet());
    long day = Duration.ofDays(1).toMillis();
    Instant from = Instant.ofEpochMilli(around + random.nextLong(-day, day));
    String text = replace(VERSION, first.text(), "version: " + version);
    text = replace(EFFECTIVE, text, "effective_from: " + from);
    text = replace(POINTS, text, "$1" + (1 + version % 3));
    Parsed<ScoringModel> parsed = Documents.model("model.yaml", text, documents.catalogue());
    if (!parsed.isValid()) {
      throw new IllegalStateException("no model: " + parsed.problems());
    }
    PublishedConfiguration.write(
        writer, new ConfigDocument(first.kind(), first.name(), version, text));
  }

  private static String replace(Pattern pattern, String text, String by) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw Failure.usage("The model has no line like " + pattern + ", which a campaign changes.");
    }
    return matcher.replaceFirst(by);
  }

  /**
   * Returns once everything is written, or after a while.
   *
   * @return whether it is
   */
  boolean await(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    if (failure != null) {
      throw failure;
    }
    return !thread.isAlive();
  }

  long sent() {
    return sent.get();
  }

  long poisoned() {
    return poisoned.get();
  }

  long models() {
    return models.get();
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    writer.close();
  }
}
