package dev.kizashi.cli.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults come, and when: each kind once in an order of its own before any comes again, so
 * that as many faults as there are kinds show every kind.
 */
final class FaultPlan {
  private final Random kinds;
  private final Random rest;
  private final Duration shortest;
  private final Duration longest;
  private final List<Fault> bag = new ArrayList<>();

  /**
   * @param shortest pause from one fault to the next
   * @param longest such pause, not below {@code shortest}
   */
  FaultPlan(long seed, Duration shortest, Duration longest) {
    this.kinds = new Random(seed);
    this.rest = new Random(~seed);
    this.shortest = shortest;
    this.longest = longest;
  }

  Fault next() {
    if (bag.isEmpty()) {
      bag.addAll(Arrays.asList(Fault.values()));
      Collections.shuffle(bag, kinds);
    }
    return bag.remove(bag.size() - 1);
  }

  Duration pause() {
    long spread = longest.minus(shortest).toMillis();
    return shortest.plusMillis((long) (rest.nextDouble() * spread));
  }

  /** One of so many, from 0. */
  int pick(int of) {
    return rest.nextInt(of);
  }

  /** What is to be expected of all pauses together. */
  Duration expected(int faults) {
    return shortest.plus(longest).dividedBy(2).multipliedBy(faults);
  }
}
