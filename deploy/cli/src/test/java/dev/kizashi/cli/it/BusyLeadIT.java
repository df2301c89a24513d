package dev.kizashi.cli.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kizashi.local.StackSettings;
import dev.kizashi.runtime.codec.JsonLines;
import dev.kizashi.runtime.records.OutputTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * One lead with very many events beside others with few. Turns in which all events but the probes
 * are that lead's alternate with turns in which as many are spread over many leads: what the
 * machine is busy with meets both alike. How many events the busy lead gets: the system property
 * {@code kizashi.events-of-one-lead}.
 */
class BusyLeadIT {
  private static final int EVENTS = Integer.getInteger("kizashi.events-of-one-lead", 30_000);
  private static final int TURNS = 2;
  private static final int MANY_LEADS = 5_000;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int EVENTS_A_TICK = 40;

  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
  private volatile boolean done;

  @Test
  void other_leads_wait_less_than_twice_as_long_when_one_has_all_the_traffic() throws Exception {
    try (ScoringStack stack = ScoringStack.start(StackSettings.builder())) {
      CommittedRecords changes = stack.read(OutputTopic.STAGE_CHANGES);
      Thread reader = new Thread(() -> note(changes), "stage-changes-reader");
      reader.start();
      try {
        // What is slow only once: classes, connections, the first checkpoints.
        turn(stack, "warm-up", i -> "lead-" + i % MANY_LEADS);
        for (int turn = 0; turn < TURNS; turn++) {
          turn(stack, "beside-many-" + turn, i -> "lead-" + i % MANY_LEADS);
          turn(stack, "beside-one-" + turn, i -> "busy");
        }
      } finally {
        done = true;
        reader.join();
      }
      Duration besideMany = slowestButOneInAHundred("beside-many-");
      Duration besideOne = slowestButOneInAHundred("beside-one-");
      assertThat(besideOne).isLessThan(besideMany.multipliedBy(2));
      assertThat(stack.restarts()).isZero();
    }
  }

  private interface Whose {
    String lead(int event);
  }

  /** At an even pace, with one probe a tick; returns once all of its probes were answered. */
  private void turn(ScoringStack stack, String name, Whose whose) {
    int ticks = EVENTS / TURNS / EVENTS_A_TICK;
    long begin = System.nanoTime();
    for (int tick = 0; tick < ticks; tick++) {
      for (int i = 0; i < EVENTS_A_TICK; i++) {
        int event = tick * EVENTS_A_TICK + i;
        send(stack, whose.lead(event), name + "-" + event, "page_view");
      }
      String probe = name + "-probe-" + tick;
      sentAt.put(probe, System.nanoTime());
      send(stack, probe, probe, "form_submit");
      long next = begin + (tick + 1) * TICK.toNanos();
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    stack.flush();
    await().atMost(ScoringStack.PATIENCE).until(() -> seenAt.keySet().containsAll(sentAt.keySet()));
  }

  private static void send(ScoringStack stack, String lead, String eventId, String type) {
    JsonLines.Line line =
        JsonLines.read(
            """
            {"topic":"clickstream","event_id":"%s","occurred_at":"%s","type":"%s","lead_id":"%s","url":"https://www.seller.example/pricing","properties":{"form":"demo"}}"""
                .formatted(eventId, Instant.now(), type, lead));
    stack.send(
        line.topic(),
        lead.getBytes(StandardCharsets.UTF_8),
        stack.framed(line.topic(), line.record()),
        (metadata, failure) -> assertThat(failure).isNull());
  }

  /** When a reader of what is committed first sees a change of each lead. */
  private void note(CommittedRecords changes) {
    int read = 0;
    while (!done) {
      var all = changes.soFar();
      long now = System.nanoTime();
      for (; read < all.size(); read++) {
        seenAt.putIfAbsent(new String(all.get(read).key(), StandardCharsets.UTF_8), now);
      }
    }
  }

  private Duration slowestButOneInAHundred(String turns) {
    List<Long> waits = new ArrayList<>();
    sentAt.forEach(
        (probe, sent) -> {
          if (probe.startsWith(turns)) {
            waits.add(seenAt.get(probe) - sent);
          }
        });
    waits.sort(null);
    long wait = waits.get(waits.size() * 99 / 100);
    System.out.printf(
        "%s%d probes, p50 %d ms, p99 %d ms%n",
        turns,
        waits.size(),
        TimeUnit.NANOSECONDS.toMillis(waits.get(waits.size() / 2)),
        TimeUnit.NANOSECONDS.toMillis(wait));
    return Duration.ofNanos(wait);
  }
}
