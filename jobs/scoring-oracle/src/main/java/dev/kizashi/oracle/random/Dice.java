package dev.kizashi.oracle.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Choices that the same seed makes alike. */
final class Dice {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** At least one of them, in their order. */
  <T> Set<T> some(List<T> from) {
    Set<T> picked = new LinkedHashSet<>();
    T always = pick(from);
    for (T one : from) {
      if (one.equals(always) || chance(40)) {
        picked.add(one);
      }
    }
    return picked;
  }

  <T> List<T> shuffled(List<T> from) {
    List<T> shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** From 0, exclusive of the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  long upTo(long millis) {
    return (long) (random.nextDouble() * millis);
  }

  /** A multiple of 0.25 between the two numbers of quarters. */
  double quarters(int least, int most) {
    return (least + random.nextInt(most - least + 1)) / 4.0;
  }
}
