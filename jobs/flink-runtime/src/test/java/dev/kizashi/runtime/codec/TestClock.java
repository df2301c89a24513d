package dev.kizashi.runtime.codec;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when it is told to, and remembers in which steps. */
final class TestClock extends Clock {
  private long millis = 1_000_000;
  final List<Long> passed = new ArrayList<>();

  void pass(long millis) {
    this.millis += millis;
    passed.add(millis);
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
