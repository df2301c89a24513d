package dev.kizashi.oracle;

import static dev.kizashi.oracle.Sample.SECOND;
import static dev.kizashi.oracle.Sample.at;
import static dev.kizashi.oracle.Sample.event;
import static dev.kizashi.oracle.Sample.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.evaluate.Emission;
import dev.kizashi.scoring.evaluate.Emission.StageChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half-lives of seconds bring a lead's whole fate within two minutes, few enough to ask every
 * millisecond of them with one formula.
 */
class EveryMillisecondTest {
  private static final long T = at("2026-03-02T09:59:59.990Z");
  private static final long END = at("2026-03-02T10:00:00Z");
  private static final int MILLIS_ASKED = 120_000;

  @Test
  void the_search_finds_what_asking_every_millisecond_finds() {
    int changes = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      double[] points = new double[2 + random.nextInt(5)];
      long[] halfLives = new long[points.length];
      boolean[] capped = new boolean[points.length];
      double ceiling = 10 + random.nextInt(40);
      double max = 20 + random.nextInt(60);
      double enter = 8 + random.nextInt(10) + 0.19;
      double exit = 3 + random.nextInt(5) + 0.37;
      Sample sample =
          model()
              .minChange(1e9)
              .bounds(0, max)
              .category("capped", -5, ceiling)
              .temperature("warm", enter, exit)
              .temperature("hot", enter + 13, exit + 11);
      for (int i = 0; i < points.length; i++) {
        points[i] = (random.nextInt(5) < 2 ? -1 : 1) * (1 + random.nextInt(160)) / 4.0;
        halfLives[i] = (1 + random.nextInt(8)) * random.nextInt(4) * SECOND;
        capped[i] = random.nextBoolean();
        sample.scores("s" + i, capped[i] ? "capped" : "free", points[i], halfLives[i], null);
      }
      NaiveLead lead = sample.lead();
      int rank = 0;
      for (int i = 0; i < points.length; i++) {
        for (Emission said : lead.event(event("s" + i, T))) {
          if (said instanceof StageChanged change) {
            rank = List.of("cold", "warm", "hot").indexOf(change.toStage());
          }
        }
      }
      List<String> expected = new ArrayList<>();
      for (long t = T + 1; t <= END + MILLIS_ASKED; t++) {
        double inCapped = 0;
        double free = 0;
        for (int i = 0; i < points.length; i++) {
          double weight =
              halfLives[i] == 0 ? 1 : Math.exp(-Math.log(2) * Math.max(0, t - END) / halfLives[i]);
          if (capped[i]) {
            inCapped += points[i] * weight;
          } else {
            free += points[i] * weight;
          }
        }
        double engagement =
            Math.max(0, Math.min(max, Math.max(-5, Math.min(ceiling, inCapped)) + free)) + 1e-9;
        int next = rank;
        if (rank < 2 && engagement >= enter + 13) {
          next = 2;
        } else if (rank < 1 && engagement >= enter) {
          next = 1;
        } else if (rank > 0 && engagement < (rank == 2 ? exit + 11 : exit)) {
          next = rank == 2 && engagement >= exit ? 1 : 0;
        }
        if (next != rank) {
          expected.add(rank + ">" + next + "@" + (t - END));
          rank = next;
        }
      }
      List<String> found = new ArrayList<>();
      for (Emission said : lead.timersUpTo(END + MILLIS_ASKED)) {
        if (said instanceof StageChanged change) {
          List<String> names = List.of("cold", "warm", "hot");
          found.add(
              names.indexOf(change.fromStage())
                  + ">"
                  + names.indexOf(change.toStage())
                  + "@"
                  + (change.occurredAt() - END));
        }
      }
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
      changes += found.size();
    }
    assertThat(changes).isGreaterThan(150);
  }
}
