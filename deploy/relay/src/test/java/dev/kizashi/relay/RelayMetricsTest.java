package dev.kizashi.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RelayMetricsTest {
  private static final Pattern NAMES = Pattern.compile("kizashi_relay_\\w+");

  private final Counters counters = new Counters();
  private final RelayMetrics metrics =
      RelayMetrics.of(counters, () -> 17, () -> 61_500, () -> 1, () -> 9, () -> 4);

  @Test
  void tellsEachFigureWithItsHelpAndType() {
    counters.delivered.add(12);
    counters.deadLettered.increment();

    assertThat(metrics.text())
        .contains(
            "# HELP kizashi_relay_delivered_total Alerts that the receiver has taken.\n"
                + "# TYPE kizashi_relay_delivered_total counter\n"
                + "kizashi_relay_delivered_total 12\n")
        .contains("\nkizashi_relay_retried_total 0\n")
        .contains("\nkizashi_relay_given_up_total 1\n")
        .contains("\nkizashi_relay_oldest_undelivered_age_seconds 61.500\n")
        .contains("\nkizashi_relay_lag 17\n")
        .contains("\nkizashi_relay_waiting 5\n")
        .contains("\nkizashi_relay_in_flight 4\n")
        .endsWith("\nkizashi_relay_connected 1\n");
  }

  @Test
  void thePageOfMetricsNamesAllOfThemAndNoOthers() throws IOException {
    assertThat(names(Files.readString(Path.of("../../docs/metrics.md"))))
        .isEqualTo(names(metrics.text()));
  }

  private static Set<String> names(String text) {
    return NAMES
        .matcher(text)
        .results()
        .map(it -> it.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
