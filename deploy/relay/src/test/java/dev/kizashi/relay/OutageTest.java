package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {

  @Test
  void isToldWhenItBeginsOnceAMinuteAndWhenItIsOver() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    List<String> notes = new ArrayList<>();
    Outage outage = new Outage("Kafka", notes::add, now::get);
    outage.isOver();
    for (int second = 0; second < 100; second++) {
      outage.goesOn();
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(outage.isOn()).isTrue();
    outage.isOver();
    outage.isOver();

    assertThat(outage.isOn()).isFalse();
    assertThat(notes)
        .containsExactly(
            "Kafka does not answer: waiting, no alert is lost or skipped.",
            "Kafka does not answer: waiting, no alert is lost or skipped.",
            "Kafka answers again, after 100 s.");
  }

  @Test
  void theLongerItLastsTheLongerTheyAreLeftAlone() {
    AtomicLong now = new AtomicLong();
    Outage outage = new Outage("Kafka", line -> {}, now::get);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      outage.goesOn();
      pauses.add(TimeUnit.NANOSECONDS.toSeconds(outage.pauseNanos()));
      now.addAndGet(outage.pauseNanos());
    }
    assertThat(pauses).isSorted().startsWith(1L, 1L, 1L, 1L, 2L, 3L, 5L).endsWith(30L, 30L);
    outage.isOver();
    assertThat(outage.pauseNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }
}
