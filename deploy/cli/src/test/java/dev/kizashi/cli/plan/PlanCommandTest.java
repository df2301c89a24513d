package dev.kizashi.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--leads 1 --events-per-second 0.01 --facts 1",
        "--leads 10000 --events-per-second 50 --facts 30",
        "--leads 1000000 --events-per-second 2000 --facts 12.5 --parallelism-headroom 0",
        "--leads 5000000 --events-per-second 100000 --facts 20 --visitors 0",
        "--leads 1000000000 --events-per-second 10000000 --facts 10000 --checkpoint-interval 1s"
      })
  void json_says_what_the_table_says_in_a_hundred_columns(String arguments) throws IOException {
    List<String> table = Printed.by("plan " + arguments);
    assertThat(table).hasSizeGreaterThan(40).allMatch(line -> line.length() <= 100);
    JsonNode json = new ObjectMapper().readTree(Printed.by("plan " + arguments + " --json").get(0));

    for (JsonNode figure : json.get("figures")) {
      double value =
          figure.get("value").isNull() ? Double.POSITIVE_INFINITY : figure.get("value").asDouble();
      Unit unit = Unit.valueOf(figure.get("unit").asText().toUpperCase(Locale.ROOT));
      assertThat(row(table, figure))
          .contains(" " + unit.show(value) + (figure.get("assumed").asBoolean() ? " ~ " : "    "));
    }
    for (JsonNode limit : json.get("breaks_first")) {
      assertThat(row(table, limit))
          .contains(" " + Unit.SHARE.show(limit.get("load").asDouble()) + " ~  ")
          .endsWith(limit.get("sign").asText());
    }
    assertThat(json.get("cost_drivers"))
        .hasSize(7)
        .allSatisfy(driver -> assertThat(row(table, driver)).isNotEmpty());
    boolean fits = json.get("fits").asBoolean();
    assertThat(table.get(1)).startsWith(fits ? "✓ one job carries" : "✗ one job does not");
    assertThat(json.get("jobs").asInt() == 1).isEqualTo(fits);
    assertThat(json.get("assumptions")).isNotEmpty();
    assertThat(json.get("measured")).isNotEmpty();
  }

  private static String row(List<String> table, JsonNode figure) {
    return table.stream()
        .filter(line -> line.startsWith("  " + figure.get("label").asText() + "  "))
        .findAny()
        .orElse("");
  }

  @Test
  void what_is_not_said_is_as_in_the_benchmark_and_as_shipped() throws IOException {
    JsonNode demand =
        new ObjectMapper()
            .readTree(
                Printed.by("plan --leads 1000 --events-per-second 5 --facts 10 --json").get(0))
            .get("demand");
    assertThat(demand.get("visitors").asInt()).isBetween(500, 2000);
    assertThat(demand.get("checkpoint_interval_seconds").asDouble()).isEqualTo(10);
    assertThat(demand.get("retention_seconds").asInt()).isEqualTo(30 * 24 * 3600);
    assertThat(demand.get("retained_checkpoints").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0 s|<0.1 s", "7.04 s|7.0 s", "299 s|299 s", "301 s|5 min"})
  void times_are_short(String pair) {
    String[] sides = pair.split("\\|", -1);
    assertThat(Unit.SECONDS.show(Double.parseDouble(sides[0].replace(" s", ""))))
        .isEqualTo(sides[1]);
  }

  @Test
  void bytes_have_two_or_three_digits() {
    assertThat(Unit.BYTES.show(0)).isEqualTo("0 B");
    assertThat(Unit.BYTES.show(999.4)).isEqualTo("999 B");
    assertThat(Unit.BYTES.show(999.6)).isEqualTo("1.0 kB");
    assertThat(Unit.BYTES.show(9_960)).isEqualTo("10 kB");
    assertThat(Unit.BYTES.show(1.5e15)).isEqualTo("1.5 PB");
    assertThat(Unit.MEMORY.show(64 << 20)).isEqualTo("64 MiB");
    assertThat(Unit.SHARE.show(4.491)).isEqualTo("449 %");
    assertThat(Unit.SHARE.show(0.0004)).isEqualTo("<0.1 %");
  }
}
