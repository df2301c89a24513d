package dev.kizashi.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission.Contribution;
import dev.kizashi.scoring.evaluate.Emission.CurveTerm;
import dev.kizashi.scoring.evaluate.Emission.LeadScored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The straight way and Avro's own, of the same scores. */
class ScoreBytesProperties {
  private static final List<String> TEXTS =
      List.of("", "L1", "ann@acme.example", "価格", "\uD83D\uDE00", "x".repeat(300));
  private static final List<Double> REALS =
      List.of(0.0, -0.0, 1e-300, -9.5, Double.MAX_VALUE, Double.POSITIVE_INFINITY);

  /** Instants that a record can hold. */
  private static final List<Long> NUMBERS = List.of(0L, -1L, 63L, 64L, 1L << 31, -(1L << 50));

  private final OutputEncoder encoder = new OutputEncoder();

  @Property
  void both_write_the_same(@ForAll long seed) {
    Random random = new Random(seed);
    LeadScored score = score(random);
    long emittedAt = one(NUMBERS, random);
    assertThat(encoder.body(score, emittedAt))
        .isEqualTo(encoder.body(OutputEncoder.toRecord(score, emittedAt)));
  }

  private static LeadScored score(Random random) {
    return new LeadScored(
        one(TEXTS, random),
        maybe(random, () -> one(TEXTS, random)),
        one(NUMBERS, random),
        one(NUMBERS, random),
        one(TEXTS, random),
        random.nextInt(),
        random.nextInt(),
        one(TEXTS, random),
        one(REALS, random),
        maybe(random, () -> one(REALS, random)),
        maybe(random, () -> one(REALS, random)),
        one(REALS, random),
        maybe(random, () -> one(TEXTS, random)),
        one(TEXTS, random),
        one(TEXTS, random),
        one(TEXTS, random),
        several(random, () -> term(random)),
        maybe(random, () -> one(NUMBERS, random)),
        several(random, () -> line(random)),
        maybe(random, () -> one(TEXTS, random)),
        maybe(random, () -> one(NUMBERS, random)));
  }

  private static CurveTerm term(Random random) {
    return new CurveTerm(
        one(TEXTS, random),
        one(REALS, random),
        one(NUMBERS, random),
        one(NUMBERS, random),
        maybe(random, () -> one(REALS, random)),
        maybe(random, () -> one(REALS, random)));
  }

  private static Contribution line(Random random) {
    Map<String, Long> suspects = new TreeMap<>();
    several(random, () -> one(TEXTS, random)).forEach(text -> suspects.put(text, 3L));
    return new Contribution(
        Contribution.Kind.values()[random.nextInt(Contribution.Kind.values().length)],
        maybe(random, () -> one(TEXTS, random)),
        maybe(random, () -> one(TEXTS, random)),
        one(NUMBERS, random),
        suspects,
        one(REALS, random));
  }

  private static <T> T one(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static <T> T maybe(Random random, Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private static <T> List<T> several(Random random, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      values.add(value.get());
    }
    return values;
  }
}
